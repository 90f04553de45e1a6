package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import io.nats.client.Message;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** NATS comes late, is killed, hangs and comes back, in the middle of what happens. */
class NatsOutageTest {
  private static final String A = "0x" + "a".repeat(40);
  private static final String B = "0x" + "b".repeat(40);
  private static final String C = "0x" + "c".repeat(40);
  private static final String D = "0x" + "d".repeat(40);

  private NatsServer server;
  private Gate gate;

  @BeforeEach
  void make() {
    server = NatsServer.later();
    gate = new Gate(server);
  }

  @AfterEach
  void end() {
    if (gate != null) {
      gate.close();
      server.close();
    }
  }

  @Test
  void a_bridge_starts_without_nats_and_finds_it_later() {
    try (BridgeRig rig = new BridgeRig(gate.url()).startNow()) {
      rig.connect(A);
      rig.heartbeat(A, 1, 2);
      assertThat(rig.isConnected()).isFalse();

      server.run();

      rig.awaitConnected();
      try (ForeignService foreign = new ForeignService(server)) {
        foreign.sayHex("peer." + B + ".heartbeat", "0a0a0d0000c03f1d000010c0");
        Awaiting.soon().until(() -> rig.cameSubjects().size() == 1);
      }
    }
  }

  @Test
  void after_an_outage_state_is_told_as_heartbeats_and_disconnects_and_never_as_connect() {
    server.run();
    try (BridgeRig rig = new BridgeRig(gate.url()).started()) {
      for (String peer : List.of(A, B, C)) {
        rig.connect(peer);
        rig.heartbeat(peer, 1, 1);
      }
      kill(rig);
      rig.heartbeat(A, 7, 7);
      rig.disconnect(B);
      rig.disconnect(C);
      rig.connect(C);
      rig.heartbeat(C, 8, 8);
      rig.connect(D);
      rig.heartbeat(D, 9, 9);

      List<Message> told = toldAfterReturn(rig);

      assertThat(subjects(told))
          .contains(
              "peer." + A + ".heartbeat",
              "client-proto.peer." + A + ".heartbeat",
              "peer." + B + ".disconnect",
              "peer." + C + ".disconnect",
              "peer." + C + ".heartbeat",
              "peer." + D + ".heartbeat")
          .doesNotContain("peer." + A + ".disconnect", "peer." + B + ".heartbeat")
          .noneMatch(subject -> subject.endsWith(".connect"));
      assertThat(subjects(told).indexOf("peer." + C + ".disconnect"))
          .isLessThan(subjects(told).indexOf("peer." + C + ".heartbeat"));
      assertThat(position(told, "peer." + A + ".heartbeat")).isEqualTo(BridgeRig.at(7, 7));
    }
  }

  @Test
  void what_clients_say_waits_in_order_and_the_newest_island_of_each_peer_too() throws Exception {
    server.run();
    try (BridgeRig rig = new BridgeRig(gate.url()).started()) {
      kill(rig);
      rig.publish(Subjects.topic(A, "hello"), bytes("1"));
      rig.publish(Subjects.topic(A, "hello"), bytes("2"));
      rig.publish(Subjects.islandChanged(B), Payload.of(change("I1")));
      rig.publish(Subjects.islandChanged(B), Payload.of(change("I2")));

      List<Message> told = toldAfterReturn(rig);

      assertThat(told.stream()
              .filter(each -> each.getSubject().equals("client-proto.peer." + A + ".hello"))
              .map(each -> new String(each.getData(), StandardCharsets.UTF_8)))
          .containsExactly("1", "2");
      List<Message> changes = told.stream()
          .filter(each -> each.getSubject().equals("engine.peer." + B + ".island_changed"))
          .toList();
      assertThat(changes).hasSize(1);
      assertThat(IslandChangedMessage.parseFrom(changes.get(0).getData()).getIslandId())
          .isEqualTo("I2");
    }
  }

