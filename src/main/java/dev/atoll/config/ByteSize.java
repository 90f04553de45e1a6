package dev.atoll.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written {@code 512}, {@code 64KiB} or {@code 1MiB} in settings.
 *
 * @param bytes how many
 */
public record ByteSize(int bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,10})(KiB|MiB|)");
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /**
   * Reads a size as settings write it.
   *
   * @throws IllegalArgumentException when it is written otherwise or over 2 GiB
   */
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long bytes = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(text);
    }
    return new ByteSize((int) bytes);
  }

  private static int unit(String name) {
    return switch (name) {
      case "KiB" -> KIB;
      case "MiB" -> MIB;
      default -> 1;
    };
  }

  /** As settings write it, in the largest unit that is exact. */
  @Override
  public String toString() {
    if (bytes % KIB != 0 || bytes == 0) {
      return Integer.toString(bytes);
    }
    return bytes % MIB == 0 ? bytes / MIB + "MiB" : bytes / KIB + "KiB";
  }
}
