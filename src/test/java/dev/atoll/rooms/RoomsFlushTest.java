package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.rooms.RoomsRig.Guest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is gathered when the rooms stop. */
class RoomsFlushTest {
  /** One write a second, of which thirty are saved up. */
  private final RoomsRig rig =
      RoomsRig.open(Map.of(), new Rooms.Tuning(Duration.ofSeconds(10), 1, Duration.ofSeconds(30)));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void is_heard_before_the_sockets_close() {
    Guest speaker = rig.enter(address(1), "plaza");
    Guest listener = rig.enter(address(2), "plaza");
    int said = 30;
    for (int i = 1; i <= said; i++) {
      int taken = i;
      speaker.client().say("message " + i, false);
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> rig.counters().inMessages() == taken);
    }
    int before = listener.client().unread();

    RoomsRig.await(rig.vertx().undeploy(rig.verticle().home().deploymentID()));

    assertThat(before).as("the last had to wait for its tick").isLessThan(said);
    assertThat(listener.client().closeCode()).isEqualTo(1012);
    assertThat(listener.client().unread()).isEqualTo(said);
  }
}
