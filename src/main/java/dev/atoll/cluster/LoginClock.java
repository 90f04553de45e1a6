package dev.atoll.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * Gives logins their stamps: a logical clock that runs with the wall clock and ahead of every stamp it has heard, so that a later login
 * counts as later though the clocks of nodes differ or are set back. Used on one thread.
 */
public final class LoginClock {
  /** What is heard from further ahead moves this clock only so far: one wrong clock does not carry all the others away. */
  static final Duration MOST_AHEAD = Duration.ofHours(24);

  private final LongSupplier millis;
  private final String node;

  /** Highest time that was given or heard. */
  private long highest;

  /**
   * @param millis the wall clock
   * @param node that gives these stamps; empty in a realm of one node
   */
  public LoginClock(LongSupplier millis, String node) {
    this.millis = millis;
    this.node = node;
  }

  /** That of the node alone in its realm. */
  public static LoginClock alone() {
    return new LoginClock(System::currentTimeMillis, "");
  }

  /** Whether there is no other node in its realm. */
  public boolean isAlone() {
    return node.isEmpty();
  }

  /** Of a login that was proven just now. */
  public LoginStamp next() {
    highest = Math.max(millis.getAsLong(), highest) + 1;
    return new LoginStamp(highest, node);
  }

  /**
   * Of a login that was proven just now, of an address whose other logins are known: later than those, however far ahead the clock was that
   * gave them, since a session would else win for ever.
   */
  public LoginStamp nextAfter(Collection<LoginStamp> known) {
    long time = next().time();
    for (LoginStamp each : known) {
      time = Math.max(time, each.time() + 1);
    }
    return new LoginStamp(time, node);
  }

  /** Another node gave this one. */
  public void heard(LoginStamp stamp) {
    long most = millis.getAsLong() + MOST_AHEAD.toMillis();
    highest = Math.max(highest, Math.min(stamp.time(), most));
  }
}
