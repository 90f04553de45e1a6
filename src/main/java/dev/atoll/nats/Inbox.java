package dev.atoll.nats;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between jnats' thread and the node's context: what came is handed over in batches. At most {@value #MOST} events and
 * {@value #MOST_BYTES} bytes wait; what comes beyond is refused, since who came first was told first.
 */
final class Inbox {
  private static final int MOST = 16_384;
  private static final long MOST_BYTES = 32 << 20;
  private static final int BATCH = 64;

  /** How long one turn of the event loop may take before sockets have theirs. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A timer, since tasks queued one after the other keep the event loop from its sockets. */
  private static final long BREATH_MILLIS = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private record Arrival(Event event, int bytes) {}

  private final Vertx vertx;
  private final Context context;
  private final Consumer<Event> reader;
  private final BlockingQueue<Arrival> queue = new ArrayBlockingQueue<>(MOST);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final List<Arrival> batch = new ArrayList<>(BATCH);
  private boolean closed;

  /**
   * To be made on the context that reads.
   *
   * @param reader called on it
   */
  Inbox(Vertx vertx, Consumer<Event> reader) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.reader = reader;
  }

  /** Called on any thread; whether there was room. */
  boolean offer(Event event, int size) {
    if (bytes.get() + size > MOST_BYTES || !queue.offer(new Arrival(event, size))) {
      return false;
    }
    bytes.addAndGet(size);
    if (scheduled.compareAndSet(false, true)) {
      context.runOnContext(ignored -> read());
    }
    return true;
  }

  /** What is in it and what comes from now on is read by nobody. To be called on the reading context. */
  void close() {
    closed = true;
  }

  private void read(Arrival arrival) {
    bytes.addAndGet(-arrival.bytes());
    if (closed) {
      return;
    }
    try {
      reader.accept(arrival.event());
    } catch (RuntimeException bug) {
      // one event must not cost those that follow
      LOG.error("NATS message could not be taken form={}", arrival.event().form(), bug);
    }
  }

  private void read() {
    long start = System.nanoTime();
    while (queue.drainTo(batch, BATCH) > 0) {
      batch.forEach(this::read);
      batch.clear();
      if (System.nanoTime() - start > TURN_NANOS) {
        vertx.setTimer(BREATH_MILLIS, id -> read());
        return;
      }
    }
    scheduled.set(false);
    // one may have come between the look and the word
    if (!queue.isEmpty() && scheduled.compareAndSet(false, true)) {
      context.runOnContext(ignored -> read());
    }
  }
}
