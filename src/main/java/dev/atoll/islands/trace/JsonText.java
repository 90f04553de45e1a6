package dev.atoll.islands.trace;

/** JSON as text of ASCII only, so that its length is its size in bytes. */
final class JsonText {
  private static final String HEX = "0123456789abcdef";
  private final StringBuilder text = new StringBuilder();

  int length() {
    return text.length();
  }

  JsonText append(JsonText other) {
    text.append(other.text);
    return this;
  }

  /** Adds punctuation, names and values that are JSON already. */
  JsonText raw(String json) {
    text.append(json);
    return this;
  }

  /** Starts another element, unless what was written last is this opening bracket. */
  JsonText next(char opening) {
    if (text.length() > 0 && text.charAt(text.length() - 1) != opening) {
      text.append(',');
    }
    return this;
  }

  JsonText string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        text.append(c);
      } else {
        escape(c);
      }
    }
    text.append('"');
    return this;
  }

  JsonText number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return string(Double.toString(value));
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      text.append((long) value);
    } else {
      text.append(value);
    }
    return this;
  }

  private void escape(char c) {
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(HEX.charAt(c >> shift & 15));
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
