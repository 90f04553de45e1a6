package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeEvent.Kind;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.LiveKitParticipant;
import dev.atoll.protocol.message.LiveKitParticipant.State;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import dev.atoll.protocol.message.Scene;
import dev.atoll.transport.bridge.Bridges;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What crosses between LiveKit and a room, which is a made-up one that says whatever it likes. */
class CrossingTest {
  private static final String ALICE = address(1);
  private static final String BOB = address(2);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final LocalBus bus = new LocalBus();
  private final List<BridgeEvent> told = new ArrayList<>();
  private final List<Spoken> said = new ArrayList<>();
  private final Members members = new Members(SideCarRig.OWN);
  private Bridges<Crossing> bridges;
  private Crossing crossing;

  private static String address(int number) {
    return "0x%040x".formatted(number);
  }

  /** Nothing of LiveKit. */
  private final class DryShore implements Crossing.Shore {
    @Override
    public void begin(Crossing begun) {
      crossing = begun;
    }

    @Override
    public void say(Spoken spoken) {
      said.add(spoken);
    }

    @Override
    public void later(long millis, Runnable task) {
      task.run();
    }

    @Override
    public void end(Crossing ended) {
      bridges.end(ended.move());
    }

    @Override
    public void ended(Crossing ended) {}
  }

  @BeforeEach
  void bridge() {
    here(() -> {
      bridges = new Bridges<>(
          vertx,
          bus,
          Duration.ofSeconds(15),
          (move, link) -> Optional.of(new Crossing(new DryShore(), link, move)));
      bridges.start("casino");
      bus.subscribe(Subjects.only(Subjects.bridge("town")), this::told);
    });
    order("town", "casino", "I1", 1);
    assertThat(told).extracting(BridgeEvent::getKind).containsExactly(Kind.APART);
    told.clear();
  }

