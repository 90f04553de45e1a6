package dev.atoll.bus;

import dev.atoll.cluster.LinkedBuses;
import org.junit.jupiter.api.AfterEach;

/** Subscribers at one node, publishers at another. */
class LinkedBusTest extends BusContextsContract {
  private final LinkedBuses buses = new LinkedBuses(vertx);

  @Override
  Bus near() {
    return buses.near();
  }

  @Override
  Bus far() {
    return buses.far();
  }

  @Override
  Headers asHeard(Headers published) {
    return published.with(Headers.NODE, "far");
  }

  @Override
  void settle() {
    buses.settle();
  }

  @AfterEach
  void leave() {
    buses.stop();
  }
}
