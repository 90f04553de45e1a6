package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.Secret;
import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.TransportDiscovery;
import dev.atoll.transport.TransportStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is told of transports over NATS, where everybody can speak. */
class TransportsOnNatsTest {
  private static final String SECRET = "a secret of sixteen";
  private static final String SUBJECT = "transport.discovery";
  private static final TransportStatus STATUS = new TransportStatus(
      "rooms.example", TransportKind.WS_ROOM, "wss://rooms.example", 10, 2, 100, true, false);

  private static NatsServer server;

  @BeforeAll
  static void start() {
    server = NatsServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void rooms_of_one_node_are_heard_of_at_another() throws Exception {
    try (BridgeRig archipelago = new BridgeRig(server, "rooms.secret", SECRET).started();
        BridgeRig rooms =
            new BridgeRig(server, "rooms.secret", SECRET, "node.run", "rooms, nats").started()) {
      rooms.publish(Subjects.TRANSPORT_DISCOVERY, Payload.of(STATUS.toMessage()));

      Awaiting.soon().until(() -> !archipelago.came.isEmpty());

      assertThat(archipelago.cameSubjects()).containsExactly(SUBJECT);
      assertThat(TransportDiscovery.parseFrom(archipelago.came.get(0).payload().bytes()))
          .isEqualTo(STATUS.toMessage());
      assertThat(rooms.came).isEmpty();
    }
  }

  @Test
  void what_was_told_before_nats_is_there_is_told_when_it_is() {
    NatsServer late = NatsServer.later();
    try (Gate gate = new Gate(late);
        BridgeRig rooms = new BridgeRig(
                gate.url(), "rooms.secret", SECRET, "node.run", "rooms, nats")
            .startNow()) {
      gate.shut();
      rooms.publish(Subjects.TRANSPORT_DISCOVERY, Payload.of(STATUS.toMessage()));
      late.run();
      try (BridgeRig archipelago = new BridgeRig(late, "rooms.secret", SECRET).started()) {

        gate.open();

        Awaiting.soon().until(() -> archipelago.cameSubjects().contains(SUBJECT));
      }
    } finally {
      late.close();
    }
  }

  @Test
  void nobody_without_the_secret_is_believed() {
    try (ForeignService foreign = new ForeignService(server);
        BridgeRig rig =
            new BridgeRig(server, "rooms.secret", SECRET, "nats.trust", "all").started()) {
      byte[] sealed = new TransportSeal(new Secret(SECRET))
          .seal(STATUS.toMessage(), System.currentTimeMillis());
      List<byte[]> hostile = new CopyOnWriteArrayList<>(List.of(
          STATUS.toMessage().toByteArray(),
          new byte[0],
          new byte[] {-1, -1, -1},
          new TransportSeal(new Secret("another of sixteen"))
              .seal(STATUS.toMessage(), System.currentTimeMillis()),
          new TransportSeal(new Secret(SECRET))
              .seal(STATUS.toMessage(), System.currentTimeMillis() - 60_000)));
      hostile.forEach(each -> foreign.say(SUBJECT, each));
      foreign.say(SUBJECT, new byte[5000]);
      foreign.say(SUBJECT, sealed);
      foreign.say(SUBJECT, sealed);
      foreign.say("peer.0x" + "b".repeat(40) + ".disconnect");

      Awaiting.soon().until(() -> rig.came.size() == 2);
      assertThat(rig.cameSubjects()).startsWith(SUBJECT).doesNotHaveDuplicates();
      assertThat(rig.dropped("untrusted")).isEqualTo(6);
      assertThat(rig.dropped("malformed")).isEqualTo(1);
    }
  }

  @Test
  void without_a_secret_nothing_is_told_and_nothing_heard() {
    try (ForeignService foreign = new ForeignService(server);
        BridgeRig rig = new BridgeRig(server, "nats.trust", "all").started();
        BridgeRig other = new BridgeRig(server, "rooms.secret", SECRET).started()) {
      rig.publish(Subjects.TRANSPORT_DISCOVERY, Payload.of(STATUS.toMessage()));
      foreign.say(
          SUBJECT,
          new TransportSeal(new Secret(SECRET))
              .seal(STATUS.toMessage(), System.currentTimeMillis()));
      foreign.say("peer.0x" + "b".repeat(40) + ".disconnect");

      Awaiting.soon().until(() -> rig.came.size() == 1 && other.came.size() == 2);
      assertThat(rig.cameSubjects()).doesNotContain(SUBJECT);
    }
  }
}
