package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {
  @ParameterizedTest
  @CsvSource({
    "heartbeat,true,true,true",
    "hearbeat,true,true,true",
    "island_changed,false,true,true",
    "0x1.island_changed,false,false,true",
    "a.b.island_changed,false,false,true",
    "peer,false,false,true",
    "peer.x,false,false,true",
    "PEER.0x1.disconnect,false,false,true",
    "0x1.heartbeat,false,false,false",
    "0x1.offer,false,false,false",
    "peers.x,false,false,false",
    "my_island_changed,false,false,false",
    "island.I1.peer_join,false,false,false"
  })
  void each_topic_is_a_clients_or_the_realms(
      String topic, boolean heartbeat, boolean event, boolean looksLikeEvent) {
    assertThat(TopicRules.isHeartbeat(topic)).isEqualTo(heartbeat);
    assertThat(TopicRules.isEvent(topic)).isEqualTo(event);
    assertThat(TopicRules.looksLikeEvent(topic)).isEqualTo(looksLikeEvent);
  }

  @Test
  void the_longest_topic_makes_the_longest_subject() {
    String address = "0x" + "1".repeat(40);

    Subject longest = Subjects.topic(address, "t".repeat(TopicRules.MAX_LENGTH));

    assertThat(longest.name()).hasSize(Subject.MAX_LENGTH);
  }
}
