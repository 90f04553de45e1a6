package dev.atoll.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Notices that this node stood still: that its process was stopped, or its event loop held up, for over {@link #LIMIT}. Others may have
 * gone on without it, so it has to be noticed before anything else is done: whoever acts on what it knew asks first. Safe for any thread.
 */
final class Stall {
  static final Duration LIMIT = Duration.ofSeconds(2);

  /** How often {@link #tick} is to be called. */
  static final long TICK_MILLIS = 250;

  private final LongSupplier nanos;
  private final AtomicLong ticked;

  /** @param nanos a clock that goes on meanwhile, as {@link System#nanoTime} does */
  Stall(LongSupplier nanos) {
    this.nanos = nanos;
    this.ticked = new AtomicLong(nanos.getAsLong());
  }

  /** How long it stood still, when that has not been told yet; else zero. */
  Duration look() {
    long last = ticked.get();
    long now = nanos.getAsLong();
    boolean stood = now - last > LIMIT.toNanos() && ticked.compareAndSet(last, now);
    return stood ? Duration.ofNanos(now - last) : Duration.ZERO;
  }

  /** The event loop runs; to be called on it, after a {@link #look}. */
  void tick() {
    ticked.set(nanos.getAsLong());
  }
}
