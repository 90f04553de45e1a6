package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.JoinIslandMessage;
import io.nats.client.impl.Headers;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody on NATS can do to peers of ours and others, by level of trust. */
class NatsTrustTest {
  private static final String OWN = "0x" + "a".repeat(40);
  private static final String OTHER = "0x" + "b".repeat(40);
  private static final String FLOATS = "0a0a0d0000c03f1d000010c0";

  private static NatsServer server;
  private ForeignService foreign;

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

  @BeforeEach
  void connect() {
    foreign = new ForeignService(server);
  }

  @AfterEach
  void disconnect() {
    foreign.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
        none  | all                        | other heartbeat, other disconnect
        doors | all                        | own heartbeat, own disconnect, other heartbeat, other disconnect
        core  | handshake, statistics, nats | own island_changed, island, other heartbeat, other disconnect
        all   | all                        | own island_changed, other island_changed, island, own heartbeat, own disconnect, other heartbeat, other disconnect, room
        """)
  void trust_lets(String trust, String run, String expected) {
    String parts = run.equals("all") ? "handshake, archipelago, rooms, statistics, nats" : run;
    try (BridgeRig rig = new BridgeRig(server, "nats.trust", trust, "node.run", parts).started()) {
      rig.connect(OWN);

      forgeEverything();

      Awaiting.soon().until(() -> rig.cameSubjects().contains("peer." + OTHER + ".disconnect"));
      Awaiting.soon()
          .until(() -> !expected.contains("room")
              || rig.cameSubjects().contains("messageBus.island.I1.chat"));
      assertThat(named(rig.cameSubjects())).containsExactlyInAnyOrder(expected.split(", "));
    }
  }

  @Test
  void hostile_messages_are_counted_and_harm_nobody() {
    try (BridgeRig rig = new BridgeRig(server, "nats.trust", "all").started()) {
      rig.connect(OWN);
      foreign.say("peer.dcl-0.heartbeat", new byte[] {1});
      foreign.say("peer." + OTHER.toUpperCase() + ".disconnect");
      foreign.say("peer." + OTHER + ".heartbeat", new byte[100_000]);
      foreign.say("engine.peer." + OWN + ".island_changed", new byte[] {-1, -1});
      foreign.say("client-proto.island.I1.peer_left", new byte[] {10, 1});
      foreign.say("service.discovery", "{]".getBytes());
      foreign.say("messageBus.island.I1.peer", new byte[0]);
      foreign.sayHex("peer." + OTHER + ".heartbeat", FLOATS);

      Awaiting.soon().until(() -> !rig.came.isEmpty());
      assertThat(rig.cameSubjects()).containsExactly("client-proto.peer." + OTHER + ".heartbeat");
      assertThat(rig.dropped("malformed")).isEqualTo(6);
    }
  }

  @Test
  void another_atolls_second_spellings_are_left_alone() {
    try (BridgeRig rig = new BridgeRig(server).started()) {
      Headers atoll = new Headers().put(Marks.ORIGIN, "n-other");

      foreign.say("peer." + OTHER + ".heartbeat", atoll, hex(FLOATS));
      foreign.say("client-proto.peer." + OTHER + ".heartbeat", atoll, hex(FLOATS));
      foreign.say("peer." + OTHER + ".disconnect", atoll, new byte[0]);

      Awaiting.soon().until(() -> rig.came.size() == 2);
      assertThat(rig.dropped("copy")).isEqualTo(1);
    }
  }

  @Test
  void a_flood_ends_at_a_bound_and_what_follows_is_heard() {
    try (BridgeRig rig = new BridgeRig(server).started()) {
      for (int i = 0; i < 200_000; i++) {
        foreign.sayWithoutWaiting("peer." + OTHER + ".heartbeat", hex(FLOATS));
      }
      foreign.say("peer." + OTHER + ".disconnect");

      Awaiting.soon()
          .until(() ->
              rig.meters.get("atoll.nats.in").tag("kind", "heartbeat").counter().count()
                      + rig.dropped("overflow")
                  >= 200_000);
      assertThat(rig.dropped("overflow")).isPositive();
      Awaiting.soon().until(() -> {
        foreign.say("peer." + OTHER + ".connect");
        return rig.cameSubjects().contains("peer." + OTHER + ".connect");
      });
    }
  }

  private void forgeEverything() {
    IslandChangedMessage change =
        IslandChangedMessage.newBuilder().setIslandId("I1").setConnStr("p2p:x").build();
    foreign.say("engine.peer." + OWN + ".island_changed", change);
    foreign.say("engine.peer." + OTHER + ".island_changed", change);
    foreign.say(
        "client-proto.island.I1.peer_join",
        JoinIslandMessage.newBuilder().setIslandId("I1").setPeerId(OTHER).build());
    foreign.say("messageBus.island.I1.chat", new byte[] {1});
    for (String peer : List.of(OWN, OTHER)) {
      foreign.sayHex("peer." + peer + ".heartbeat", FLOATS);
      foreign.say("peer." + peer + ".disconnect");
    }
  }

  /** Subjects as the table above writes them. */
  private static List<String> named(List<String> subjects) {
    return subjects.stream()
        .map(subject -> {
          if (subject.startsWith("messageBus")) {
            return "room";
          }
          if (subject.contains(".island.")) {
            return "island";
          }
          String what = subject.substring(subject.lastIndexOf('.') + 1);
          return (subject.contains(OWN) ? "own " : "other ") + what;
        })
        .toList();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
