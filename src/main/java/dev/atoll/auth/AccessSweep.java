package dev.atoll.auth;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;

/**
 * Looks, time and again, for those inside who were denied or banned after they came in. One sweep at a time, however slow its
 * sources: the next begins an interval after the last one ended. Used on one event loop.
 */
public final class AccessSweep {
  private final Vertx vertx;
  private final Access access;
  private final Duration interval;
  private final Inside inside;
  private long timer = -1;
  private boolean stopped;

  /** Those who were let in, and how they are sent away. */
  public interface Inside {
    /** Lower-case addresses of all who are inside now; a copy, since sending away changes it. */
    Set<String> addresses();

    /** Sends away all of an address that is banned. */
    void banned(String address);

    /** Sends away all of an address that is on the deny list. */
    void denied(String address);
  }

  /**
   * @param interval from one sweep's end to the next one's beginning
   */
  public AccessSweep(Vertx vertx, Access access, Duration interval, Inside inside) {
    this.vertx = vertx;
    this.access = access;
    this.interval = interval;
    this.inside = inside;
  }

  /** Sweeps from now on, first after an interval. */
  public void start() {
    if (!stopped) {
      timer = vertx.setTimer(interval.toMillis(), fired -> sweep());
    }
  }

  /** Sweeps no more, ever. */
  public void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void sweep() {
    access.bannedOf(inside.addresses()).onSuccess(this::sendAway).onComplete(over -> start());
  }

  private void sendAway(Set<String> banned) {
    for (String address : inside.addresses()) {
      if (banned.contains(address)) {
        inside.banned(address);
      } else if (access.denied(address)) {
        inside.denied(address);
      }
    }
  }
}
