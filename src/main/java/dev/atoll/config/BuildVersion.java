package dev.atoll.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Which Atoll this is.
 *
 * @param version release, such as {@code 0.1.0}
 * @param commitHash Git commit it was built from, {@code unknown} when it was built without one
 */
public record BuildVersion(String version, String commitHash) {
  private static final String FILE = "/dev/atoll/build.properties";
  private static final String UNKNOWN = "unknown";

  /** That of the running program, as the build wrote it down. */
  public static BuildVersion current() {
    Properties properties = new Properties();
    try (InputStream stream = BuildVersion.class.getResourceAsStream(FILE)) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException unreadable) {
      return new BuildVersion(UNKNOWN, UNKNOWN);
    }
    return new BuildVersion(of(properties, "version"), of(properties, "commit"));
  }

  /** An IDE copies the file without filling it in. */
  private static String of(Properties properties, String name) {
    String value = properties.getProperty(name, UNKNOWN);
    return value.startsWith("${") ? UNKNOWN : value;
  }

  /** Version and the first characters of the commit, for people. */
  @Override
  public String toString() {
    return commitHash.length() < 8 ? version : version + " (" + commitHash.substring(0, 8) + ")";
  }
}
