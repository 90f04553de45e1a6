package dev.atoll.cli;

import dev.atoll.config.BuildVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"atoll " + BuildVersion.current()};
  }
}
