package dev.atoll.auth;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What happened lately, and when; at the bound the eldest is forgotten early. Used by one thread at a time.
 *
 * @param <K> what can happen
 */
public final class Recent<K> {
  private final long nanos;
  private final int most;
  private final LongSupplier clock;

  /** The eldest first. */
  private final Map<K, Long> times = new LinkedHashMap<>();

  /**
   * @param memory for so long
   * @param most of so many
   */
  public Recent(Duration memory, int most) {
    this(memory, most, System::nanoTime);
  }

  Recent(Duration memory, int most, LongSupplier clock) {
    this.nanos = memory.toNanos();
    this.most = most;
    this.clock = clock;
  }

  /** It happens now. */
  public void add(K what) {
    times.remove(what);
    expire();
    if (times.size() >= most) {
      times.remove(times.keySet().iterator().next());
    }
    times.put(what, clock.getAsLong());
  }

  /** It did not happen, or counts no more. */
  public void remove(K what) {
    times.remove(what);
  }

  /** Whether it happened lately. */
  public boolean contains(K what) {
    return age(what).isPresent();
  }

  /** How many nanoseconds ago it happened lately. */
  public OptionalLong age(K what) {
    Long since = times.get(what);
    long age = since == null ? nanos : clock.getAsLong() - since;
    return age < nanos ? OptionalLong.of(age) : OptionalLong.empty();
  }

  /** Whether the next thing that happens makes one forgotten that is remembered. */
  public boolean isFull() {
    expire();
    return times.size() >= most;
  }

  private void expire() {
    long now = clock.getAsLong();
    Iterator<Long> eldest = times.values().iterator();
    while (eldest.hasNext() && now - eldest.next() >= nanos) {
      eldest.remove();
    }
  }
}
