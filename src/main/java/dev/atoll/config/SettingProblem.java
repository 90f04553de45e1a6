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

  /** Enough to recognise a value by. */
  private static final int LONGEST_VALUE = 200;

  /** The problem as one line; a long value is cut, and nothing in it reaches a terminal as a command. */
  @Override
  public String toString() {
    String given =
        value.map(text -> " = " + (text.isEmpty() ? "(empty)" : shown(text))).orElse("");
    return shown(key) + given + " (" + origin + "): " + expected;
  }

  /** What is wrong may be a URL that cannot be read as one: whatever stands before its last {@code @} may be a password. */
  private static String withoutLogin(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return text;
    }
    int scheme = text.indexOf("://");
    int login = scheme >= 0 && scheme < at ? scheme + 3 : 0;
    return text.substring(0, login) + "***" + text.substring(at);
  }

  private static String shown(String text) {
    String line = withoutLogin(text).replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
  }
}
