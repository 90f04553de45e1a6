package dev.atoll.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From so many to so many, both included.
 *
 * @param least at least 0
 * @param most not less than {@code least}
 */
public record SizeRange(int least, int most) {
  private static final Pattern TEXT = Pattern.compile("(\\d{0,6})(\\.\\.)?(\\d{0,6})");

  /** @throws IllegalArgumentException when it ends before it begins */
  public SizeRange {
    if (least < 0 || most < least) {
      throw new IllegalArgumentException("ends before it begins");
    }
  }

  /**
   * Reads {@code 1..8}, {@code 9..}, {@code ..8} or {@code 8}.
   *
   * @throws IllegalArgumentException when it is not like that
   */
  public static SizeRange parse(String text) {
    Matcher parts = TEXT.matcher(text.replace(" ", ""));
    if (!parts.matches() || (parts.group(1) + parts.group(3)).isEmpty()) {
      throw new IllegalArgumentException(text);
    }
    int least = parts.group(1).isEmpty() ? 0 : Integer.parseInt(parts.group(1));
    if (parts.group(2) == null) {
      return new SizeRange(least, least);
    }
    return new SizeRange(
        least, parts.group(3).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(parts.group(3)));
  }

  /** Whether it is in between. */
  public boolean contains(int size) {
    return size >= least && size <= most;
  }

  @Override
  public String toString() {
    return most == Integer.MAX_VALUE ? least + ".." : least + ".." + most;
  }
}
