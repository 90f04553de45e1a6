package dev.atoll.config;

import java.util.List;

/**
 * A value as somebody wrote it.
 *
 * @param value its shape and text
 * @param origin where it was written, in words: a file and line, a variable, a flag
 */
record Given(Value value, String origin) {

  /** The two shapes a value may be written in. */
  sealed interface Value {}

  /** One text. */
  record One(String text) implements Value {}

  /** A list of texts, as YAML has it. */
  record Many(List<String> items) implements Value {
    Many {
      items = List.copyOf(items);
    }
  }

  static Given one(String text, String origin) {
    return new Given(new One(text), origin);
  }
}