  @Test
  void what_waits_is_bounded_and_the_eldest_is_given_up() {
    server.run();
    try (BridgeRig rig = new BridgeRig(gate.url()).started()) {
      kill(rig);
      byte[] large = new byte[60_000];
      int messages = 200;
      for (int i = 0; i < messages; i++) {
        rig.publish(
            Subject.of("messageBus.scene.s1.n" + i), Payload.of(ByteString.copyFrom(large)));
      }

      double waiting = rig.meters.get("atoll.nats.waiting.bytes").gauge().value();
      List<Message> told = toldAfterReturn(rig);

      assertThat(waiting).isBetween(7e6, (double) WaitingMessages.MOST_BYTES);
      assertThat(subjects(told))
          .contains("messageBus.scene.s1.n" + (messages - 1))
          .doesNotContain("messageBus.scene.s1.n0");
      assertThat(rig.dropped("expired")).isGreaterThan(50);
    }
  }

  @Test
  void a_subscription_is_answered_at_once_without_nats_and_holds_when_it_is_back() {
    server.run();
    try (BridgeRig rig = new BridgeRig(gate.url()).started()) {
      kill(rig);
      Subscription subscription = rig.on(() -> {
        Subscription made = rig.bus.subscribe(Pattern.of("client-proto.peer.*.hello"), each -> {});
        return rig.afterTurns(20).map(passed -> made.inForce().isComplete()).map(answered -> {
          assertThat(answered).isTrue();
          return made;
        });
      });

      server.run();
      rig.awaitConnected();
      try (ForeignService foreign = new ForeignService(server)) {
        foreign.say("client-proto.peer." + B + ".hello");
        Awaiting.soon().until(() -> rig.cameSubjects().size() == 1);
      }
      rig.on(() -> {
        subscription.cancel();
        return Future.succeededFuture();
      });
    }
  }

  @Test
  void a_subscription_is_answered_while_the_server_hangs() throws Exception {
    server.run();
    try (BridgeRig rig = new BridgeRig(gate.url()).started()) {
      server.signal("STOP");
      try {
        rig.subscribe("client-proto.peer.*.hello");

        // one second is promised, and six pass until the server is given up
        assertThat(rig.isConnected()).isTrue();
      } finally {
        server.signal("CONT");
      }
    }
  }

  @Test
  void a_server_that_hangs_is_left() throws Exception {
    server.run();
    try (BridgeRig rig = new BridgeRig(gate.url()).started()) {
      rig.connect(A);
      server.signal("STOP");
      try {
        Awaiting.soon().until(() -> {
          rig.heartbeat(A, 1, 1);
          return !rig.isConnected();
        });
      } finally {
        server.signal("CONT");
      }
      rig.awaitConnected();
      Awaiting.soon()
          .until(() -> rig.meters.get("atoll.nats.connects").counter().count() > 1);
    }
  }

  /** All that is told from when NATS can be reached until a last word; five seconds are promised, where the machine is not busy. */
  private List<Message> toldAfterReturn(BridgeRig rig) {
    gate.shut();
    server.run();
    try (ForeignService foreign = new ForeignService(server)) {
      gate.open();
      Awaiting.soon().until(() -> {
        rig.publish(Subjects.topic(D, "last"), bytes(""));
        return !foreign.heard("client.peer." + D + ".last").isEmpty();
      });
      return foreign.heard();
    }
  }

  private void kill(BridgeRig rig) {
    server.kill();
    Awaiting.soon().until(() -> !rig.isConnected());
  }

  private static List<String> subjects(List<Message> messages) {
    return messages.stream().map(Message::getSubject).toList();
  }

  private static Heartbeat position(List<Message> messages, String subject) {
    return messages.stream()
        .filter(each -> each.getSubject().equals(subject))
        .findFirst()
        .map(each -> {
          try {
            return Heartbeat.parseFrom(each.getData());
          } catch (Exception wrong) {
            throw new AssertionError(wrong);
          }
        })
        .orElseThrow();
  }

  private static IslandChangedMessage change(String island) {
    return IslandChangedMessage.newBuilder()
        .setIslandId(island)
        .setConnStr("p2p:x")
        .build();
  }

  private static Payload bytes(String text) {
    return Payload.of(ByteString.copyFromUtf8(text));
  }
}
