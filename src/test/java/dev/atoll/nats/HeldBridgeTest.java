package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import io.nats.client.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that stood still, and does not know yet what the others did meanwhile. */
class HeldBridgeTest {
  private static final String A = "0x" + "a".repeat(40);
  private static final String B = "0x" + "b".repeat(40);
  private static final String C = "0x" + "c".repeat(40);

  private NatsServer server;
  private ForeignService foreign;
  private BridgeRig rig;

  @BeforeEach
  void start() {
    server = NatsServer.start();
    foreign = new ForeignService(server);
    rig = new BridgeRig(server).started();
    for (String peer : List.of(A, B)) {
      rig.connect(peer);
      rig.heartbeat(peer, 1, 1);
      foreign.await("peer." + peer + ".heartbeat");
    }
    foreign.forget();
  }

  @AfterEach
  void stop() {
    if (foreign != null) {
      rig.close();
      foreign.close();
      server.close();
    }
  }

  @Test
  void what_was_while_a_node_is_held_is_never_told_and_what_is_then_is_told_once()
      throws Exception {
    rig.held = true;
    rig.heartbeat(A, 5, 5);
    rig.heartbeat(A, 7, 7);
    rig.disconnect(B);
    rig.connect(C);
    rig.heartbeat(C, 8, 8);
    rig.held = false;
    rig.heartbeat(C, 9, 9);

    foreign.await("peer." + A + ".heartbeat");
    foreign.await("peer." + B + ".disconnect");
    foreign.await("peer." + C + ".heartbeat");
    List<Message> told = toldUntilNow();
    // told in the order in which they were said: those of the hold would be the first
    assertThat(positions(told, A)).containsOnly(BridgeRig.at(7, 7));
    assertThat(positions(told, C)).containsOnly(BridgeRig.at(9, 9));
    assertThat(subjects(told)).containsOnlyOnce("peer." + B + ".disconnect");
    assertThat(subjects(told)).noneMatch(subject -> subject.endsWith(".connect"));
  }

  @Test
  void of_the_islands_those_are_told_that_were_the_last() throws Exception {
    rig.held = true;
    rig.publish(Subjects.ISLANDS, Payload.of(island("I1")));
    rig.publish(Subjects.ISLANDS, Payload.of(island("I2")));
    rig.held = false;
    rig.heartbeat(A, 2, 2);

    foreign.await("engine.islands");
    toldUntilNow();
    for (Message told : foreign.heard("engine.islands")) {
      assertThat(IslandStatusMessage.parseFrom(told.getData())).isEqualTo(island("I2"));
    }
  }

  @Test
  void what_peers_say_waits_and_what_others_say_is_heard_meanwhile() {
    rig.held = true;
    rig.publish(Subjects.topic(A, "hello"), bytes("1"));
    rig.publish(Subjects.topic(A, "hello"), bytes("2"));

    foreign.sayHex("peer." + C + ".heartbeat", "0a0a0d0000c03f1d000010c0");
    Awaiting.soon().until(() -> rig.cameSubjects().size() == 1);
    assertThat(foreign.subjects()).containsExactly("peer." + C + ".heartbeat");

    rig.held = false;
    String topic = Subjects.topic(A, "hello").name();
    List<Message> said = foreign.awaitAll(topic, 2);
    assertThat(said).extracting(each -> new String(each.getData())).containsExactly("1", "2");
  }

  /** All that was told before a word that is said now. */
  private List<Message> toldUntilNow() {
    rig.publish(Subjects.topic(A, "end"), bytes("end"));
    foreign.await(Subjects.topic(A, "end").name());
    return foreign.heard();
  }

  private static List<String> subjects(List<Message> told) {
    return told.stream().map(Message::getSubject).toList();
  }

  private static List<Heartbeat> positions(List<Message> told, String peer) throws Exception {
    List<Heartbeat> positions = new ArrayList<>();
    for (Message each : told) {
      if (each.getSubject().equals("client-proto.peer." + peer + ".heartbeat")) {
        positions.add(Heartbeat.parseFrom(each.getData()));
      }
    }
    return positions;
  }

  private static IslandStatusMessage island(String id) {
    return IslandStatusMessage.newBuilder()
        .addData(IslandData.newBuilder().setId(id).addPeers(A))
        .build();
  }

  private static Payload bytes(String text) {
    return Payload.of(ByteString.copyFromUtf8(text));
  }
}
