package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Subjects;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.TestRealm.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Nodes of a realm of two that are stopped as SIGTERM does. */
class DrainedNodeTest {
  private static final int PLAYERS = 10;

  /** Long enough for somebody to come meanwhile on a machine that is busy. */
  private static final Duration DRAIN = Duration.ofSeconds(8);

  @Test
  void players_are_sent_away_one_after_the_other_and_all_at_once_where_nobody_would_take_them()
      throws Exception {
    try (TestRealm realm =
        new TestRealm(2, Map.of("session.drain-time", DRAIN.toSeconds() + "s"))) {
      Member one = realm.start(Map.of());
      Member other = realm.start(Map.of());
      List<DoorClient> players = new ArrayList<>();
      for (int i = 0; i < PLAYERS; i++) {
        players.add(login(other, one));
      }
      List<Long> ends = new CopyOnWriteArrayList<>();
      players.forEach(each -> each.closing().thenRun(() -> ends.add(System.nanoTime())));

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stop(realm, one));
      await().atMost(Patience.TIME).until(() -> !ends.isEmpty());
      DoorClient late = DoorClient.connect(other.vertx(), one.node().httpPort());

      assertThat(late.close()).isEqualTo("1012 Node is going down");
      assertThat(ends).hasSizeLessThan(PLAYERS);
      for (DoorClient player : players) {
        assertThat(player.close()).isEqualTo("1012 Node is going down");
      }
      stopped.get();
      assertThat(one.node().bus().audience(Subjects.only(Subjects.LOGINS)).isThere())
          .isFalse();
      assertThat(Duration.ofNanos(ends.get(PLAYERS - 1) - ends.get(0)))
          .isBetween(DRAIN.dividedBy(2), DRAIN.multipliedBy(3));
      assertThat(other.operations("/cluster").getString("leader")).isEqualTo(other.id());

      await()
          .atMost(Patience.TIME)
          .until(() -> other.operations("/cluster").getJsonArray("nodes").size() == 1);
      DoorClient last = login(one, other);
      CompletableFuture<Long> end = last.closing().thenApply(closed -> System.nanoTime());
      long began = System.nanoTime();
      realm.stop(other);

      assertThat(last.close()).isEqualTo("1012 Node is going down");
      assertThat(Duration.ofNanos(end.get() - began)).isLessThan(DRAIN.dividedBy(2));
    }
  }

  private static void stop(TestRealm realm, Member member) {
    try {
      realm.stop(member);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static DoorClient login(Member from, Member at) {
    Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    return DoorClient.connect(from.vertx(), at.node().httpPort()).login(identity);
  }
}
