package dev.atoll.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One key of the settings: a leaf of the records.
 *
 * @param name full key, as files and flags write it: {@code rooms.handshake-timeout}
 * @param type what one value of it is bound to
 * @param shape how many values it has
 */
record SettingKey(String name, Class<?> type, Shape shape) {
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /** How many values a key has. */
  enum Shape {
    ONE,
    OPTIONAL,
    LIST,
    /** A list of records, each with keys of its own. */
    ENTRIES
  }

  static SettingKey of(String part, RecordComponent component) {
    String name = join(part, kebab(component.getName()));
    Class<?> type = component.getType();
    if (type == Optional.class) {
      return new SettingKey(name, argument(component), Shape.OPTIONAL);
    }
    return type == List.class
        ? list(name, argument(component))
        : new SettingKey(name, type, Shape.ONE);
  }

  private static SettingKey list(String name, Class<?> item) {
    return new SettingKey(name, item, SettingKeys.isPart(item) ? Shape.ENTRIES : Shape.LIST);
  }

  /** Full key of one of its entries, the first being 0. */
  String entry(int index) {
    return name + "[" + index + "]";
  }

  /** Environment variable of this key: {@code ATOLL_ROOMS_HANDSHAKE_TIMEOUT}. */
  String variable() {
    return "ATOLL_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** Whether its text as it was written must not be shown. */
  boolean secret() {
    return type == Secret.class || type == SecretUrl.class;
  }

  static String join(String part, String key) {
    return part.isEmpty() ? key : part + "." + key;
  }

  /** A component's name as settings write it: {@code joinDistance} is {@code join-distance}. */
  static String kebab(String name) {
    return HUMP.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  /** A constant as settings write it: its own word, else {@code EVENT_LOOP} is {@code event-loop}. */
  static String word(Enum<?> constant) {
    if (constant instanceof Worded worded) {
      return worded.word();
    }
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Class<?> argument(RecordComponent component) {
    Type argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    return (Class<?>) argument;
  }
}
