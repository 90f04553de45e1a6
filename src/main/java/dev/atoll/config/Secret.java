package dev.atoll.config;

/**
 * A value that must not be seen: it never prints itself.
 *
 * @param value the secret as it is
 */
public record Secret(String value) {

  @Override
  public String toString() {
    return "***";
  }
}
