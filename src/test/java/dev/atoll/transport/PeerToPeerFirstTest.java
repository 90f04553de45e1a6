package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.Position;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerToPeerFirstTest {
  private static final Transport PEER_TO_PEER = new P2pTransport();
  private static final Transport ROOMS = (island, passengers) -> Future.succeededFuture(Map.of());

  private final PeerToPeerFirst choice = new PeerToPeerFirst(PEER_TO_PEER, ROOMS);

  @Test
  void an_island_whose_peers_all_have_topics_is_formed_peer_to_peer() {
    assertThat(review(Set.of(), island("I1", "a", "b"))).isEmpty();

    assertThat(choice.of("I1")).isSameAs(PEER_TO_PEER);
  }

  @Test
  void an_island_with_a_peer_without_topics_is_not_and_nobody_is_told_twice() {
    assertThat(review(Set.of("b"), island("I1", "a", "b"))).isEmpty();

    assertThat(choice.of("I1")).isSameAs(ROOMS);
  }

  @Test
  void a_peer_without_topics_moves_the_island_it_comes_to() {
    review(Set.of(), island("I1", "a"), island("I2", "c"));

    IslandSnapshot joined = island("I1", "a", "b");
    assertThat(review(Set.of("b"), joined, island("I2", "c"))).containsExactly(joined);

    assertThat(choice.of("I1")).isSameAs(ROOMS);
    assertThat(choice.of("I2")).isSameAs(PEER_TO_PEER);
  }

  @Test
  void a_peer_that_comes_back_through_a_door_without_topics_moves_its_island() {
    review(Set.of(), island("I1", "a", "b"));

    assertThat(review(Set.of("b"), island("I1", "a", "b"))).hasSize(1);
  }

  @Test
  void an_island_that_moved_stays_when_the_peer_is_gone() {
    review(Set.of("b"), island("I1", "a", "b"));

    assertThat(review(Set.of("b"), island("I1", "a"))).isEmpty();
    assertThat(choice.of("I1")).isSameAs(ROOMS);
  }

  @Test
  void what_falls_off_an_island_that_moved_starts_anew() {
    review(Set.of("b"), island("I1", "a", "b", "c"));

    review(Set.of("b"), island("I1", "b"), island("I2", "a", "c"));

    assertThat(choice.of("I2")).isSameAs(PEER_TO_PEER);
  }

  @Test
  void islands_that_are_gone_are_forgotten() {
    review(Set.of(), island("I1", "a"));

    review(Set.of());

    assertThat(choice.of("I1")).isSameAs(ROOMS);
  }

  private List<IslandSnapshot> review(Set<String> withoutTopics, IslandSnapshot... islands) {
    return choice.review(List.of(islands), peer -> !withoutTopics.contains(peer));
  }

  private static IslandSnapshot island(String id, String... peers) {
    return new IslandSnapshot(id, List.of(peers), new Position(0, 0, 0), 0, 100);
  }
}
