package dev.atoll.config;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads one value of one type from its text.
 *
 * @param expected what a right text is, in words
 * @param read the value of a text; any IllegalArgumentException means that the text is not right
 */
record LeafReader(String expected, Function<String, Object> read) {
  /** Java itself would take NaN, 0x1p3 and 5d as well. */
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

  private static final Map<Class<?>, LeafReader> READERS = Map.of(
      String.class, new LeafReader("a text", text -> text),
      int.class, new LeafReader("a whole number", Integer::valueOf),
      double.class, new LeafReader("a number", LeafReader::number),
      boolean.class, new LeafReader("true or false", LeafReader::truth),
      Duration.class, new LeafReader("a duration such as 250ms, 2s, 5m or 1h", Durations::parse),
      ByteSize.class, new LeafReader("a size such as 512, 64KiB or 1MiB", ByteSize::parse),
      URI.class, new LeafReader("a URL", URI::create),
      SecretUrl.class, new LeafReader("a URL", text -> new SecretUrl(URI.create(text))),
      Secret.class, new LeafReader("a secret", Secret::new));

  static boolean reads(Class<?> type) {
    return type.isEnum() || READERS.containsKey(type);
  }

  static LeafReader of(Class<?> type) {
    if (type.isEnum()) {
      return choice(type);
    }
    LeafReader reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalStateException("settings cannot hold a " + type.getName());
    }
    return reader;
  }

  private static LeafReader choice(Class<?> type) {
    Map<String, Object> choices = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      choices.put(SettingKey.word((Enum<?>) constant), constant);
    }
    return new LeafReader("one of " + String.join(", ", choices.keySet()), text -> {
      Object choice = choices.get(text);
      if (choice == null) {
        throw new IllegalArgumentException(text);
      }
      return choice;
    });
  }

  private static Double number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Double.valueOf(text);
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
