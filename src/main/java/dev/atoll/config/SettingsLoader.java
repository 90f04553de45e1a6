package dev.atoll.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers settings from where they are written, and checks them. */
public final class SettingsLoader {
  private final SettingKeys keys = new SettingKeys(AtollSettings.class);
  private final Map<String, Given> defaults = PackagedSettings.values();
  private final Map<String, Given> given = new LinkedHashMap<>();
  private final List<SettingProblem> problems = new ArrayList<>();

  private SettingsLoader() {}

  static AtollSettings of(Map<String, String> values) {
    SettingsLoader loader = new SettingsLoader();
    values.forEach((key, text) -> loader.put(key, Given.one(text, "given by the program")));
    return loader.bind();
  }

  private void put(String key, Given value) {
    if (keys.find(key).isEmpty()) {
      String meant =
          keys.nearest(key).map(near -> ", did you mean " + near + "?").orElse("");
      problems.add(
          new SettingProblem(key, Optional.empty(), "no such key" + meant, value.origin()));
      return;
    }
    given.put(key, value);
  }

  private AtollSettings bind() {
    Optional<AtollSettings> settings =
        new RecordBinder(given, defaults, problems::add).bind(AtollSettings.class);
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
    return settings.orElseThrow();
  }
}
