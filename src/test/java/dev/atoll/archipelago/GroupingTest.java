package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.OnContext;
import dev.atoll.bus.Subjects;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ReignMessage;
import dev.atoll.transport.TransportChoice;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class GroupingTest {
  private static final Grouping.Sighted NOW = new Grouping.Sighted(Headers.NONE, 0);

  @Test
  void a_heartbeat_with_a_wish_longer_than_any_islands_id_does_not_count(Vertx vertx) {
    IslandsEngine engine = new IslandsEngine(new IslandsParameters(64, 80, 9, "I", Merge.STABLE));
    Grouping grouping = new Grouping(
        vertx,
        new LocalBus(),
        new Grouping.Parts(
            engine,
            TransportChoice.always(new FakeTransport()),
            Duration.ofSeconds(60),
            Duration.ZERO,
            () -> Headers.NONE));

    assertThat(grouping.heartbeat("a", wishing(129), NOW)).isFalse();
    assertThat(grouping.peers()).isZero();
    assertThat(grouping.heartbeat("a", wishing(128), NOW)).isTrue();
  }

  @Test
  void peers_of_other_systems_are_bounded_and_ours_come_in_beside_them(Vertx vertx) {
    IslandsEngine engine = new IslandsEngine(new IslandsParameters(64, 80, 9, "I", Merge.STABLE));
    Grouping.Parts parts = new Grouping.Parts(
        engine,
        TransportChoice.always(new FakeTransport()),
        Duration.ofSeconds(60),
        Duration.ZERO,
        () -> Headers.NONE);
    Grouping grouping = new Grouping(vertx, new LocalBus(), parts);
    Grouping.Sighted foreign =
        new Grouping.Sighted(new Headers(Map.of(Headers.VIA, Headers.NATS)), 0);
    for (int i = 0; i < Grouping.MOST_FOREIGN; i++) {
      assertThat(grouping.heartbeat("p" + i, wishing(1), foreign)).isTrue();
    }

    assertThat(grouping.heartbeat("one more", wishing(1), foreign)).isFalse();
    assertThat(grouping.heartbeat("p0", wishing(1), foreign)).isTrue();
    assertThat(grouping.heartbeat("ours", wishing(1), NOW)).isTrue();
    grouping.forget("p1");
    assertThat(grouping.heartbeat("one more", wishing(1), foreign)).isTrue();
    assertThat(grouping.peers()).isEqualTo(Grouping.MOST_FOREIGN + 1);
  }

  @Test
  void peers_of_other_systems_fit_into_a_small_heap() {
    assertThat(Grouping.mostForeign(256 << 20)).isEqualTo(32_768);
    assertThat(Grouping.mostForeign(4L << 30)).isEqualTo(100_000);
  }

  @Test
  void who_was_carried_by_what_is_gone_is_told_by_the_leader_that_takes_over(Vertx vertx) {
    IslandsEngine engine = new IslandsEngine(new IslandsParameters(64, 80, 9, "Ix", Merge.STABLE));
    LocalBus bus = new LocalBus();
    List<String> told = new CopyOnWriteArrayList<>();
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(context -> {
      bus.subscribe(
          Subjects.EVERY_ISLAND_CHANGED,
          message -> told.add(message.subject().token(2) + " "
              + message.headers().get(Headers.MOVED).orElse("")));
      Grouping grouping = new Grouping(
          vertx,
          bus,
          new Grouping.Parts(
              engine,
              TransportChoice.always(new FakeTransport()),
              Duration.ofSeconds(60),
              Duration.ofSeconds(1),
              () -> Headers.NONE));
      Gathering gathered = new Gathering(List.of(""));
      gathered.report(List.of(standing("gone", "node3"), standing("stays", "")));

      grouping.takeOver(gathered, Gathering.Before.NOTHING, Set.of(""), System.nanoTime());
      grouping.flush(System.nanoTime());
      done.complete();
    });
    done.future().await();

    await().until(() -> !told.isEmpty());
    assertThat(told).containsExactly("gone I1");
  }

  @Test
  void who_logged_in_anew_while_a_leader_gathered_is_told_the_island_it_finds_and_nobody_else(
      Vertx vertx) {
    LocalBus bus = new LocalBus();
    List<String> told = new CopyOnWriteArrayList<>();
    Promise<Map<String, String>> done = Promise.promise();
    vertx.runOnContext(context -> {
      bus.subscribe(
          Subjects.EVERY_ISLAND_CHANGED, message -> told.add(message.subject().token(2)));
      Grouping grouping = new Grouping(vertx, bus, parts());
      // its heartbeat came before the report of the node that it left
      for (String peer : List.of("anew", "stays")) {
        String login = peer.equals("anew") ? "2.b" : "1.a";
        grouping.heartbeat(peer, wishing(1), new Grouping.Sighted(login(login), System.nanoTime()));
      }
      Gathering gathered = new Gathering(List.of(""));
      gathered.report(List.of(loggedIn("anew", "1.a"), loggedIn("stays", "1.a")));

      grouping.takeOver(gathered, Gathering.Before.NOTHING, Set.of(""), System.nanoTime());
      grouping.flush(System.nanoTime());
      grouping.flush(System.nanoTime());
      done.complete(grouping.told());
    });
    assertThat(done.future().await()).isEqualTo(Map.of("anew", "I1", "stays", "I1"));

    await().until(() -> !told.isEmpty());
    assertThat(told).containsExactly("anew");
  }

  @Test
  void what_an_earlier_login_said_last_does_not_keep_a_later_one_from_its_island(Vertx vertx) {
    LocalBus bus = new LocalBus();
    List<String> told = new CopyOnWriteArrayList<>();
    Promise<Grouping> made = Promise.promise();
    vertx.runOnContext(context -> {
      bus.subscribe(
          Subjects.EVERY_ISLAND_CHANGED,
          message -> told.add(message.headers().get(Headers.LOGIN).orElse("")));
      Grouping grouping = new Grouping(vertx, bus, parts());
      // on its way when the address logged in at another node, whose login has said nothing yet
      grouping.connected("p", 0);
      grouping.heartbeat("p", wishing(1), new Grouping.Sighted(login("1.a"), System.nanoTime()));
      grouping.flush(System.nanoTime());
      made.complete(grouping);
    });
    Grouping grouping = made.future().await();
    await().until(() -> told.equals(List.of("1.a")));

    Promise<Boolean> late = Promise.promise();
    vertx.runOnContext(context -> {
      grouping.heartbeat("p", wishing(1), new Grouping.Sighted(login("2.b"), System.nanoTime()));
      late.complete(grouping.heartbeat(
          "p", wishing(1), new Grouping.Sighted(login("1.a"), System.nanoTime())));
      grouping.flush(System.nanoTime());
    });

    assertThat(late.future().await())
        .as("a heartbeat of the earlier one counts")
        .isFalse();
    await().until(() -> told.equals(List.of("1.a", "2.b")));
  }

  @Test
  void who_was_given_up_in_the_other_half_of_a_realm_joins_its_island_again(Vertx vertx) {
    LocalBus bus = new LocalBus();
    List<String> told = new CopyOnWriteArrayList<>();
    OnContext.run(vertx.getOrCreateContext(), () -> {
      bus.subscribe(
          Subjects.EVERY_PEER_JOIN, message -> told.add(message.subject().name()));
      bus.subscribe(
          Subjects.EVERY_ISLAND_CHANGED, message -> told.add(message.subject().name()));
      Grouping grouping = new Grouping(vertx, bus, parts());

      grouping.reconcile("b", List.of(loggedIn("p", "1.b")), System.nanoTime());
      grouping.reconcile("b", List.of(loggedIn("p", "1.b")), System.nanoTime());

      assertThat(grouping.told()).isEqualTo(Map.of("p", "I1"));
    });
    assertThat(told).containsExactly(Subjects.peerJoin("I1").name());
  }

  @Test
  void peers_of_other_systems_are_at_no_node_whose_sessions_are_told(Vertx vertx) {
    Grouping grouping = new Grouping(vertx, new LocalBus(), parts());
    Headers foreign = new Headers(Map.of(Headers.VIA, Headers.NATS));
    grouping.heartbeat("foreign", wishing(1), new Grouping.Sighted(foreign, System.nanoTime()));
    grouping.heartbeat("gone", wishing(1), new Grouping.Sighted(login("1.a"), System.nanoTime()));

    grouping.reconcile("", List.of(), System.nanoTime());

    assertThat(grouping.peers()).as("the foreign one").isEqualTo(1);
  }

  @Test
  void who_was_lost_with_a_leader_that_had_told_nobody_of_it_is_told_gone_by_the_next(Vertx vertx) {
    LocalBus bus = new LocalBus();
    List<String> told = new CopyOnWriteArrayList<>();
    Headers lost = new Headers(Map.of(Headers.LOGIN, "1.a", Headers.NODE, "a"));
    long now = System.nanoTime();
    Gathering.Before before = new Gathering.Before(
        List.of(),
        peer -> Optional.empty(),
        List.of(
            new Standing("fresh", lost, wishing(1), now, "", ""),
            new Standing("here", login("1.b"), wishing(1), now, "", "")),
        ReignMessage.getDefaultInstance());
    OnContext.run(vertx.getOrCreateContext(), () -> {
      bus.subscribe(
          Subjects.EVERY_DISCONNECT, message -> told.add(message.subject().name()));
      Grouping grouping = new Grouping(vertx, bus, parts());

      grouping.takeOver(new Gathering(List.of("")), before, Set.of(""), now);
      grouping.flush(now + Duration.ofMillis(900).toNanos());
      assertThat(told).isEmpty();
      assertThat(grouping.told()).isEmpty();
      grouping.flush(now + Duration.ofMillis(1100).toNanos());

      assertThat(grouping.peers()).isZero();
    });
    assertThat(told).containsExactly(Subjects.disconnect("fresh").name());
  }

  private static Grouping.Parts parts() {
    return new Grouping.Parts(
        new IslandsEngine(new IslandsParameters(64, 80, 9, "Ix", Merge.STABLE)),
        TransportChoice.always(new FakeTransport()),
        Duration.ofSeconds(60),
        Duration.ofSeconds(1),
        () -> Headers.NONE);
  }

  private static Headers login(String stamp) {
    return new Headers(Map.of(Headers.LOGIN, stamp));
  }

  private static Standing loggedIn(String address, String login) {
    return new Standing(address, login(login), wishing(1), System.nanoTime(), "I1", "");
  }

  private static Standing standing(String address, String transport) {
    return new Standing(address, Headers.NONE, wishing(1), System.nanoTime(), "I1", transport);
  }

  private static Heartbeat wishing(int characters) {
    return Heartbeat.newBuilder()
        .setPosition(Position.getDefaultInstance())
        .setDesiredRoom("I".repeat(characters))
        .build();
  }
}
