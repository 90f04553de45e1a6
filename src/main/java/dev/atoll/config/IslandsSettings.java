package dev.atoll.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How peers are grouped.
 *
 * @param joinDistance metres (x and z only) within which islands merge
 * @param leaveDistance metres beyond which an island splits; not less than {@code joinDistance}
 * @param size most peers of one island
 * @param flushInterval between two regroupings
 * @param heartbeatTimeout after which a silent peer is dropped
 * @param prefix first characters of every island's id
 * @param merge which islands within reach merge
 * @param threading what the engine runs on
 * @param transport what carries them where it can; short for one rule
 */
public record IslandsSettings(
    double joinDistance,
    double leaveDistance,
    int size,
    Duration flushInterval,
    Duration heartbeatTimeout,
    String prefix,
    Merge merge,
    Threading threading,
    Optional<TransportKind> transport) {

  /** Which islands within reach merge. */
  public enum Merge {
    /** As the reference does, even where the next flush splits them again. */
    REFERENCE,
    /** Only if the union is connected by hops of at most the leave distance. */
    STABLE
  }

  /** What the engine runs on. */
  public enum Threading {
    /** The node's event loop. */
    EVENT_LOOP,
    /** An ordered worker thread, for very large realms. */
    WORKER
  }

  public IslandsSettings {
    Check.between("join-distance", joinDistance, 1, 10_000);
    Check.require(
        "leave-distance",
        leaveDistance >= joinDistance && leaveDistance <= 10_000,
        Check.number(leaveDistance),
        "between join-distance, which is " + Check.number(joinDistance) + ", and 10000");
    Check.between("size", size, 1, 10_000);
    Check.between("flush-interval", flushInterval, Duration.ofMillis(50), Duration.ofMinutes(1));
    Check.between(
        "heartbeat-timeout", heartbeatTimeout, Duration.ofMillis(100), Duration.ofHours(1));
    Check.matches(
        "prefix",
        prefix,
        "[A-Za-z][A-Za-z0-9_-]{0,15}",
        "a letter, then up to 15 letters, digits, _ or -");
  }
}
