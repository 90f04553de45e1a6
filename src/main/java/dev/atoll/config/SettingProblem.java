package dev.atoll.config;

import java.util.Optional;

/**
 * One thing that is wrong with the settings.
 *
 * @param key full key, or what stands in its place (a file's name) where no key is at fault
 * @param value what was given, {@code ***} for a secret; empty where the value is not what is wrong
 * @param expected what would have been right
 * @param origin where it was given, in words
 */
public record SettingProblem(String key, Optional<String> value, String expected, String origin) {

  /** The problem as one line. */
  @Override
  public String toString() {
    String given =
        value.map(text -> " = " + (text.isEmpty() ? "(empty)" : text)).orElse("");
    return key + given + " (" + origin + "): " + expected;
  }
}
