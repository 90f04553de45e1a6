package dev.atoll.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.ServerPacket;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code islands.threading: worker}: the door goes on while a flush is under way on another thread. */
@ExtendWith(VertxExtension.class)
class WorkerArchipelagoTest {
  private final Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));

  /** Holds the worker at the first question, and numbers its answers. */
  private static final class HeldTransport implements Transport {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger answers = new AtomicInteger();

    @Override
    public Future<Map<String, String>> connectionStrings(
        String island, List<Passenger> passengers) {
      String answer = "answer " + answers.incrementAndGet();
      asked.countDown();
      try {
        assertThat(release.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
      return Future.succeededFuture(
          passengers.stream().collect(Collectors.toMap(Passenger::address, peer -> answer)));
    }
  }

  @Test
  void a_session_that_takes_over_during_a_flush_is_not_told_the_island_of_the_older(Vertx vertx)
      throws Exception {
    HeldTransport transport = new HeldTransport();
    DoorWithWorker door = DoorWithWorker.start(vertx, transport);
    DoorClient older = DoorClient.connect(vertx, door.port()).login(identity);
    older.heartbeat(8, 8);
    assertThat(transport.asked.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();

    DoorClient newer = DoorClient.connect(vertx, door.port()).login(identity);
    transport.release.countDown();
    newer.heartbeat(8, 8);

    ServerPacket told = newer.next();
    assertThat(told.getIslandChanged().getConnStr()).isEqualTo("answer 2");
    assertThat(told.getIslandChanged().hasFromIslandId()).isFalse();
    assertThat(older.next().hasKicked()).isTrue();
  }

  @Test
  void who_says_nothing_is_told_nothing_however_often_sessions_take_over(Vertx vertx)
      throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of("islands.threading", "worker"));
    List<DoorClient> silent = new ArrayList<>();

    for (int round = 0; round < 30; round++) {
      DoorClient moving = DoorClient.connect(vertx, node.httpPort()).login(identity);
      moving.heartbeat(8 * round, 8);
      silent.add(DoorClient.connect(vertx, node.httpPort()).login(identity));
    }
    DoorClient last = DoorClient.connect(vertx, node.httpPort()).login(identity);
    last.heartbeat(3, 4);

    assertThat(
            last.next().getIslandChanged().getPeersOrThrow(identity.address()).getX())
        .isEqualTo(3f);
    for (DoorClient each : silent) {
      assertThat(each.next().hasKicked()).isTrue();
    }
  }

  @Test
  void a_storm_of_arrivals_and_departures_leaves_nobody_behind(Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(
        vertx, Map.of("islands.threading", "worker", "islands.flush-interval", "50ms"));
    AtomicInteger present = new AtomicInteger(-1);
    vertx.runOnContext(now -> node.bus()
        .subscribe(
            Subjects.only(Subjects.ISLANDS), message -> present.set(peers(message.payload()))));
    List<Identity> crowd = Stream.generate(
            () -> Identity.random(Instant.now().plus(Duration.ofHours(1))))
        .limit(20)
        .toList();

    for (int round = 0; round < 5; round++) {
      List<DoorClient> players = crowd.stream()
          .map(each -> DoorClient.connect(vertx, node.httpPort()).login(each))
          .toList();
      players.forEach(player -> player.heartbeat(8, 8));
      players.stream().skip(round % 2).forEach(player -> player.webSocket().close());
    }

    DoorClient survivor = DoorClient.connect(vertx, node.httpPort()).login(identity);
    survivor.heartbeat(8, 8);
    assertThat(survivor.next().getIslandChanged().hasFromIslandId()).isFalse();
    survivor.leave();
    crowd.forEach(each -> DoorClient.connect(vertx, node.httpPort()).login(each).leave());
    await().untilAtomic(present, is(0));
  }

  private static int peers(Payload payload) {
    try {
      return payload
          .as(IslandStatusMessage.class, IslandStatusMessage.parser())
          .getDataList()
          .stream()
          .mapToInt(island -> island.getPeersCount())
          .sum();
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }
}
