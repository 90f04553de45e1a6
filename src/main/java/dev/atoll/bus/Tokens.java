package dev.atoll.bus;

import java.util.ArrayList;
import java.util.List;

/** Splits and checks subjects and patterns. */
final class Tokens {
  private Tokens() {}

  static String[] split(String name, boolean wildcards) {
    int length = name.length();
    if (length == 0 || length > Subject.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "subject has " + length + " characters, allowed are 1 to " + Subject.MAX_LENGTH);
    }
    List<String> tokens = new ArrayList<>(8);
    int start = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || name.charAt(i) == '.') {
        tokens.add(token(name, start, i, wildcards, i == length));
        start = i + 1;
      }
    }
    return tokens.toArray(String[]::new);
  }

  private static String token(String name, int start, int end, boolean wildcards, boolean last) {
    if (start == end) {
      throw new IllegalArgumentException("subject has an empty token");
    }
    boolean single = end - start == 1;
    for (int i = start; i < end; i++) {
      char c = name.charAt(i);
      boolean wildcard = c == '*' || c == '>';
      if (c <= ' ' || c > '~' || wildcard && !(wildcards && single && (c == '*' || last))) {
        throw new IllegalArgumentException("subject has a character that is not allowed at " + i);
      }
    }
    return name.substring(start, end);
  }
}
