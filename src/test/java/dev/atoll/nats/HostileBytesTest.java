package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Messages that nats-server passes on and no client library can read. */
class HostileBytesTest {
  private static final String PEER = "0x" + "b".repeat(40);

  @Test
  void messages_that_jnats_cannot_read_do_not_cut_us_off() throws IOException {
    try (NatsServer server = NatsServer.start();
        BridgeRig rig = new BridgeRig(server).started();
        Socket attacker = new Socket("127.0.0.1", server.port())) {
      String subject = "peer." + PEER + ".heartbeat";
      say(attacker, "CONNECT {\"verbose\":false,\"headers\":true}\r\n");
      say(attacker, "HPUB " + subject + " 17 17\r\nNATS/1.0\r\nbad\r\n\r\n\r\n");
      say(attacker, "HPUB " + subject + " 4 4\r\n\r\n\r\n\r\n");
      say(attacker, "HPUB " + subject + " 19 19\r\nNATS/1.0\r\nA: \u00ff\u00fe\r\n\r\n\r\n");
      say(attacker, "PUB peer." + PEER + ".disconnect 0\r\n\r\n");

      Awaiting.soon().until(() -> rig.cameSubjects().contains("peer." + PEER + ".disconnect"));

      assertThat(rig.dropped("malformed")).isEqualTo(3);
      assertThat(rig.meters.get("atoll.nats.connects").counter().count()).isOne();
    }
  }

  @Test
  void a_subject_longer_than_jnats_has_room_for_does_not_cut_us_off() throws IOException {
    try (NatsServer server = NatsServer.configured("max_control_line: 65536");
        BridgeRig rig = new BridgeRig(server).started();
        Socket attacker = new Socket("127.0.0.1", server.port())) {
      say(attacker, "CONNECT {\"verbose\":false}\r\n");
      say(attacker, "PUB peer." + "a".repeat(10_000) + ".disconnect 0\r\n\r\n");
      say(attacker, "PUB peer." + PEER + ".disconnect 0\r\n\r\n");

      Awaiting.soon().until(() -> rig.cameSubjects().contains("peer." + PEER + ".disconnect"));

      assertThat(rig.dropped("malformed")).isOne();
    }
  }

  private static void say(Socket to, String line) throws IOException {
    to.getOutputStream().write(line.getBytes(StandardCharsets.ISO_8859_1));
  }
}
