package dev.atoll.livekit.sidecar;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Packets that wait until a side-car is in and known, in order. Used on one event loop. */
final class Unsaid {
  static final int MOST_BYTES = 256 << 10;

  /** Beside its bytes, so that empty packets are bounded too. */
  private static final int PACKET_COST = 64;

  private final Queue<Spoken> waiting = new ArrayDeque<>();
  private int bytes;

  /** False, and it is lost, when too much waits. */
  boolean add(Spoken packet) {
    int cost = cost(packet);
    if (bytes + cost > MOST_BYTES) {
      return false;
    }
    bytes += cost;
    return waiting.add(packet);
  }

  /** The next one, which waits no more. */
  Optional<Spoken> next() {
    Optional<Spoken> next = Optional.ofNullable(waiting.poll());
    next.ifPresent(packet -> bytes -= cost(packet));
    return next;
  }

  private static int cost(Spoken packet) {
    return packet.body().size() + PACKET_COST * (1 + packet.hearers().size());
  }

  void clear() {
    waiting.clear();
    bytes = 0;
  }
}
