package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.NewestTerm;
import dev.atoll.config.LegacyPositions;
import dev.atoll.config.NatsSettings.Dialect;
import dev.atoll.protocol.message.IslandChangedMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is told of a connection that does not keep up, and of one that comes back. */
class TellerTest {
  private static final String A = "0x" + "a".repeat(40);
  private static final String B = "0x" + "b".repeat(40);

  private final NatsMeters meters = new NatsMeters(new SimpleMeterRegistry());
  private final FakeConnection nats = new FakeConnection(meters);
  private final Teller teller = new Teller(
      new Dialects(List.of(Dialect.YEAR_2023)),
      new Outbound(LegacyPositions.FLOAT),
      new Teller.Known(new OwnPeers(), new NewestTerm(NewestTerm.SILENCE)),
      meters);

  @Test
  void an_island_change_of_a_congested_time_is_told_when_there_is_room() throws Exception {
    teller.attach(nats.outlet, 0);
    nats.congest();
    islandChanged(A, "I1", 0);
    islandChanged(A, "I2", 1);
    goOn();
    assertThat(nats.published).isEmpty();

    nats.relieve();
    goOn();

    assertThat(islandsTold()).containsExactly("I2");
  }

  @Test
  void an_island_change_that_was_kept_is_never_told_after_a_newer_one() throws Exception {
    teller.attach(nats.outlet, 0);
    nats.congest();
    islandChanged(A, "I1", 0);

    nats.relieve();
    islandChanged(A, "I2", 1);
    teller.tick(2);
    goOn();

    assertThat(islandsTold()).containsExactly("I2");
    assertThat(teller.hasMore()).isFalse();
  }

  @Test
  void an_island_change_that_was_kept_is_forgotten_with_its_peer() {
    teller.attach(nats.outlet, 0);
    nats.congest();
    for (String peer : List.of(A, B)) {
      islandChanged(peer, "I1", 0);
    }
    Headers foreign = new Headers(Map.of(Headers.VIA, Headers.NATS));
    teller.disconnect(new Message(Subjects.disconnect(A), Payload.EMPTY, foreign), 1);
    teller.connect(new Message(Subjects.connect(B), Payload.EMPTY, foreign));

    nats.relieve();
    teller.tick(2);
    goOn();

    assertThat(nats.published).isEmpty();
  }

  @Test
  void all_that_is_left_to_say_is_said_a_piece_each_turn() {
    int peers = 200;
    for (int i = 0; i < peers; i++) {
      teller.connect(new Message(Subjects.connect(peer(i)), Payload.EMPTY));
      teller.disconnect(new Message(Subjects.disconnect(peer(i)), Payload.EMPTY), 0);
      islandChanged(peer(peers + i), "I1", 0);
      Message scene =
          new Message(Subject.of("messageBus.scene.s1.n" + i), Payload.of(ByteString.EMPTY));
      teller.tell(Kind.SCENE, scene, 0);
    }

    teller.attach(nats.outlet, 1);
    assertThat(nats.published).isEmpty();
    int turns = 0;
    for (; teller.hasMore() && turns < 100; turns++) {
      int before = nats.published.size();
      teller.goOn(new Turn(System.nanoTime() - 1), 2);
      assertThat(nats.published.size() - before).isBetween(1, 32);
    }

    assertThat(nats.published).hasSize(3 * peers);
    assertThat(turns).isGreaterThan(3 * peers / 32);
    assertThat(nats.published.get(0)).endsWith(".disconnect");
    assertThat(nats.published.get(peers)).endsWith(".island_changed");
    assertThat(nats.published.get(2 * peers)).startsWith("messageBus.");
  }

  @Test
  void who_left_and_is_back_is_told_to_have_left_before_it_is_told_where_it_is() {
    for (String peer : List.of(B, A)) {
      teller.connect(new Message(Subjects.connect(peer), Payload.EMPTY));
      teller.disconnect(new Message(Subjects.disconnect(peer), Payload.EMPTY), 0);
    }
    teller.connect(new Message(Subjects.connect(A), Payload.EMPTY));

    teller.attach(nats.outlet, 1);
    teller.heartbeat(
        new Message(Subjects.heartbeat(A), Payload.of(BridgeRig.at(1, 1)), Headers.NONE));
    goOn();

    assertThat(nats.published)
        .startsWith("peer." + A + ".disconnect", "peer." + A + ".heartbeat")
        .containsOnlyOnce("peer." + A + ".disconnect", "peer." + B + ".disconnect");
  }

  @Test
  void who_is_still_to_be_told_to_have_left_is_so_after_another_loss() {
    teller.connect(new Message(Subjects.connect(A), Payload.EMPTY));
    teller.disconnect(new Message(Subjects.disconnect(A), Payload.EMPTY), 0);
    teller.connect(new Message(Subjects.connect(A), Payload.EMPTY));
    teller.attach(nats.outlet, 1);
    teller.detach(2);

    teller.attach(nats.outlet, TimeUnit.HOURS.toNanos(1));
    goOn();

    assertThat(nats.published).containsExactly("peer." + A + ".disconnect");
  }

  private void islandChanged(String peer, String island, long nanos) {
    IslandChangedMessage change = IslandChangedMessage.newBuilder()
        .setIslandId(island)
        .setConnStr("p2p:x")
        .build();
    teller.islandChanged(
        new Message(Subjects.islandChanged(peer), Payload.of(change.toByteString())), nanos);
  }

  private void goOn() {
    teller.goOn(new Turn(System.nanoTime() + TimeUnit.SECONDS.toNanos(10)), 2);
  }

  private List<String> islandsTold() throws Exception {
    List<String> islands = new ArrayList<>();
    for (int i = 0; i < nats.published.size(); i++) {
      if (nats.published.get(i).endsWith("island_changed")) {
        islands.add(IslandChangedMessage.parseFrom(nats.payloads.get(i)).getIslandId());
      }
    }
    return islands;
  }

  private static String peer(int number) {
    return String.format("0x%040x", number);
  }
}
