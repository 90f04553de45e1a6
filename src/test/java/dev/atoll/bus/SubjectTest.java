package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {
  @Test
  void a_subject_is_its_tokens() {
    Subject subject = Subject.of("client-proto.peer.0xabc.heartbeat");

    assertThat(subject.name()).isEqualTo("client-proto.peer.0xabc.heartbeat");
    assertThat(subject.tokens()).containsExactly("client-proto", "peer", "0xabc", "heartbeat");
    assertThat(subject.size()).isEqualTo(4);
    assertThat(subject.token(2)).isEqualTo("0xabc");
    assertThat(subject).hasToString("client-proto.peer.0xabc.heartbeat");
  }

  @Test
  void subjects_of_one_name_are_equal() {
    assertThat(Subject.of("a.b")).isEqualTo(Subject.of("a.b")).hasSameHashCodeAs(Subject.of("a.b"));
    assertThat(Subject.of("a.b")).isNotEqualTo(Subject.of("a.c")).isNotEqualTo("a.b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "~!@#$%^&()_+-={}[]|:;\"'<,?/", "urn:decentraland:x", "0"})
  void printable_ascii_is_allowed(String name) {
    assertThatCode(() -> Subject.of(name)).doesNotThrowAnyException();
    assertThatCode(() -> Pattern.of(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        " ",
        "a b",
        "a\tb",
        "a\r\nb",
        "a\u0000",
        "a\u007f",
        "ä",
        "a\u2028b",
        "😀"
      })
  void other_characters_and_empty_tokens_are_not(String name) {
    assertThatThrownBy(() -> Subject.of(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Pattern.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", ">", "a.*", "a.>", "a*", "*a", "a>", "a.b>.c"})
  void a_subject_has_no_wildcard(String name) {
    assertThatThrownBy(() -> Subject.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", ">", "*.*", "a.*.b", "a.>", "*.>"})
  void a_pattern_may_have_whole_tokens_as_wildcards(String name) {
    assertThat(Pattern.of(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a*", "*a", "**", ">>", ">.a", "a.>.b", "a>", "a.b>", "*>"})
  void a_wildcard_stands_alone_and_the_rest_at_the_end(String name) {
    assertThatThrownBy(() -> Pattern.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_length_is_bounded() {
    String longest = "a".repeat(Subject.MAX_LENGTH);

    assertThat(Subject.of(longest).name()).isEqualTo(longest);
    assertThatThrownBy(() -> Subject.of(longest + "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_fault_does_not_repeat_what_a_client_sent() {
    assertThatThrownBy(() -> Subject.of("secret\r\nPUB")).hasMessageNotContaining("secret");
  }

  @Test
  void a_pattern_is_its_name() {
    assertThatThrownBy(() -> new Pattern("a.b", List.of("a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pattern("a.b", List.of("a.b")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Pattern("a.*", List.of("a", "*"))).isEqualTo(Pattern.of("a.*"));
  }

  @Test
  void the_realms_subjects_match_their_patterns() {
    assertThat(Subjects.only(Subjects.heartbeat("0xabc")).tokens())
        .isEqualTo(Subjects.heartbeat("0xabc").tokens());
    assertThat(Subjects.heartbeat("0xabc").name()).isEqualTo("client-proto.peer.0xabc.heartbeat");
    assertThat(Subjects.islandChanged("0xabc").name())
        .isEqualTo("client-proto.peer.0xabc.island_changed");
    assertThat(Subjects.peerJoin("I1").name()).isEqualTo("client-proto.island.I1.peer_join");
    assertThat(Subjects.peerLeft("I1").name()).isEqualTo("client-proto.island.I1.peer_left");
    assertThat(Subjects.connect("0xabc").name()).isEqualTo("peer.0xabc.connect");
    assertThat(Subjects.disconnect("0xabc").name()).isEqualTo("peer.0xabc.disconnect");
  }
}
