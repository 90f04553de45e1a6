package dev.atoll.config;

import static java.util.Map.entry;

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

  private static final LeafReader WHOLE = new LeafReader("a whole number", Integer::valueOf);

  private static final Map<Class<?>, LeafReader> READERS = Map.ofEntries(
      entry(String.class, new LeafReader("a text", text -> text)),
      entry(int.class, WHOLE),
      entry(Integer.class, WHOLE),
      entry(double.class, new LeafReader("a number", LeafReader::number)),
      entry(boolean.class, new LeafReader("true or false", LeafReader::truth)),
      entry(
          Duration.class,
          new LeafReader("a duration such as 250ms, 2s, 5m or 1h", Durations::parse)),
      entry(ByteSize.class, new LeafReader("a size such as 512, 64KiB or 1MiB", ByteSize::parse)),
      entry(
          ParcelArea.class,
          new LeafReader(
              "parcels such as \"-10,-10..10,10\" or \"12,-40\", in a list: [\"12,-40\"]",
              ParcelArea::parse)),
      entry(SizeRange.class, new LeafReader("a range such as 1..8 or 9..", SizeRange::parse)),
      entry(URI.class, new LeafReader("a URL", URI::create)),
      entry(SecretUrl.class, new LeafReader("a URL", text -> new SecretUrl(URI.create(text)))),
      entry(Secret.class, new LeafReader("a secret", Secret::new)));

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
