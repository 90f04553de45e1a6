package dev.atoll.nats;

import dev.atoll.Patience;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for something on a slow machine. */
final class Awaiting {
  private Awaiting() {}

  static ConditionFactory soon() {
    return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Patience.TIME);
  }
}
