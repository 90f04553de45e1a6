package dev.atoll.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers settings from where they are written, and checks them. */
public final class SettingsLoader {
  private static final String CONFIG_FLAG = "config";
  private static final Pattern FLAG = Pattern.compile("--([^=]*)(=(.*))?", Pattern.DOTALL);

  /** Read-only once made, as the packaged values are. */
  private static final SettingKeys KEYS = new SettingKeys(AtollSettings.class);

  private final Map<String, Given> defaults = PackagedSettings.values();
  private final Map<String, Given> given = new LinkedHashMap<>();
  private final List<SettingProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private SettingsLoader() {}

  /**
   * Reads all sources.
   *
   * @throws InvalidSettingsException with everything that is wrong in any of them
   */
  public static LoadedSettings load(SettingsSources sources) {
    SettingsLoader loader = new SettingsLoader();
    SettingsFile.of(sources).ifPresent(loader::readFile);
    loader.readEnvironment(sources.environment());
    sources.flags().forEach(loader::readFlag);
    return loader.loaded(loader.bind());
  }

  /** The file among these sources, whether it can be read or not; none when none is chosen and none lies where it is looked for. */
  public static Optional<Path> file(SettingsSources sources) {
    return SettingsFile.of(sources).map(SettingsFile::path);
  }

  static AtollSettings of(Map<String, String> values) {
    SettingsLoader loader = new SettingsLoader();
    values.forEach((key, text) -> loader.put(key, Given.one(text, "given by the program"), ""));
    return loader.bind();
  }

  private void readFile(SettingsFile file) {
    Map<String, Given> values = file.read(problems::add);
    if (values.isEmpty() && problems.isEmpty()) {
      warnings.add(file.name() + " holds no settings, the defaults count");
    }
    values.forEach((key, value) -> {
      if (!KEYS.isPart(key)) {
        put(key, value, "");
      } else if (!value.equals(Given.one("", value.origin()))) {
        wrong(key, "expected keys below it, such as " + KEYS.firstBelow(key), value.origin());
      }
    });
  }

  private void readEnvironment(Map<String, String> environment) {
    Map<String, String> unknown = new TreeMap<>(environment);
    unknown.keySet().removeIf(name -> !name.startsWith("ATOLL_"));
    unknown.remove(SettingsFile.VARIABLE);
    for (SettingKey key : KEYS.all()) {
      String text = unknown.remove(key.variable());
      if (text != null) {
        put(key.name(), Given.one(text, "environment variable " + key.variable()), "");
      }
    }
    if (!unknown.isEmpty()) {
      warnings.add(
          "environment variables that set nothing: " + String.join(", ", unknown.keySet()));
    }
  }

  private void readFlag(String argument) {
    Matcher flag = FLAG.matcher(argument);
    if (!flag.matches()) {
      wrong(SecretUrl.masked(argument), "expected --key=value", "command line");
      return;
    }
    String key = flag.group(1);
    String origin = "flag --" + key;
    if (flag.group(2) == null && KEYS.find(key).isPresent()) {
      wrong("--" + key, "expected a value: --" + key + "=VALUE", "command line");
      return;
    }
    put(key, Given.one(flag.group(2) == null ? "" : flag.group(3), origin), "--");
  }

  private void put(String key, Given value, String dashes) {
    if (KEYS.find(key).isPresent()) {
      given.put(key, value);
      return;
    }
    String hint = list(key).orElseGet(() -> meant(key, dashes));
    wrong(dashes + key, "no such key" + hint, dashes.isEmpty() ? value.origin() : "command line");
  }

  /** Told where a list was written as one entry without its dash. */
  private Optional<String> list(String key) {
    String parent = key.substring(0, Math.max(0, key.lastIndexOf('.')));
    return KEYS.find(parent)
        .filter(found -> found.shape() == SettingKey.Shape.ENTRIES)
        .map(found -> ": " + parent + " is a list, each entry of which begins with a dash");
  }

  private String meant(String key, String dashes) {
    List<String> candidates = new ArrayList<>(KEYS.names());
    if (!dashes.isEmpty()) {
      candidates.add(CONFIG_FLAG);
    }
    // the documentation and the first lines of a start speak of the management port
    return Similarity.nearest(key.replaceFirst("^management\\b", "operations"), candidates)
        .map(near -> ", did you mean " + dashes + near + "?")
        .orElse("");
  }

  private void wrong(String key, String expected, String origin) {
    problems.add(new SettingProblem(key, Optional.empty(), expected, origin));
  }

  private AtollSettings bind() {
    Optional<AtollSettings> settings =
        new RecordBinder(given, defaults, problems::add).bind(AtollSettings.class);
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
    return settings.orElseThrow();
  }

  private LoadedSettings loaded(AtollSettings whole) {
    warnings.addAll(RuleDoubts.of(whole));
    warnings.addAll(ClusterDoubts.of(whole.cluster()));
    return new LoadedSettings(whole, effective(whole), warnings);
  }

  private List<EffectiveSetting> effective(AtollSettings settings) {
    Map<String, String> texts = SettingTexts.of(settings);
    return KEYS.all().stream()
        .map(SettingKey::name)
        .map(key -> new EffectiveSetting(key, texts.getOrDefault(key, ""), origin(key)))
        .toList();
  }

  private String origin(String key) {
    Given value = given.get(key);
    return value == null ? "default" : value.origin();
  }
}
