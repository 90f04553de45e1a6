package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import dev.atoll.protocol.message.IslandChangedMessage;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(VertxExtension.class)
class MoveGapTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final MoveGap gap = new MoveGap(meters, nanos::get);
  private final LocalBus bus = new LocalBus();

  @Test
  void it_lasts_from_the_word_of_a_move_to_the_entry(Vertx vertx) throws Exception {
    on(vertx, () -> {
      gap.start(bus);
      told("0xa", new Headers(Map.of(Headers.MOVED, "I1")));
      told("0xb", new Headers(Map.of(Headers.MOVED, "I1")));
      told("0xc", Headers.NONE);
    });
    nanos.set(TimeUnit.MILLISECONDS.toNanos(250));

    gap.entered(TransportKind.WS_ROOM, "I1", "0xa");
    gap.entered(TransportKind.WS_ROOM, "I1", "0xa");
    gap.entered(TransportKind.WS_ROOM, "I2", "0xb");
    gap.entered(TransportKind.WS_ROOM, "I1", "0xc");

    assertThat(timer("ws-room").count()).isEqualTo(1);
    assertThat(timer("ws-room").max(TimeUnit.MILLISECONDS)).isEqualTo(250);
    assertThat(meters.get("atoll.transports.moves").counter().count()).isEqualTo(2);
  }

  @Test
  void there_is_none_where_the_move_is_bridged(Vertx vertx) throws Exception {
    BridgeMessage order = BridgeMessage.newBuilder()
        .setIsland("I1")
        .setOrder(BridgeOrder.newBuilder().setFrom("a").setTo("b"))
        .build();
    on(vertx, () -> {
      gap.start(bus);
      bus.publish(new Message(Subjects.bridge("a"), Payload.of(order)));
      told("0xa", new Headers(Map.of(Headers.MOVED, "I1")));
      told("0xb", new Headers(Map.of(Headers.MOVED, "I2")));
    });

    gap.entered(TransportKind.WS_ROOM, "I1", "0xa");
    gap.entered(TransportKind.WS_ROOM, "I2", "0xb");

    assertThat(timer("ws-room").count()).isEqualTo(1);
    assertThat(meters.get("atoll.transports.moves").counter().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"ENDED", "APART"})
  void there_is_one_where_not_all_crosses(BridgeEvent.Kind kind, Vertx vertx) throws Exception {
    BridgeMessage.Builder move = BridgeMessage.newBuilder().setIsland("I1").setMove(5);
    BridgeMessage order =
        move.clone().setOrder(BridgeOrder.newBuilder().setFrom("a").setTo("b")).build();
    BridgeMessage answer =
        move.addEvents(BridgeEvent.newBuilder().setKind(kind)).build();
    on(vertx, () -> {
      gap.start(bus);
      bus.publish(new Message(Subjects.bridge("a"), Payload.of(order)));
      bus.publish(new Message(Subjects.bridge("b"), Payload.of(answer)));
      bus.publish(new Message(Subjects.bridge("b"), Payload.of(order)));
      told("0xa", new Headers(Map.of(Headers.MOVED, "I1")));
    });

    gap.entered(TransportKind.WS_ROOM, "I1", "0xa");

    assertThat(timer("ws-room").count()).isEqualTo(1);
  }

  @Test
  void it_ends_where_the_peer_was_sent_to_and_nowhere_else(Vertx vertx) throws Exception {
    on(vertx, () -> {
      gap.start(bus);
      told("0xa", "livekit:wss://there", new Headers(Map.of(Headers.MOVED, "I1")));
      told("0xb", "p2p:I1:0xb", new Headers(Map.of(Headers.MOVED, "I1")));
    });

    gap.entered(TransportKind.WS_ROOM, "I1", "0xa");
    gap.entered(TransportKind.WS_ROOM, "I1", "0xb");
    assertThat(timer("livekit").count()).isZero();
    gap.entered(TransportKind.LIVEKIT, "I1", "0xa");

    assertThat(timer("livekit").count()).isEqualTo(1);
    assertThat(timer("ws-room").count()).isZero();
  }

  @Test
  void who_never_comes_is_forgotten(Vertx vertx) throws Exception {
    on(vertx, () -> {
      gap.start(bus);
      told("0xa", new Headers(Map.of(Headers.MOVED, "I1")));
      nanos.set(TimeUnit.SECONDS.toNanos(61));
      told("0xb", new Headers(Map.of(Headers.MOVED, "I1")));
    });

    gap.entered(TransportKind.WS_ROOM, "I1", "0xa");

    assertThat(timer("ws-room").count()).isZero();
  }

  @Test
  void nothing_is_measured_when_it_has_stopped(Vertx vertx) throws Exception {
    on(vertx, () -> {
      gap.start(bus);
      gap.stop();
      told("0xa", new Headers(Map.of(Headers.MOVED, "I1")));
    });

    assertThat(meters.get("atoll.transports.moves").counter().count()).isZero();
  }

  private Timer timer(String to) {
    return meters.get("atoll.transports.gap").tag("to", to).timer();
  }

  private void told(String address, Headers headers) {
    told(address, "ws-room:ws://here", headers);
  }

  private void told(String address, String where, Headers headers) {
    IslandChangedMessage change =
        IslandChangedMessage.newBuilder().setConnStr(where).build();
    bus.publish(new Message(Subjects.islandChanged(address), Payload.of(change), headers));
  }

  private static void on(Vertx vertx, Runnable task) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    vertx.runOnContext(now -> {
      task.run();
      done.complete(null);
    });
    done.get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
