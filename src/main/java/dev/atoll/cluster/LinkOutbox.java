package dev.atoll.cluster;

import dev.atoll.protocol.message.BusMessage;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.TunnelPiece;
import io.vertx.core.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is to be sent to the other side of a link next, as one batch: at the end of this turn of the event loop, or a little later where one
 * has just been sent or all that there is can wait. Used on the links' context only.
 */
final class LinkOutbox {
  /** A batch that is longer is sent at once. */
  static final int FULL = 256 << 10;

  /** Between two batches: what one costs is its seal and the system's write, wake and read, hardly what is in it. */
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

  /** What is in no hurry waits so long for others that go the same way. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long NEVER = Long.MAX_VALUE;

  private final Context context;
  private final Way way;
  private LinkBatch.Builder batch = LinkBatch.newBuilder();

  /** What of this batch's patterns is asked for at its end: one may end and begin again, and a batch does not tell in which order. */
  private final Map<String, Boolean> wishes = new LinkedHashMap<>();

  private int bytes;

  /** When the batch is to go, after {@link #epoch}; {@link #NEVER} while there is nothing in it. */
  private long due = NEVER;

  private final long epoch = System.nanoTime();
  private long sent = -PACE_NANOS;

  /** To the other side. */
  interface Way {
    /** Whether something can be sent; what cannot stays. */
    boolean isOpen();

    void send(LinkBatch batch);
  }

  LinkOutbox(Context context, Way way) {
    this.context = context;
    this.way = way;
  }

  /** Of its messages and pieces, about. */
  int bytes() {
    return bytes;
  }

  /** @param isPatient whether it is in no hurry */
  void add(BusMessage message, int size, boolean isPatient) {
    batch.addMessages(message);
    grown(size, isPatient ? PATIENCE_NANOS : 0);
  }

  void add(TunnelPiece piece, int size) {
    batch.addTunnels(piece);
    grown(size, 0);
  }

  void wish(String pattern, boolean asked) {
    grown(wishes.put(pattern, asked) == null ? pattern.length() : 0, 0);
  }

  private void grown(int by, long patience) {
    bytes += by;
    if (bytes >= FULL && way.isOpen()) {
      send();
    } else {
      within(patience);
    }
  }

  /** The next batch, to which something may be set; {@link #soon} or {@link #atEndOfTurn} is to follow. */
  LinkBatch.Builder next() {
    return batch;
  }

  /** Sends it when the pace allows. */
  void soon() {
    within(0);
  }

  private void within(long patience) {
    long now = now();
    long then = Math.max(sent + PACE_NANOS, now + patience);
    if (then >= due) {
      return;
    }
    due = then;
    if (then <= now) {
      context.runOnContext(turn -> sendIfDue(then));
    } else {
      context
          .owner()
          .setTimer(TimeUnit.NANOSECONDS.toMillis(then - now) + 1, timer -> sendIfDue(then));
    }
  }

  /** Sends it whenever the last one was. */
  void atEndOfTurn() {
    long now = now();
    due = Math.min(due, now);
    context.runOnContext(turn -> sendIfDue(now));
  }

  private long now() {
    return System.nanoTime() - epoch;
  }

  /** @param then when what this is for was due; it may have gone with what was due earlier */
  private void sendIfDue(long then) {
    if (due > then) {
      return;
    }
    due = NEVER;
    if (way.isOpen()) {
      send();
    }
  }

  /** Sends it now. */
  void send() {
    due = NEVER;
    sent = now();
    wishes.forEach(this::add);
    wishes.clear();
    LinkBatch whole = batch.build();
    batch = LinkBatch.newBuilder();
    bytes = 0;
    way.send(whole);
  }

  private void add(String pattern, boolean asked) {
    if (asked) {
      batch.addBegins(pattern);
    } else {
      batch.addEnds(pattern);
    }
  }
}
