package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NatsLinkTest {
  @Test
  void a_server_that_accepts_and_cuts_is_asked_ever_less_often() {
    try (NatsServer server = NatsServer.start();
        Gate gate = new Gate(server);
        BridgeRig rig = new BridgeRig(gate.url()).started()) {
      long start = System.nanoTime();
      for (int cut = 0; cut < 4; cut++) {
        gate.cut();
        Awaiting.soon().until(() -> !rig.isConnected());
        Awaiting.soon().until(rig::isConnected);
      }

      // pauses of at least 100, 200, 400 and 800 ms, half of what they may be
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(1_400));
    }
  }

  @Test
  void a_stop_waits_for_an_attempt_and_closes_what_it_made() throws Exception {
    try (NatsServer server = NatsServer.start();
        Gate gate = new Gate(server);
        BridgeRig rig = new BridgeRig(gate.url())) {
      server.signal("STOP");
      rig.startNow();
      Awaiting.soon().until(() -> gate.inside() == 1);
      Thread later = new Thread(() -> {
        try {
          server.signal("CONT");
        } catch (IOException | InterruptedException failed) {
          throw new AssertionError(failed);
        }
      });

      later.start();
      rig.stop();

      later.join();
      Awaiting.soon().until(() -> gate.inside() == 0);
      assertThat(rig.isConnected()).isFalse();
    }
  }

  @Test
  void who_may_log_in_is_not_told_with_a_failure() {
    IOException failure = new IOException(
        "Unable to connect to NATS servers: [nats://me:hush@a:4222, tls://hush@b:4222, nats://c]");

    assertThat(NatsLink.masked(failure))
        .doesNotContain("hush")
        .contains("nats://***@a:4222", "tls://***@b:4222", "nats://c");
  }
}
