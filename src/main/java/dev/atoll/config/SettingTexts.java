package dev.atoll.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The values of settings as a file writes them, so that what is printed can be read again. */
final class SettingTexts {
  /** Texts that YAML reads as they stand. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/._-]([A-Za-z0-9/._:@%+?=&-]*[A-Za-z0-9/._=-])?");

  private static final Pattern YAML_WORD = Pattern.compile("(?i)null|~|[-.]+");
  private static final Pattern PASSWORD = Pattern.compile("(?<=://)[^/@]*(?=@)");

  private static final Set<String> UNSET = Set.of("", "[]", "{}");

  private final Map<String, String> texts = new LinkedHashMap<>();

  private SettingTexts() {}

  /** Texts by full key; secrets and the passwords of URLs are masked, what is unset has an empty text. */
  static Map<String, String> of(Record settings) {
    SettingTexts result = new SettingTexts();
    result.collect("", settings);
    return result.texts;
  }

  private void collect(String part, Record settings) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = value(settings, component);
      if (value instanceof Record inner && SettingKeys.isPart(value.getClass())) {
        collect(SettingKey.join(part, SettingKey.kebab(component.getName())), inner);
      } else {
        texts.put(SettingKey.of(part, component).name(), text(value));
      }
    }
  }

  private static Object value(Record settings, RecordComponent component) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(component.getName(), impossible);
    }
  }

  private static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(SettingTexts::text).orElse("");
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SettingTexts::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Record entry && SettingKeys.isPart(value.getClass())) {
      return entry(entry);
    }
    return quoted(plain(value));
  }

  /** On one line, without what is unset. */
  static String entry(Record entry) {
    return Arrays.stream(entry.getClass().getRecordComponents())
        .map(component ->
            Map.entry(SettingKey.kebab(component.getName()), text(value(entry, component))))
        .filter(each -> !UNSET.contains(each.getValue()))
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String plain(Object value) {
    if (value instanceof Duration duration) {
      return Durations.print(duration);
    }
    if (value instanceof Enum<?> choice) {
      return SettingKey.word(choice);
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return Long.toString(number.longValue());
    }
    return withoutPassword(value.toString());
  }

  /** The text with the user and password of a URL in it masked. */
  static String withoutPassword(String text) {
    return PASSWORD.matcher(text).replaceAll("***");
  }

  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !YAML_WORD.matcher(text).matches()) {
      return text;
    }
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return escaped
        .chars()
        .mapToObj(c -> isReadable(c) ? Character.toString(c) : String.format("\\u%04x", c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  /** Control characters, line separators, halves of surrogate pairs and what lies above them are not. */
  private static boolean isReadable(int character) {
    return !Character.isISOControl(character)
        && character != 0x2028
        && character != 0x2029
        && character < Character.MIN_SURROGATE;
  }
}
