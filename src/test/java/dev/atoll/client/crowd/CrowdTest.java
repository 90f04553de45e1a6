package dev.atoll.client.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.client.Await;
import dev.atoll.client.FakeRealm;
import dev.atoll.client.RealmAddress;
import dev.atoll.protocol.message.WsPeerUpdate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A small crowd in a realm that is bad in one way or another. */
class CrowdTest {
  private static final int PEERS = 5;
  /** In realms that are good, where only a slow machine would lose anything; at its end a crowd waits as long once more. */
  private static final CrowdPlan.Pace PATIENT =
      new CrowdPlan.Pace(5, 20, 2, 200, Duration.ofSeconds(6));

  private static final CrowdPlan.Pace QUICK =
      new CrowdPlan.Pace(5, 20, 2, 200, Duration.ofSeconds(2));
  private static final CrowdPlan RETURNING = new CrowdPlan(
      PEERS,
      Duration.ofHours(1),
      1,
      27,
      PATIENT,
      new CrowdPlan.Habits(true, true, DoorChoice.RANDOM));
  private static final RealmAddress NOBODY = RealmAddress.parse("127.0.0.1:1");

  private final Vertx vertx = Vertx.vertx();
  private final List<String> progress = new CopyOnWriteArrayList<>();
  private FakeRealm realm;

