package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Pattern;
import dev.atoll.bus.SceneIds;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
  private static final String OWN = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final String OTHER = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
  private static final String CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
  private static final String QM = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnHZF4";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "*",
        ">",
        "a.*",
        "a.>",
        "a*",
        "a>b",
        "*.island_changed",
        "a b",
        "a\r\nPUB x 0\r\n\r\n",
        "a\tb",
        "a\n",
        "a\u0000",
        "\u00e9",
        "a\u202e",
        "\ud83d\ude00"
      })
  void what_could_be_more_than_a_topic_is_none(String name) {
    assertThat(Topic.parse(name)).isEmpty();
  }

  @Test
  void a_topic_has_195_characters_at_most() {
    Topic longest = topic("t".repeat(195));

    assertThat(Topic.parse("t".repeat(196))).isEmpty();
    assertThat(Topic.parse("t".repeat(64 << 10))).isEmpty();
    assertThat(longest.ofPeers(OWN)).isPresent();
    assertThat(longest.ofSystem(OWN)).isPresent();
    assertThat(Subjects.topic(OWN, longest.name()).name()).hasSize(256);
  }

  @Test
  void a_scene_topic_that_would_not_fit_with_its_id_encoded_is_none() {
    assertThat(Topic.parse("scene." + "%".repeat(180) + ".n")).isEmpty();
    assertThat(Topic.parse("scene." + "i".repeat(180) + ".n")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "heartbeat",
        "hearbeat",
        "island_changed",
        OTHER + ".island_changed",
        OWN + ".island_changed",
        "a.b.island_changed",
        "peer." + OWN + ".island_changed",
        "peer." + OTHER + ".disconnect",
        "Peer." + OTHER + ".x",
        "peer"
      })
  void what_could_be_taken_for_an_event_of_the_realm_is_no_topic_of_peers(String name) {
    assertThat(topic(name).isReserved()).isTrue();
    assertThat(topic(name).ofPeers(OWN)).isEmpty();
  }

  @Test
  void topics_of_peers_are_below_the_peers() {
    assertThat(topic("a.b").ofPeers(OWN)).contains(Pattern.of("client-proto.peer.*.a.b"));
    assertThat(topic(OWN + ".offer").ofPeers(OWN))
        .contains(Pattern.of("client-proto.peer.*." + OWN + ".offer"));
    for (String signal : List.of("offer", "answer", "candidate")) {
      assertThat(topic(OTHER + "." + signal).isReserved()).isFalse();
      assertThat(topic(OTHER + "." + signal).ofPeers(OWN)).isEmpty();
      assertThat(topic(OTHER.toUpperCase(Locale.ROOT).replace("0X", "0x") + "." + signal)
              .ofPeers(OWN))
          .isEmpty();
    }
    assertThat(topic("peers.island_changed2").isReserved()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OWN + ".island_changed",
        "0x19E7E376E7C213B7E7E7E46CC70A5DD086DAFF2A.island_changed",
        "peer." + OWN + ".island_changed"
      })
  void own_island_changes_are_the_realms(String name) {
    assertThat(topic(name).ofSystem(OWN)).contains(Subjects.only(Subjects.islandChanged(OWN)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OTHER + ".island_changed",
        "0x70997970C51812DC3A010C7D01B50E0D17DC79C8.island_changed",
        "peer." + OTHER + ".island_changed",
        "PEER." + OTHER + ".island_changed",
        "peer." + OTHER + ".heartbeat",
        "peer." + OWN + ".heartbeat",
        "peer." + OTHER + ".t",
        "peer.x",
        "peer",
        OTHER + ".offer",
        OTHER,
        "heartbeat",
        "island_changed",
        "a.b.island_changed",
        "somebody.island_changed",
        "somebody.heartbeat",
        "somebody.hearbeat"
      })
  void what_is_another_peers_is_not_the_realms(String name) {
    assertThat(topic(name).ofSystem(OWN)).isEmpty();
  }

  @Test
  void all_else_is_the_realms_under_its_own_name() {
    assertThat(topic("island.I1.peer_join").ofSystem(OWN))
        .contains(Pattern.of("client-proto.island.I1.peer_join"));
    assertThat(topic("news").ofSystem(OWN)).contains(Pattern.of("client-proto.news"));
  }

  @ParameterizedTest
  @CsvSource({
    "messageBus.scene.X.chat, messageBus.scene.X.chat",
    "scene.X.chat, messageBus.scene.X.chat",
    "scene.X.a.b, messageBus.scene.X.a.b",
    "scene.a%2eb%25.n, messageBus.scene.a%2Eb%25.n",
    "scene.100%.n, messageBus.scene.100%25.n",
    "scene.%zz.n, messageBus.scene.%25zz.n",
    CID + ", messageBus.scene." + CID + ".message",
    QM + ", messageBus.scene." + QM + ".message",
    "b64-L2FwcC1ob3N0Lw==, messageBus.scene.b64-L2FwcC1ob3N0Lw==.message"
  })
  void scenes_have_one_subject_for_all_spellings(String name, String subject) {
    assertThat(topic(name).scene()).contains(Subject.of(subject));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scene.X",
        "messageBus.scene.X",
        "messageBus.island.I1.x",
        "scene",
        "Qm",
        "bafy",
        CID + ".x"
      })
  void all_else_is_no_scenes(String name) {
    assertThat(topic(name).scene()).isEmpty();
  }

  @Property
  void whatever_is_said_no_wildcard_and_no_other_peer_comes_out(@ForAll String name) {
    Optional<Topic> topic = Topic.parse(name);

    topic.flatMap(each -> each.ofPeers(OWN)).ifPresent(pattern -> {
      assertThat(pattern.name()).startsWith("client-proto.peer.*.").doesNotContain(">");
      assertThat(pattern.tokens().subList(3, pattern.tokens().size())).doesNotContain("*");
    });
    topic
        .flatMap(each -> each.ofSystem(OWN))
        .ifPresent(pattern -> assertThat(pattern.name()).doesNotContain("*", ">"));
  }

  @Property
  void every_scene_id_is_found_again(@ForAll String id) {
    String valid = new String(
        id.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.UTF_8);
    String token = SceneIds.encode(valid);

    assertThat(SceneIds.decode(token)).isEqualTo(valid);
    assertThat(token).doesNotContain(".", "*", ">", " ");
    assertThat(SceneIds.encode(SceneIds.decode(token))).isEqualTo(token);
  }

  private static Topic topic(String name) {
    return Topic.parse(name).orElseThrow();
  }
}
