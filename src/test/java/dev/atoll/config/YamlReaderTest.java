package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  private final List<SettingProblem> problems = new ArrayList<>();

  @Test
  void values_have_full_keys_and_know_their_lines() {
    Map<String, Given> values = read("""
        # first
        http:
          port: 0080
          trusted-proxies: [ 10.0.0.0/8, '::1' ]
        rooms:
          open: false
          secret:
        """);

    assertThat(values)
        .containsEntry("http.port", Given.one("0080", "my.yaml line 3"))
        .containsEntry(
            "http.trusted-proxies",
            new Given(new Given.Many(List.of("10.0.0.0/8", "::1")), "my.yaml line 4"))
        .containsEntry("rooms.open", Given.one("false", "my.yaml line 6"))
        .containsEntry("rooms.secret", Given.one("", "my.yaml line 7"));
    assertThat(problems).isEmpty();
  }

  @Test
  void a_key_may_be_written_in_full() {
    Map<String, Given> values = read("http.port: 1");

    assertThat(values).containsOnlyKeys("http.port");
  }

  @Test
  void an_empty_file_holds_nothing() {
    assertThat(read("")).isEmpty();
    assertThat(read("\n\n# nothing yet\n")).isEmpty();
    assertThat(read("---\n...\n")).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void a_part_without_content_is_an_empty_value() {
    assertThat(read("http:\nrooms: {}\n")).containsOnlyKeys("http");
    assertThat(problems).isEmpty();
  }

  @Test
  void a_root_that_is_not_a_map_is_refused() {
    read("- http\n- rooms\n");

    assertProblem("my.yaml (line 1): expected keys with values");
  }

  @Test
  void a_plain_text_is_refused() {
    read("port 8080");

    assertProblem("my.yaml (line 1): expected keys with values");
  }

  @Test
  void a_key_given_twice_is_refused() {
    read("http:\n  port: 1\n  port: 2\n");

    assertProblem("http.port (my.yaml line 3): given twice");
  }

  @Test
  void a_key_given_twice_in_two_forms_is_refused() {
    read("http.port: 1\nhttp:\n  port: 2\n");

    assertProblem("http.port (my.yaml line 3): given twice");
  }

  @Test
  void a_tab_is_told_with_its_line_and_without_an_excerpt() {
    read("rooms:\n\tsecret: hunter2\n");

    assertProblem("my.yaml (line 2): is not YAML: ");
    assertThat(problems.get(0).toString()).contains("TAB").doesNotContain("hunter2");
  }

  @Test
  void a_broken_line_is_told_without_an_excerpt() {
    read("rooms:\n  secret: \"hunter2\n  max: 3\n");

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).toString()).contains("is not YAML").doesNotContain("hunter2");
  }

  @Test
  void an_alias_is_refused_so_that_no_bomb_can_grow() {
    StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c < 'k'; c++) {
      bomb.append("%c: &%c [*%c, *%c, *%c, *%c]\n".formatted(c, c, c - 1, c - 1, c - 1, c - 1));
    }

    Map<String, Given> values = read(bomb.toString());

    assertThat(values).hasSize(10);
    assertThat(problems).hasSize(9);
    assertThat(problems.get(0).toString()).contains("b (my.yaml line 2): YAML aliases");
  }

  @Test
  void an_abyss_of_maps_is_refused() {
    read("{a: ".repeat(5000) + "1" + "}".repeat(5000));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).toString()).contains("is not YAML: ");
  }

  @Test
  void a_list_of_maps_has_entries_with_numbered_keys() {
    Map<String, Given> values = read("rules:\n  - {a: 1}\n  - b: {c: [2]}\nnode: 3\n");

    Given one = Given.one("1", "my.yaml line 2");
    Given two = new Given(new Given.Many(List.of("2")), "my.yaml line 3");
    assertThat(values.get("rules").value())
        .isEqualTo(
            new Given.Entries(List.of(Map.of("rules[0].a", one), Map.of("rules[1].b.c", two))));
    assertThat(values).containsKey("node");
    assertThat(problems).isEmpty();
  }

  @Test
  void a_list_of_maps_and_values_is_refused() {
    read("rules:\n  - {a: 1}\n  - 2\n");
    assertProblem("rules (my.yaml line 4): expected a list of plain values, or one of keys");
  }

  @Test
  void a_list_of_lists_is_refused() {
    read("rules:\n  - [1]\n");

    assertProblem("rules (my.yaml line 2): expected a list without lists in it");
  }

  @Test
  void a_second_document_is_refused() {
    read("http:\n  port: 1\n---\nhttp:\n  port: 2\n");

    assertProblem("expected one YAML document");
  }

  @Test
  void a_map_as_a_key_is_refused() {
    read("? {a: 1}\n: 2\n");

    assertProblem("is not YAML: ");
  }

  @Property(tries = 2000)
  void no_text_throws(@ForAll("yamls") String text) {
    read(text);
  }

  @Provide
  Arbitrary<String> yamls() {
    return Arbitraries.of(
            "a", "http", "port", ": ", ":", "\n", "\n  ", "\t", "- ", "[", "]", "{", "}", "&x ",
            "*x", "!!set ", "!<", "|", ">", "\"", "'", "\\", "#", "%YAML 9", "---", "...", "? ",
            "<<", ",", "\0", "\uFEFF", "\uD800", "é", "1", "~", "@", "`")
        .list()
        .ofMaxSize(25)
        .map(tokens -> String.join("", tokens));
  }

  private Map<String, Given> read(String text) {
    return YamlReader.read("my.yaml", text, problems::add);
  }

  private void assertProblem(String text) {
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).toString()).contains(text).doesNotContain("\n");
  }
}
