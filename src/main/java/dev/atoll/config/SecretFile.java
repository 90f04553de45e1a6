package dev.atoll.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that holds nothing but a secret, white space around it apart. */
final class SecretFile {
  private SecretFile() {}

  /** Whether there is such a file and this process may read it. */
  static boolean isReadable(String file) {
    try {
      Path path = Path.of(file);
      return Files.isReadable(path) && !Files.isDirectory(path);
    } catch (InvalidPathException nonsense) {
      return false;
    }
  }

  /**
   * @param key of the setting that names the file, for the error
   * @throws SettingException when it cannot be read or is empty
   */
  static Secret read(String key, String file) {
    try {
      String text = Files.readString(Path.of(file)).strip();
      Check.require(key, !text.isEmpty(), file, "a file with a secret in it, this one is empty");
      return new Secret(text);
    } catch (IOException | InvalidPathException unreadable) {
      throw new SettingException(key, file, "a file that can be read");
    }
  }
}