  @BeforeEach
  void start() {
    realm = Await.result(FakeRealm.start(vertx));
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void finds_nothing_wrong_in_a_good_realm() {
    Summary summary = crowdUntil(PATIENT, () -> !progress.isEmpty());

    assertThat(progress.get(0)).contains("5 of 5 peers in 1 rooms", "lost 0");
    assertThat(summary.examples()).isEmpty();
    assertThat(summary.fine()).isTrue();
    assertThat(summary.logins().getTotalCount()).isEqualTo(PEERS);
    assertThat(summary.rooms()).isEqualTo(new Summary.Rooms(PEERS, PEERS, 0, 1));
    assertThat(summary.superseded()).isZero();
    assertThat(summary.deliveries()).isBetween(1L, realm.updates.get() * (PEERS - 1L));
    assertThat(summary.deliveriesASecond()).isPositive().isLessThan(PEERS * PEERS * 60.0);
    assertThat(summary.latencies().getTotalCount()).isEqualTo(summary.deliveries());
    assertThat(SummaryText.of(summary)).contains("nothing was wrong", "handshakes       5 of 5");
  }

  @Test
  void follows_islands_from_room_to_room_with_nothing_lost() {
    realm.islandOf = position -> "I" + realm.updates.get() / (PEERS * 15) % 2;

    Summary summary = crowdUntil(PATIENT, () -> realm.updates.get() > PEERS * 100);

    assertThat(summary.examples()).isEmpty();
    assertThat(summary.islandChanges()).isGreaterThan(PEERS);
    assertThat(summary.entries().getTotalCount()).isGreaterThan(2 * PEERS);
  }

  @Test
  void notices_all_that_a_bad_realm_does() {
    realm.relay = new BadRelay();

    Summary summary = crowd();

    assertThat(summary.faults().keySet())
        .containsExactlyInAnyOrder(
            Fault.LOST, Fault.OUT_OF_ORDER, Fault.STRANGER, Fault.OWN_MESSAGE, Fault.ALTERED);
    assertThat(summary.superseded()).isPositive();
    assertThat(summary.fine()).isFalse();
    assertThat(SummaryText.of(summary)).contains("messages lost", "something was wrong");
  }

  @Test
  void notices_a_room_that_closes() {
    realm.relay = (update, others) -> {
      if (others.containsKey(2)) {
        others.get(2).socket().close((short) 1013, "Client reads too slowly");
        realm.relay = (any, all) -> {};
      }
    };

    Summary summary = crowd();

    assertThat(summary.faults()).containsEntry(Fault.ROOM_CLOSED, 1L);
    assertThat(summary.examples()).anyMatch(example -> example.contains("1013 'Client reads"));
  }

  @Test
  void a_crowd_that_comes_back_logs_in_again_after_its_connections_were_cut() {
    Crowd crowd = new Crowd(vertx, RETURNING, progress::add);
    Future<Summary> end = crowd.run(List.of(NOBODY, realm.address()));
    await().until(() -> settled(crowd));

    crowd.cut();
    await()
        .until(() -> Await.result(crowd.events()).stream()
                .filter(event -> event.kind() == Event.Kind.SESSION_ENDED)
                .count()
            == PEERS);
    await().until(() -> settled(crowd));
    crowd.stop();

    Summary summary = Await.result(end);
    assertThat(summary.examples()).isEmpty();
    Returns returns = summary.returns().orElseThrow();
    assertThat(returns.sessionsEnded()).isEqualTo(PEERS);
    assertThat(returns.roomsEnded()).isEqualTo(PEERS);
    assertThat(returns.returns()).isEqualTo(PEERS);
    assertThat(returns.atFirstTry()).isEqualTo(PEERS);
    assertThat(returns.mostSessions()).isEqualTo(2);
    assertThat(returns.away().getTotalCount()).isEqualTo(PEERS);
    assertThat(SummaryText.of(summary)).contains("came back        5 of 5 sessions that ended");
    assertThat(SummaryJson.of(summary).getJsonObject("returns").getInteger("atFirstTry"))
        .isEqualTo(PEERS);
  }

  @Test
  void a_room_that_ends_in_a_way_that_asks_for_it_is_entered_again() {
    realm.relay = (update, others) -> {
      if (others.containsKey(2)) {
        others.get(2).socket().close((short) 1013, "Client reads too slowly");
        realm.relay = (any, all) -> {};
      }
    };
    Crowd crowd = new Crowd(vertx, RETURNING, progress::add);
    Future<Summary> end = crowd.run(realm.address());

    await()
        .until(() -> Await.result(crowd.events()).stream()
            .anyMatch(event -> event.kind() == Event.Kind.ROOM_ENDED));
    await().until(() -> settled(crowd));
    crowd.stop();

    Summary summary = Await.result(end);
    assertThat(summary.faults()).doesNotContainKeys(Fault.ROOM_CLOSED, Fault.SESSION_CLOSED);
    assertThat(summary.returns().orElseThrow().away().getTotalCount()).isEqualTo(1);
    assertThat(summary.returns().orElseThrow().returns()).isZero();
  }

  private static boolean settled(Crowd crowd) {
    List<PeerState> states = Await.result(crowd.states());
    return states.size() == PEERS && states.stream().allMatch(PeerState::settled);
  }

  @Test
  void notices_logins_that_are_refused_and_goes_when_its_time_is_over() {
    realm.challenge = "no challenge";
    CrowdPlan plan = new CrowdPlan(PEERS, Duration.ofSeconds(1), 1, 27, QUICK);

    Summary summary = Await.result(new Crowd(vertx, plan, progress::add).run(realm.address()));

    assertThat(summary.faults()).isEqualTo(Map.of(Fault.LOGIN_FAILED, (long) PEERS));
  }

  @Test
  void says_that_a_realm_cannot_be_reached() {
    Crowd crowd = new Crowd(vertx, plan(QUICK), progress::add);

    assertThat(Await.failure(crowd.run(RealmAddress.parse("127.0.0.1:1"))))
        .hasMessageContaining("http://127.0.0.1:1/about");
  }

  private static CrowdPlan plan(CrowdPlan.Pace pace) {
    return new CrowdPlan(PEERS, Duration.ofHours(1), 1, CrowdPlan.DEFAULT_DENSITY, pace);
  }

  /** Lets each peer say enough that some of it is chat. */
  private Summary crowd() {
    return crowdUntil(QUICK, () -> realm.updates.get() > PEERS * 30);
  }

  private Summary crowdUntil(CrowdPlan.Pace pace, Callable<Boolean> enough) {
    Crowd crowd = new Crowd(vertx, plan(pace), progress::add);
    Future<Summary> end = crowd.run(realm.address());
    await().until(enough);
    crowd.stop();
    return Await.result(end);
  }

  /** Each member's messages suffer one thing. */
  private static final class BadRelay implements FakeRealm.Relay {
    private final Map<Integer, WsPeerUpdate> first = new HashMap<>();
    private int count;

    @Override
    public void relay(WsPeerUpdate update, Map<Integer, FakeRealm.Member> others) {
      count++;
      for (FakeRealm.Member other : others.values()) {
        switch (update.getFromAlias()) {
          case 1 -> withoutChat(update, other);
          case 2 -> twice(update, other);
          case 3 -> spoofed(update, other);
          case 4 ->
            other.tell(update.toBuilder().setUnreliable(!update.getUnreliable()).build());
          default -> thinned(update, other);
        }
      }
    }

    private static void withoutChat(WsPeerUpdate update, FakeRealm.Member other) {
      if (update.getUnreliable()) {
        other.tell(update);
      }
    }

    private void twice(WsPeerUpdate update, FakeRealm.Member other) {
      other.tell(update);
      other.tell(first.computeIfAbsent(other.alias(), any -> update));
    }

    private static void spoofed(WsPeerUpdate update, FakeRealm.Member other) {
      other.tell(update);
      other.tell(update.toBuilder().setFromAlias(1000).build());
      other.tell(update.toBuilder().setFromAlias(other.alias()).build());
    }

    private void thinned(WsPeerUpdate update, FakeRealm.Member other) {
      if (!update.getUnreliable() || count % 3 == 0) {
        other.tell(update);
      }
    }
  }
}
