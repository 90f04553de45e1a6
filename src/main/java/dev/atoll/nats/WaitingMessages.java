package dev.atoll.nats;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What waits for NATS to be back: at most {@value #MOST_BYTES} bytes and 10 s, the eldest given up first. jnats' own buffer
 * would refuse the newest instead and keep what it has for ever. Used on one context.
 */
final class WaitingMessages {
  static final int MOST_BYTES = 8 << 20;
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** Of an empty message too, so that many of them are bounded as well. */
  private static final int BYTES_EACH = 100;

  private record Waiting(Outgoing message, long nanos) {
    int size() {
      return message.size() + BYTES_EACH;
    }
  }

  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final Consumer<Outgoing> givenUp;
  private int bytes;

  /** @param givenUp told of each message that waited too long or had to make room */
  WaitingMessages(Consumer<Outgoing> givenUp) {
    this.givenUp = givenUp;
  }

  void add(Outgoing message, long nanos) {
    Waiting waiting = new Waiting(message, nanos);
    queue.add(waiting);
    bytes += waiting.size();
    giveUpOld(nanos);
    while (bytes > MOST_BYTES) {
      givenUp.accept(remove().message());
    }
  }

  /** Hands out what has not waited too long, the eldest first, for as long as it is taken. */
  void handOut(Predicate<Outgoing> taken, long nanos) {
    giveUpOld(nanos);
    while (!queue.isEmpty() && taken.test(queue.element().message())) {
      remove();
    }
  }

  int bytes() {
    return bytes;
  }

  int size() {
    return queue.size();
  }

  private void giveUpOld(long nanos) {
    while (!queue.isEmpty() && nanos - queue.element().nanos() > LONGEST.toNanos()) {
      givenUp.accept(remove().message());
    }
  }

  private Waiting remove() {
    Waiting eldest = queue.remove();
    bytes -= eldest.size();
    return eldest;
  }
}
