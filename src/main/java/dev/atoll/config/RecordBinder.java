package dev.atoll.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes records of given values, by the names of their components. What is wrong is told, replaced by its default,
 * and binding goes on, so that one pass finds everything.
 */
final class RecordBinder {
  private final Map<String, Given> given;
  private final Map<String, Given> defaults;
  private final Consumer<SettingProblem> problems;
  private boolean mending = true;

  /**
   * @param given what counts for each key; a key that is absent has its default
   * @param defaults a right value for every key
   * @param problems told what is wrong
   */
  RecordBinder(
      Map<String, Given> given, Map<String, Given> defaults, Consumer<SettingProblem> problems) {
    this.given = given;
    this.defaults = defaults;
    this.problems = problems;
  }

  /** The record, or nothing when a problem was told that no default could mend. */
  <R extends Record> Optional<R> bind(Class<R> type) {
    return bind(type, "").map(type::cast);
  }

  private Optional<Object> bind(Class<?> type, String part) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    boolean whole = true;
    for (int i = 0; i < components.length; i++) {
      Optional<Object> value = value(part, components[i]);
      whole &= value.isPresent();
      values[i] = value.orElse("");
    }
    return whole ? construct(type, part, values) : Optional.empty();
  }

  private Optional<Object> value(String part, RecordComponent component) {
    Class<?> type = component.getType();
    if (SettingKeys.isPart(type)) {
      return bind(type, SettingKey.join(part, SettingKey.kebab(component.getName())));
    }
    SettingKey key = SettingKey.of(part, component);
    return Optional.of(key.shape() == SettingKey.Shape.ENTRIES ? entries(key) : leaf(key));
  }

  private Object entries(SettingKey key) {
    return new EntriesReader(key, problems).read(given(key.name()));
  }

  /** The record of one entry of a list: without defaults nothing that is wrong can be mended, and the first of it is told. */
  Optional<Object> bindEntry(Class<?> type, String part) {
    mending = false;
    return bind(type, part);
  }

  private Object leaf(SettingKey key) {
    Given written = given(key.name());
    try {
      return read(key, written.value());
    } catch (IllegalArgumentException unreadable) {
      String expected = "expected " + LeafReader.of(key.type()).expected();
      problems.accept(new SettingProblem(
          key.name(), Optional.of(shown(key, written.value())), expected, written.origin()));
      return byDefault(key);
    }
  }

  private Optional<Object> construct(Class<?> type, String part, Object[] values) {
    Set<String> replaced = new HashSet<>();
    while (true) {
      try {
        return Optional.of(create(type, values));
      } catch (SettingException wrong) {
        String name = SettingKey.join(part, wrong.key());
        boolean mended = replaced.add(name)
            ? tell(wrong, name) && mending && replace(type, part, name, values)
            : replaceOther(type, part, wrong.key(), values);
        if (!mended) {
          return Optional.empty();
        }
      }
    }
  }

  private boolean tell(SettingException wrong, String name) {
    problems.accept(new SettingProblem(
        name, Optional.of(wrong.value()), "expected " + wrong.expected(), origin(name)));
    return true;
  }

  private boolean replace(Class<?> type, String part, String name, Object[] values) {
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      SettingKey key = SettingKey.of(part, components[i]);
      if (key.name().equals(name) && !SettingKeys.isPart(components[i].getType())) {
        values[i] = byDefault(key);
        return true;
      }
    }
    return false;
  }

  /** Where a key's default does not go together with another key's value, which is told with it, that one gets its default too. */
  private boolean replaceOther(Class<?> type, String part, String wrong, Object[] values) {
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (!SettingKeys.isPart(components[i].getType())) {
        Object value = values[i];
        values[i] = byDefault(SettingKey.of(part, components[i]));
        if (!faults(type, values, wrong)) {
          return true;
        }
        values[i] = value;
      }
    }
    return false;
  }

  private static boolean faults(Class<?> type, Object[] values, String key) {
    try {
      create(type, values);
      return false;
    } catch (SettingException fault) {
      return fault.key().equals(key);
    }
  }

  private static Object create(Class<?> type, Object[] values) {
    Class<?>[] types = Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getType)
        .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof SettingException wrong) {
        throw wrong;
      }
      throw new IllegalStateException(type.getName(), thrown.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type.getName(), impossible);
    }
  }

  private static Object read(SettingKey key, Given.Value value) {
    if (key.shape() == SettingKey.Shape.ENTRIES) {
      return List.of();
    }
    LeafReader reader = LeafReader.of(key.type());
    if (key.shape() == SettingKey.Shape.LIST) {
      return items(value).stream().map(reader.read()).toList();
    }
    if (!(value instanceof Given.One one)) {
      throw new IllegalArgumentException("a list");
    }
    if (key.shape() == SettingKey.Shape.OPTIONAL) {
      return one.text().isEmpty() ? Optional.empty() : Optional.of(reader.read().apply(one.text()));
    }
    return reader.read().apply(one.text());
  }

  private static List<String> items(Given.Value value) {
    if (value instanceof Given.Many many) {
      return many.items();
    }
    if (!(value instanceof Given.One one)) {
      throw new IllegalArgumentException("a list of entries");
    }
    return Arrays.stream(one.text().split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static String shown(SettingKey key, Given.Value value) {
    if (key.secret()) {
      return "***";
    }
    if (value instanceof Given.One one) {
      return one.text();
    }
    return value instanceof Given.Many many ? many.items().toString() : "a list of entries";
  }

  private Object byDefault(SettingKey key) {
    return read(key, present(defaults, key.name()).value());
  }

  private Given given(String name) {
    Given written = given.get(name);
    return written == null ? present(defaults, name) : written;
  }

  private String origin(String name) {
    return given.containsKey(name) || defaults.containsKey(name) ? given(name).origin() : "all";
  }

  private static Given present(Map<String, Given> values, String name) {
    Given value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("conf/atoll.yaml has no " + name);
    }
    return value;
  }
}
