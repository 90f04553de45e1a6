package dev.atoll.gateway;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server is to be told and was told. Messages with a sequence wait until they are written, and are kept after that for a resume;
 * both together have a bound of bytes, at which those go first that were written, the eldest before others. Of messages of which only the
 * newest counts, such as positions, one a key waits, and they have a quarter of that bound beside. Used on one event loop only.
 */
final class Outbox {
  private static final int NEWEST_SHARE = 4;

  private final int maxBytes;

  /** In order; with a sequence each. */
  private final ArrayDeque<Entry> written = new ArrayDeque<>();

  /** In order; with a sequence or without. */
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();

  /** By key, those first that have waited longest for their turn. */
  private final Map<String, byte[]> newest = new LinkedHashMap<>();

  private long bytes;
  private long waitingBytes;
  private long newestBytes;
  private long lastSequence;

  /** All up to this one are gone. */
  private long goneUpTo;

  /** Something was dropped that was never written. */
  private boolean overflown;

  private record Entry(long sequence, byte[] message) {}

  Outbox(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The sequence that the next message gets. */
  long nextSequence() {
    return lastSequence + 1;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** A message with {@link #nextSequence}. */
  void add(byte[] message) {
    put(new Entry(++lastSequence, message));
  }

  /** A message that is forgotten once it is written, in its order with the others. */
  void addPassing(byte[] message) {
    put(new Entry(0, message));
  }

  private void put(Entry entry) {
    waiting.add(entry);
    waitingBytes += entry.message().length;
    bytes += entry.message().length;
    // one by itself may be larger, or it could never be told
    while (bytes > maxBytes && written.size() + waiting.size() > 1) {
      if (written.isEmpty()) {
        overflown = true;
        waitingBytes -= waiting.element().message().length;
        drop(waiting.remove());
      } else {
        drop(written.remove());
      }
    }
  }

  private void drop(Entry entry) {
    bytes -= entry.message().length;
    goneUpTo = Math.max(goneUpTo, entry.sequence());
  }

  /** A message that takes the place of the one with this key, or waits behind all others. */
  void putNewest(String key, byte[] message) {
    byte[] before = newest.put(key, message);
    newestBytes += message.length - (before == null ? 0 : before.length);
    var eldest = newest.values().iterator();
    while (newestBytes > maxBytes / NEWEST_SHARE && eldest.hasNext()) {
      newestBytes -= eldest.next().length;
      eldest.remove();
    }
  }

  /** Nothing with such a key waits any more. */
  void forgetNewest(String part) {
    if (newest.isEmpty()) {
      return;
    }
    var each = newest.entrySet().iterator();
    while (each.hasNext()) {
      var entry = each.next();
      if (entry.getKey().contains(part)) {
        newestBytes -= entry.getValue().length;
        each.remove();
      }
    }
  }

  /** Bytes that wait, those of which only the newest counts apart. */
  long waitingBytes() {
    return waitingBytes;
  }

  /** Whether more had to wait than may, so that something is lost. */
  boolean isOverflown() {
    return overflown;
  }

  /** Writes what waits, as far as the outlet takes it, and flushes it. */
  void pump(Outlet outlet) {
    boolean any = false;
    while (!waiting.isEmpty() && outlet.isWritable()) {
      Entry entry = waiting.remove();
      waitingBytes -= entry.message().length;
      outlet.write(entry.sequence(), entry.message());
      if (entry.sequence() == 0) {
        bytes -= entry.message().length;
      } else {
        written.add(entry);
      }
      any = true;
    }
    while (waiting.isEmpty() && !newest.isEmpty() && outlet.isWritable()) {
      var first = newest.entrySet().iterator();
      byte[] message = first.next().getValue();
      first.remove();
      newestBytes -= message.length;
      outlet.write(0, message);
      any = true;
    }
    if (any) {
      outlet.flush();
    }
  }

  /** The reader is gone: what only it could use is forgotten. */
  void detach() {
    waiting.removeIf(entry -> {
      boolean passing = entry.sequence() == 0;
      bytes -= passing ? entry.message().length : 0;
      waitingBytes -= passing ? entry.message().length : 0;
      return passing;
    });
    newest.clear();
    newestBytes = 0;
  }

  /** Whether nothing is gone of what follows this sequence. */
  boolean isWhole(long last) {
    return !overflown && last >= goneUpTo && last <= lastSequence;
  }

  /**
   * A reader is back that has all up to this sequence: what follows is written again.
   *
   * @return false, and all is forgotten, when something of that is gone
   */
  boolean resume(long last) {
    if (!isWhole(last)) {
      clear();
      return false;
    }
    while (!written.isEmpty() && written.getLast().sequence() > last) {
      Entry entry = written.removeLast();
      waiting.addFirst(entry);
      waitingBytes += entry.message().length;
    }
    return true;
  }

  /** Begins anew, with the next sequence. */
  void clear() {
    detach();
    written.clear();
    waiting.clear();
    bytes = 0;
    waitingBytes = 0;
    goneUpTo = lastSequence;
    overflown = false;
  }
}