  private void told(Message message) {
    try {
      told.addAll(BridgeMessage.parseFrom(message.payload().bytes()).getEventsList());
    } catch (InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** On the event loop; what is thrown there fails the test. What was to be told later is told when this returns. */
  private void here(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(now -> {
      try {
        task.run();
        context.runOnContext(later -> done.complete(null));
      } catch (Throwable thrown) {
        done.completeExceptionally(thrown);
      }
    });
    done.join();
  }

  private void order(String from, String to, String island, long move) {
    BridgeMessage order = BridgeMessage.newBuilder()
        .setIsland(island)
        .setMove(move)
        .setOrder(BridgeOrder.newBuilder().setFrom(from).setTo(to))
        .build();
    here(() -> bus.publish(new Message(Subjects.bridge("casino"), Payload.of(order))));
  }

  private void far(Kind kind, String peer) {
    far(BridgeEvent.newBuilder().setKind(kind).setPeer(peer));
  }

  private void far(BridgeEvent.Builder event) {
    here(() -> crossing.heard(event.build()));
  }

  private void saidFar(String peer, ByteString body) {
    far(BridgeEvent.newBuilder().setKind(Kind.SAID).setPeer(peer).setBody(body));
  }

  private void inLiveKit(String peer, State state) {
    here(() -> {
      members.update(List.of(LiveKitParticipant.newBuilder()
          .setSid("PA" + peer)
          .setIdentity(peer)
          .setState(state)
          .build()));
      crossing.members(members);
    });
  }

  private static ByteString chat(String text) {
    return Packet.newBuilder()
        .setChat(Chat.newBuilder().setMessage(text).setTimestamp(7))
        .build()
        .toByteString();
  }

  private static ByteString position() {
    return Packet.newBuilder()
        .setPosition(PlayerPosition.newBuilder().setPositionX(1))
        .build()
        .toByteString();
  }

  private static ByteString scene() {
    return Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId("s").setData(ByteString.copyFromUtf8("award")))
        .build()
        .toByteString();
  }

  @Test
  void chat_is_said_with_its_speaker_and_nothing_else_is() {
    far(Kind.JOINED, ALICE);
    inLiveKit(BOB, State.ACTIVE);

    saidFar(ALICE, position());
    saidFar(ALICE, scene());
    saidFar(ALICE, chat("\u2410wave 1234"));
    saidFar(ALICE, chat("hello"));

    assertThat(said).containsExactly(Spoken.toAll(chat(ALICE + ": hello")));
  }

  @Test
  void who_is_in_both_hears_it_in_the_room() {
    far(Kind.JOINED, ALICE);
    far(Kind.JOINED, BOB);
    inLiveKit(BOB, State.ACTIVE);
    saidFar(ALICE, chat("to nobody"));
    inLiveKit(address(3), State.ACTIVE);

    saidFar(ALICE, chat("to the third"));
    far(Kind.LEFT, BOB);
    saidFar(ALICE, chat("to all"));

    assertThat(said)
        .containsExactly(
            new Spoken(chat(ALICE + ": to the third"), List.of(address(3))),
            Spoken.toAll(chat(ALICE + ": to all")));
  }

  @Test
  void all_that_is_said_in_livekit_is_told_and_positions_may_be_superseded() {
    inLiveKit(BOB, State.JOINED);
    here(() -> crossing.heard(BOB, position()));
    inLiveKit(BOB, State.ACTIVE);
    here(() -> crossing.heard(BOB, scene()));

    assertThat(told)
        .extracting(BridgeEvent::getKind, BridgeEvent::getPeer, BridgeEvent::getUnreliable)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Kind.JOINED, BOB, false),
            org.assertj.core.groups.Tuple.tuple(Kind.SAID, BOB, true),
            org.assertj.core.groups.Tuple.tuple(Kind.SAID, BOB, false));
  }

  @Test
  void to_another_room_of_livekit_only_chat_is_told() {
    far(Kind.APART, "");
    here(() -> {
      crossing.heard(BOB, position());
      crossing.heard(BOB, chat("hello"));
    });

    assertThat(told).hasSize(2);
    assertThat(told.get(1).getBody()).isEqualTo(chat("hello"));
  }

  @Test
  void what_somebody_said_who_has_left_comes_too_late() {
    inLiveKit(BOB, State.ACTIVE);
    inLiveKit(BOB, State.DISCONNECTED);
    here(() -> crossing.heard(BOB, chat("late")));
    inLiveKit(BOB, State.ACTIVE);
    here(() -> crossing.heard(BOB, chat("back")));

    assertThat(told)
        .extracting(BridgeEvent::getKind)
        .containsExactly(Kind.JOINED, Kind.LEFT, Kind.JOINED, Kind.SAID);
  }

  @Test
  void whoever_asks_is_answered() {
    far(Kind.ASKED, ALICE);

    assertThat(told).extracting(BridgeEvent::getKind).containsExactly(Kind.ANSWERED);
  }

  @Test
  void it_ends_when_the_last_one_has_left_the_livekit_that_it_moves_from() {
    order("casino", "town", "I1", 2);
    inLiveKit(BOB, State.ACTIVE);
    assertThat(bridges.size()).isEqualTo(1);

    inLiveKit(BOB, State.DISCONNECTED);

    assertThat(bridges.size()).isZero();
    assertThat(told).last().extracting(BridgeEvent::getKind).isEqualTo(Kind.ENDED);
  }

  @Test
  void words_of_nobody_garbage_and_floods_are_bounded() {
    inLiveKit(BOB, State.ACTIVE);
    saidFar(ALICE, chat("I never joined"));
    far(Kind.JOINED, "nobody");
    saidFar("nobody", chat("hello"));
    for (int peer = 0; peer < 3_000; peer++) {
      far(Kind.JOINED, address(100 + peer));
    }
    saidFar(address(2_999), chat("one too many"));
    saidFar(address(100), ByteString.copyFrom(new byte[] {5 << 3 | 2, 100, 1}));
    saidFar(address(100), chat("x".repeat(65 << 10)));
    assertThat(said).isEmpty();

    for (int i = 0; i < 1_000; i++) {
      saidFar(address(100), chat("buy"));
    }
    // two of the 200 that it may say at once went before
    assertThat(said).hasSizeBetween(198, 600);

    for (int peer = 0; peer < 3_000; peer++) {
      String name = address(10_000 + peer);
      here(() -> crossing.heard(name, chat("hello")));
    }
    here(() -> crossing.heard("recorder", chat("hello")));
    assertThat(told.stream().filter(each -> each.getKind() == Kind.JOINED)).hasSize(1_000);
  }

  @Test
  void whatever_is_told_nothing_is_thrown() {
    Random random = new Random(3);
    inLiveKit(BOB, State.ACTIVE);
    for (int i = 0; i < 5_000; i++) {
      byte[] body = new byte[random.nextInt(40)];
      random.nextBytes(body);
      far(BridgeEvent.newBuilder()
          .setKindValue(random.nextInt(10))
          .setPeer(random.nextBoolean() ? address(random.nextInt(20)) : "x" + random.nextInt(20))
          .setBody(ByteString.copyFrom(body)));
    }
  }

  @Test
  void orders_that_cannot_be_and_too_many_do_nothing() {
    for (String odd : List.of("", "a.b", "*", ">", "a b", "x".repeat(100), "\u00e4")) {
      order("town", "casino", odd, 5);
    }
    order("town".repeat(100), "casino", "I2", 6);
    order("casino", "casino", "I2", 7);
    order("a", "b", "I2", 8);
    assertThat(bridges.size()).isEqualTo(1);

    for (int i = 0; i < 1_500; i++) {
      order("town", "casino", "J" + i, 100 + i);
    }

    assertThat(bridges.size()).isEqualTo(1_000);
  }
}
