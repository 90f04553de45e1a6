package dev.atoll.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a list of records. Their components are texts, optional or lists, since an entry has no defaults: what it leaves out is
 * empty. What is wrong in an entry is told with its number, and the entry is left out.
 */
final class EntriesReader {
  private final SettingKey key;
  private final Consumer<SettingProblem> problems;

  EntriesReader(SettingKey key, Consumer<SettingProblem> problems) {
    this.key = key;
    this.problems = problems;
  }

  /** The entries that are right. */
  List<Object> read(Given given) {
    List<Object> read = new ArrayList<>();
    List<Map<String, Given>> entries = entries(given);
    for (int i = 0; i < entries.size(); i++) {
      entry(key.entry(i), entries.get(i), given.origin()).ifPresent(read::add);
    }
    return List.copyOf(read);
  }

  private List<Map<String, Given>> entries(Given given) {
    if (given.value() instanceof Given.Entries entries) {
      return entries.items();
    }
    if (given.value() instanceof Given.One one && !one.text().isEmpty()) {
      return parsed(one.text(), given.origin());
    }
    if (given.value() instanceof Given.Many many && !many.items().isEmpty()) {
      wrong(
          key.name(), "expected a list of entries with keys, such as " + example(), given.origin());
    }
    return List.of();
  }

  /** A variable or a flag holds the list as YAML. */
  private List<Map<String, Given>> parsed(String text, String origin) {
    Map<String, Given> values = YamlReader.read(origin, key.name() + ": " + text, problems);
    Given given = values.get(key.name());
    if (given != null && given.value() instanceof Given.Entries entries) {
      return entries.items();
    }
    if (given == null || !given.value().equals(new Given.Many(List.of()))) {
      wrong(key.name(), "expected a list of entries with keys, such as " + example(), origin);
    }
    return List.of();
  }

  private Optional<Object> entry(String name, Map<String, Given> given, String origin) {
    SettingKeys keys = new SettingKeys(key.type(), name);
    Map<String, Given> absent = new HashMap<>();
    keys.names().forEach(each -> absent.put(each, Given.one("", origin)));
    Map<String, Given> known = new HashMap<>(given);
    known.keySet().retainAll(keys.names());
    given.forEach((each, value) -> {
      if (keys.find(each).isEmpty() && !(keys.isPart(each) && isEmpty(value))) {
        unknown(each, value, keys);
      }
    });
    return new RecordBinder(known, absent, problems).bindEntry(key.type(), name);
  }

  private static boolean isEmpty(Given value) {
    return value.value().equals(new Given.One(""));
  }

  private void unknown(String name, Given value, SettingKeys keys) {
    String meant = Similarity.nearest(name, new ArrayList<>(keys.names()))
        .map(near -> ", did you mean " + near + "?")
        .orElse("");
    wrong(name, "no such key" + meant, value.origin());
  }

  private String example() {
    return "- " + new SettingKeys(key.type(), "").names().iterator().next() + ": …";
  }

  private void wrong(String name, String expected, String origin) {
    problems.accept(new SettingProblem(name, Optional.empty(), expected, origin));
  }
}
