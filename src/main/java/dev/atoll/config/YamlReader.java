package dev.atoll.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a settings file into full keys and their values. Token by token, so that aliases are seen and refused instead
 * of being expanded, and every value knows its line.
 */
final class YamlReader {
  /** Settings are two or three parts deep; a file that is deeper than this is not one of ours. */
  private static final int DEEPEST = 20;

  private static final YAMLFactory FACTORY = YAMLFactory.builder()
      .streamReadConstraints(
          StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
      .build();

  private final String file;
  private final YAMLParser parser;
  private final Consumer<SettingProblem> problems;
  private Map<String, Given> values = new LinkedHashMap<>();
  private final Set<String> told = new HashSet<>();

  private YamlReader(String file, YAMLParser parser, Consumer<SettingProblem> problems) {
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * @param file its name, for origins
   * @param text its content
   * @param problems told what cannot be read; nothing counts of a file that is not YAML
   * @return values by full key, in the file's order; a part without content is there with an empty value
   */
  static Map<String, Given> read(String file, String text, Consumer<SettingProblem> problems) {
    try (YAMLParser parser = FACTORY.createParser(text)) {
      YamlReader reader = new YamlReader(file, parser, problems);
      reader.read();
      return reader.values;
    } catch (JsonProcessingException wrong) {
      problems.accept(notYaml(file, wrong));
    } catch (IOException impossible) {
      throw new IllegalStateException("a text cannot fail to be read", impossible);
    }
    return Map.of();
  }

  private void read() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || (first.isScalarValue() && parser.getText().isEmpty())) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      wrong(file, "expected keys with values, such as http: and below it port: 8080");
      return;
    }
    part("");
    if (parser.nextToken() != null) {
      wrong(file, "expected one YAML document, here begins a second");
    }
  }

  private void part(String part) throws IOException {
    Set<String> names = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String key = SettingKey.join(part, name);
      String origin = file + at(parser.currentTokenLocation().getLineNr());
      if (!names.add(name)) {
        wrong(key, "given twice");
      }
      value(key, origin);
    }
  }

  private void value(String key, String origin) throws IOException {
    switch (parser.nextToken()) {
      case START_OBJECT -> part(key);
      case START_ARRAY -> put(key, new Given(list(key), origin));
      default -> put(key, Given.one(text(key), origin));
    }
  }

  private Given.Value list(String key) throws IOException {
    List<String> items = new ArrayList<>();
    List<Map<String, Given>> entries = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> entries.add(entry(key + "[" + entries.size() + "]"));
        case START_ARRAY -> {
          wrong(key, "expected a list without lists in it");
          parser.skipChildren();
        }
        default -> items.add(text(key));
      }
    }
    if (!items.isEmpty() && !entries.isEmpty()) {
      wrong(key, "expected a list of plain values, or one of keys with values");
    }
    return entries.isEmpty() ? new Given.Many(items) : new Given.Entries(entries);
  }

  /** What is given in one entry of a list. */
  private Map<String, Given> entry(String key) throws IOException {
    Map<String, Given> outside = values;
    values = new LinkedHashMap<>();
    part(key);
    Map<String, Given> inside = values;
    values = outside;
    return inside;
  }

  private String text(String key) throws IOException {
    if (parser.isCurrentAlias()) {
      wrong(key, "YAML aliases (*name) are not supported here, write the value");
    }
    return parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  private void put(String key, Given value) {
    if (values.putIfAbsent(key, value) != null) {
      wrong(key, "given twice");
    }
  }

  private void wrong(String key, String expected) {
    if (told.add(key + expected)) {
      int line = parser.currentTokenLocation().getLineNr();
      // a file that is wrong as a whole stands in the key's place, and is not named twice
      String origin = key.equals(file) ? inFile(line) : file + at(line);
      problems.accept(new SettingProblem(key, Optional.empty(), expected, origin));
    }
  }

  private static String at(int line) {
    return line > 0 ? " line " + line : "";
  }

  private static String inFile(int line) {
    return line > 0 ? "line " + line : "settings file";
  }

  /** In the parser's words, but without its excerpt of the file, which could hold a secret. */
  private static SettingProblem notYaml(String file, JsonProcessingException wrong) {
    String reason = wrong.getOriginalMessage().lines().findFirst().orElse("");
    int line = wrong.getLocation() == null ? 0 : wrong.getLocation().getLineNr();
    if (wrong.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      reason = marked.getProblem();
      line = marked.getProblemMark().getLine() + 1;
    }
    return new SettingProblem(file, Optional.empty(), "is not YAML: " + reason, inFile(line));
  }
}
