package dev.atoll.config;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All keys of a record of settings and of the records in it (its parts), in their order. */
final class SettingKeys {
  private final Map<String, SettingKey> keys = new LinkedHashMap<>();
  private final Set<String> parts = new LinkedHashSet<>();

  SettingKeys(Class<? extends Record> root) {
    this(root, "");
  }

  /** Those of a record that is a part of that name. */
  SettingKeys(Class<?> root, String part) {
    collect(root, part);
  }

  private void collect(Class<?> type, String part) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = SettingKey.join(part, SettingKey.kebab(component.getName()));
      if (isPart(component.getType())) {
        parts.add(name);
        collect(component.getType(), name);
      } else {
        keys.put(name, SettingKey.of(part, component));
      }
    }
  }

  /** A record is a part, unless it is one of the leaf types. */
  static boolean isPart(Class<?> type) {
    return type.isRecord() && !LeafReader.reads(type);
  }

  Collection<SettingKey> all() {
    return keys.values();
  }

  boolean isPart(String name) {
    return parts.contains(name);
  }

  Optional<SettingKey> find(String name) {
    return Optional.ofNullable(keys.get(name));
  }

  Set<String> names() {
    return keys.keySet();
  }

  Set<String> parts() {
    return parts;
  }

  /** An example of what may stand below a part. */
  String firstBelow(String part) {
    return keys.keySet().stream()
        .filter(name -> name.startsWith(part + "."))
        .findFirst()
        .orElse("");
  }
}
