package dev.atoll.config;

import java.util.Objects;

/** A setting that does not hold: the key within its part, its value, and what was expected. */
public final class SettingException extends RuntimeException {
  private final String key;
  private final String value;
  private final String expected;

  /**
   * @param key name within its part, as written in the file, e.g. {@code join-distance}
   * @param value what was given; never a secret
   * @param expected what would have been right
   */
  public SettingException(String key, Object value, String expected) {
    super(key + ": " + value + " is not " + expected);
    this.key = key;
    this.value = Objects.toString(value);
    this.expected = expected;
  }

  /** Name within its part. */
  public String key() {
    return key;
  }

  /** What was given. */
  public String value() {
    return value;
  }

  /** What would have been right. */
  public String expected() {
    return expected;
  }
}
