package dev.atoll.client.crowd;

import io.vertx.core.Vertx;
import java.util.List;

/** Logs the peers in one after the other: so many a second at most, and so many at once at most. */
final class Ramp {
  private static final long TICK_MILLIS = 10;

  /** A slow realm is not buried in handshakes that then all time out. */
  private static final int AT_ONCE = 100;

  private final List<CrowdPeer> peers;
  private final double loginsASecond;
  private final long start = System.nanoTime();
  private int begun;
  private int underway;

  private Ramp(List<CrowdPeer> peers, double loginsASecond) {
    this.peers = peers;
    this.loginsASecond = loginsASecond;
  }

  /** Begins; ends by itself, or when the timer given back is cancelled. */
  static long start(Vertx vertx, List<CrowdPeer> peers, double loginsASecond) {
    Ramp ramp = new Ramp(peers, loginsASecond);
    return vertx.setPeriodic(TICK_MILLIS, id -> {
      if (ramp.tick()) {
        vertx.cancelTimer(id);
      }
    });
  }

  /** True when all have begun. */
  private boolean tick() {
    double due = (System.nanoTime() - start) / 1e9 * loginsASecond;
    while (begun < Math.min(due, peers.size()) && underway < AT_ONCE) {
      underway++;
      peers.get(begun++).login().onComplete(end -> underway--);
    }
    return begun == peers.size();
  }
}
