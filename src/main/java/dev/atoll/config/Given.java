package dev.atoll.config;

import java.util.List;
import java.util.Map;

/**
 * A value as somebody wrote it.
 *
 * @param value its shape and text
 * @param origin where it was written, in words: a file and line, a variable, a flag
 */
record Given(Value value, String origin) {

  /** The shapes a value may be written in. */
  sealed interface Value {}

  /** One text. */
  record One(String text) implements Value {}

  /** A list of texts, as YAML has it. */
  record Many(List<String> items) implements Value {
    Many {
      items = List.copyOf(items);
    }
  }

  /**
   * A list of entries that have keys of their own.
   *
   * @param items for each what was given by full key, such as {@code rules[0].use}
   */
  record Entries(List<Map<String, Given>> items) implements Value {
    Entries {
      items = List.copyOf(items);
    }
  }

  static Given one(String text, String origin) {
    return new Given(new One(text), origin);
  }
}
