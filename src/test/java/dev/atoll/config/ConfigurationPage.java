package dev.atoll.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code docs/configuration.md} from the records and the comments of {@code conf/atoll.yaml}. */
final class ConfigurationPage {
  private static final Pattern LINE = Pattern.compile("(\\s*)(?:# ?(.*)|([a-z][a-z-]*):(.*))?");

  private static final String HEAD = """
      # Configuration

      <!-- Made from conf/atoll.yaml; after a change there run: %s -->

      A node needs no settings. Those it is given come from, the later winning:

      1. the packaged defaults, which are `conf/atoll.yaml` of this repository;
      2. a settings file: that of `--config FILE`, else that of the variable `ATOLL_CONFIG`, else `conf/atoll.yaml` in the working folder;
         it may hold only some of the keys;
      3. environment variables: `ATOLL_HTTP_PORT=80`;
      4. flags: `--http.port=80`.

      What is wrong is told all at once, and the node does not start. So is an unknown key in a file or flag, with the nearest known one; an unknown
      variable that begins with `ATOLL_` only warns. `scripts/atoll check-config` checks without starting, `scripts/atoll print-config` prints what counts
      and where each value came from; both take the same flags.

      Durations are written `250ms`, `2s`, `5m` or `1h`, sizes `512`, `64KiB` or `1MiB`. A list is a YAML list, or separated by commas in a variable or
      flag. An empty value unsets what may be unset.
      """;

  private final Map<String, String> comments = new LinkedHashMap<>();
  private final SettingKeys keys = new SettingKeys(AtollSettings.class);

  ConfigurationPage(String yaml) {
    Deque<String> parts = new ArrayDeque<>();
    List<String> comment = new ArrayList<>();
    for (String line : yaml.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || line.isBlank()) {
        comment.clear();
      } else if (matcher.group(2) != null) {
        comment.add(matcher.group(2).strip());
      } else {
        int depth = matcher.group(1).length() / 2;
        while (parts.size() > depth) {
          parts.removeLast();
        }
        parts.addLast(matcher.group(3));
        comments.put(String.join(".", parts), String.join(" ", comment));
        comment.clear();
      }
    }
  }

  /** What the file says of a key or part, empty when it says nothing. */
  String comment(String key) {
    return comments.getOrDefault(key, "");
  }

  String text(String command) {
    StringBuilder page = new StringBuilder(HEAD.formatted(command));
    String part = "";
    for (SettingKey key : keys.all()) {
      if (key.shape() == SettingKey.Shape.ENTRIES) {
        page.append(list(key));
        continue;
      }
      String own = key.name().substring(0, key.name().lastIndexOf('.'));
      if (!own.equals(part)) {
        part = own;
        page.append("\n## ").append(part).append("\n\n").append(comment(part)).append("\n\n");
        page.append("| key and variable | default | value | meaning |\n|---|---|---|---|\n");
      }
      page.append(row(key));
    }
    return page.toString();
  }

  private String list(SettingKey key) {
    StringBuilder section = new StringBuilder("\n## " + key.name() + "\n\n");
    section.append(comment(key.name())).append("\n\n");
    section
        .append("Variable `")
        .append(key.variable())
        .append("` (the list as YAML). Keys of an entry:\n\n");
    section.append("| key | value |\n|---|---|\n");
    for (SettingKey inside : new SettingKeys(key.type(), "").all()) {
      section.append("| `%s` | %s |\n".formatted(inside.name(), value(inside)));
    }
    return section.toString();
  }

  private String row(SettingKey key) {
    Given given = Optional.ofNullable(PackagedSettings.values().get(key.name())).orElseThrow();
    String text =
        given.value() instanceof Given.One one ? one.text() : String.join(", ", items(given));
    return "| `%s`<br>`%s` | %s | %s | %s |%n"
        .formatted(
            key.name(),
            key.variable(),
            text.isEmpty() ? "" : "`" + text + "`",
            value(key),
            comment(key.name()))
        .replace("\r", "");
  }

  private static List<String> items(Given given) {
    return ((Given.Many) given.value()).items();
  }

  private static String value(SettingKey key) {
    String one = LeafReader.of(key.type()).expected();
    return switch (key.shape()) {
      case ONE -> one;
      case OPTIONAL -> one + ", or unset";
      case LIST, ENTRIES -> "a list, each " + one;
    };
  }
}
