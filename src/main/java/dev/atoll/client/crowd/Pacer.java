package dev.atoll.client.crowd;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/** Has every peer do something so many times a second, spread evenly over the time. */
final class Pacer {
  /** Fine enough that what is due together is little. */
  private static final long TICK_MILLIS = 5;

  private final List<CrowdPeer> peers;
  private final Consumer<CrowdPeer> action;
  private final long periodNanos;
  private final int slots;
  private final long start = System.nanoTime();
  private long done;

  private Pacer(double hertz, List<CrowdPeer> peers, Consumer<CrowdPeer> action) {
    this.peers = peers;
    this.action = action;
    this.periodNanos = (long) (1e9 / hertz);
    this.slots = (int) Math.max(1, periodNanos / (TICK_MILLIS * 1_000_000));
  }

  /** Begins; goes on until the timer given back is cancelled. */
  static long start(Vertx vertx, double hertz, List<CrowdPeer> peers, Consumer<CrowdPeer> action) {
    Pacer pacer = new Pacer(hertz, peers, action);
    return vertx.setPeriodic(TICK_MILLIS, id -> pacer.tick());
  }

  private void tick() {
    long due = (System.nanoTime() - start) / (periodNanos / slots);
    // after a pause nobody makes up for a whole turn that was missed
    done = Math.max(done, due - slots);
    while (done < due) {
      for (int i = (int) (done++ % slots); i < peers.size(); i += slots) {
        action.accept(peers.get(i));
      }
    }
  }
}
