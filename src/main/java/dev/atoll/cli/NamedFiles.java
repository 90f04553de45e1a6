package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.NatsSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that settings name and that a node reads at its start. */
final class NamedFiles {
  private final List<String> unreadable = new ArrayList<>();

  private NamedFiles() {}

  /** Those that cannot be read here, with their keys, a line each. */
  static List<String> unreadable(AtollSettings settings) {
    NamedFiles files = new NamedFiles();
    NatsSettings nats = settings.nats();
    if (!nats.url().isEmpty()) {
      files.look("nats.password-file", nats.passwordFile());
      files.look("nats.token-file", nats.tokenFile());
      files.look("nats.nkey-file", nats.nkeyFile());
      files.look("nats.credentials-file", nats.credentialsFile());
      files.look("nats.tls-ca-file", nats.tlsCaFile());
    }
    GatewaySettings gateway = settings.gateway();
    files.look("gateway.secret-file", gateway.secretFile());
    files.look("gateway.previous-secret-file", gateway.previousSecretFile());
    files.look(
        "transports.registration-secret-file", settings.transports().registrationSecretFile());
    settings
        .livekit()
        .forEach(
            each -> files.look("livekit." + each.id() + ".api-secret-file", each.apiSecretFile()));
    return files.unreadable;
  }

  private void look(String key, Optional<String> file) {
    file.filter(named -> !isReadable(named))
        .ifPresent(named -> unreadable.add(
            key + ": " + named + " cannot be read here, and a node needs it to start"));
  }

  private static boolean isReadable(String named) {
    try {
      Path path = Path.of(named);
      return Files.isReadable(path) && !Files.isDirectory(path);
    } catch (InvalidPathException nonsense) {
      return false;
    }
  }
}
