package dev.atoll.client.crowd;

import org.HdrHistogram.Histogram;

/** What a crowd measures: how long things took, how much was heard, how full rooms were. Times in microseconds. */
final class Measures {
  private static final long LONGEST = 120_000_000L;
  private static final int DIGITS = 3;

  private final Histogram logins = new Histogram(LONGEST, DIGITS);
  private final Histogram entries = new Histogram(LONGEST, DIGITS);

  /** Of the whole steady window, but for what is still in {@link #recent}. */
  private final Histogram latencies = new Histogram(LONGEST, DIGITS);

  /** Since the last {@link #turn}: one record a delivery, not two. */
  private final Histogram recent = new Histogram(LONGEST, DIGITS);

  private final RoomSizes rooms = new RoomSizes();
  private long deliveries;
  private long islandChanges;

  void loggedIn(long nanos) {
    record(logins, nanos);
  }

  void entered(long nanos) {
    record(entries, nanos);
  }

  void islandChanged() {
    islandChanges++;
  }

  /** Something was heard from anybody. */
  void delivered() {
    deliveries++;
  }

  /** It was from one of the crowd and took that long. */
  void latency(long nanos) {
    record(recent, nanos);
  }

  /** How much was heard so far. */
  long deliveries() {
    return deliveries;
  }

  long islandChanges() {
    return islandChanges;
  }

  Histogram logins() {
    return logins;
  }

  Histogram entries() {
    return entries;
  }

  Histogram latencies() {
    return latencies;
  }

  Histogram recent() {
    return recent;
  }

  RoomSizes rooms() {
    return rooms;
  }

  /**
   * Begins a new interval.
   *
   * @param counts whether the one that ends belongs to the steady window
   */
  void turn(boolean counts) {
    if (counts) {
      latencies.add(recent);
    }
    recent.reset();
  }

  private static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.min(LONGEST, Math.max(0, nanos / 1000)));
  }
}
