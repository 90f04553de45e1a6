package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.TestRealm.Member;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The leader of a realm of two stands still for a while. */
class StalledNodeTest {

  @Test
  void a_leader_that_stood_still_hears_the_others_before_it_leads_again() throws Exception {
    try (TestRealm realm =
        new TestRealm(2, Map.of("session.ping-interval", "1s", "session.pong-timeout", "2s"))) {
      Member one = realm.start(Map.of());
      Member other = realm.start(Map.of());
      DoorClient near = login(other, one);
      DoorClient nearby = login(other, other);
      await().atMost(Patience.TIME).until(() -> {
        near.heartbeat(0, 0);
        nearby.heartbeat(5, 0);
        return !island(one).isEmpty() && island(one).equals(island(other));
      });
      assertThat(leader(one)).isEqualTo(one.id());
      String before = island(one);
      long term = other.operations("/cluster").getLong("term");

      CountDownLatch goOn = stop(one.vertx());
      await().atMost(Patience.TIME).until(() -> leader(other).equals(other.id()));
      goOn.countDown();

      await()
          .atMost(Patience.TIME)
          .until(() -> leader(one).equals(one.id()) && leader(other).equals(one.id()));
      // it is the leader as soon as it is heard, and leads from when it has heard
      await()
          .atMost(Patience.TIME)
          .until(() -> one.operations("/cluster").getLong("term") > term + 1);
      JsonObject told = one.operations("/cluster");
      assertThat(told.getJsonArray("nodes")).hasSize(2);
      assertThat(told.encode()).contains("STALLED");
      near.heartbeat(1, 0);
      nearby.heartbeat(6, 0);
      await().atMost(Patience.TIME).until(() -> island(one).equals(island(other)));
      assertThat(near.closing()).isNotDone();
      assertThat(nearby.closing()).isNotDone();
      assertThat(island(one)).isEqualTo(before);
    }
  }

  /** Its event loops stand still until then. */
  private static CountDownLatch stop(Vertx vertx) {
    CountDownLatch goOn = new CountDownLatch(1);
    for (int i = 0; i < 2 * VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE; i++) {
      ((VertxInternal) vertx).createEventLoopContext().runOnContext(turn -> {
        try {
          goOn.await(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException over) {
          Thread.currentThread().interrupt();
        }
      });
    }
    return goOn;
  }

  private static String leader(Member member) throws Exception {
    return member.operations("/cluster").getString("leader");
  }

  /** Islands of more than one peer. */
  private static String island(Member member) throws Exception {
    JsonObject islands = new JsonObject(member.page("/islands"));
    StringBuilder ids = new StringBuilder();
    islands.getJsonArray("islands").stream()
        .map(JsonObject.class::cast)
        .filter(island -> island.getJsonArray("peers").size() > 1)
        .forEach(island -> ids.append(island.getString("id")));
    return ids.toString();
  }

  private static DoorClient login(Member from, Member at) {
    Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    return DoorClient.connect(from.vertx(), at.node().httpPort()).login(identity);
  }
}
