package dev.atoll.rooms;

import dev.atoll.protocol.Rfc4Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Frames that one slow receiver has not got yet, in their order. An unreliable frame goes when a newer one of its sender and
 * kind comes; all others stay. Its owner bounds {@link #bytes}; what it takes up is at most a few times that.
 */
final class Backlog {
  /** One write hands over about what a channel takes before it stops being writable. */
  private static final int MOST_BYTES_AT_ONCE = 64 << 10;

  private static final int LEAST_BYTES = 4096;
  private static final int LEAST_FRAMES = 32;

  private final ByteBufAllocator allocator;
  private final NewestFrames newest = new NewestFrames();

  /** Frames as they came, superseded ones among them; slices of it may still be under way. */
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

  private int[] starts = {};
  private int[] lengths = {};
  private int[] senders = {};
  private int[] kinds = {};
  private int first;
  private int end;
  private int waitingFrames;
  private int waitingBytes;

  Backlog(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  boolean isEmpty() {
    return waitingFrames == 0;
  }

  /** Bytes that wait. */
  int bytes() {
    return waitingBytes;
  }

  /** Frames that wait. */
  int frames() {
    return waitingFrames;
  }

  /**
   * Appends one frame of a tick.
   *
   * @return whether an older one was dropped for it
   */
  boolean add(Tick tick, int frame) {
    int start = tick.start(frame);
    int length = tick.end(frame) - start;
    if (end == starts.length || buffer.writableBytes() < length) {
      rebuild(length);
    }
    starts[end] = buffer.writerIndex();
    lengths[end] = length;
    senders[end] = tick.sender(frame);
    kinds[end] = tick.kind(frame);
    buffer.writeBytes(tick.frames(), start, length);
    waitingFrames++;
    waitingBytes += length;
    return supersede(end++);
  }

  /** Takes the next frames off, as many as lie side by side; the caller releases them. Empty when nothing waits. */
  ByteBuf next() {
    while (first < end && lengths[first] == 0) {
      first++;
    }
    if (first == end) {
      return Unpooled.EMPTY_BUFFER;
    }
    int from = starts[first];
    int to = from;
    while (first < end && lengths[first] > 0 && to - from < MOST_BYTES_AT_ONCE) {
      to += lengths[first++];
      waitingFrames--;
    }
    waitingBytes -= to - from;
    ByteBuf taken = buffer.retainedSlice(from, to - from);
    if (waitingFrames == 0) {
      clear();
    }
    return taken;
  }

  /** Forgets everything. */
  void clear() {
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
    newest.clear();
    starts = lengths = senders = kinds = new int[0];
    first = end = waitingFrames = waitingBytes = 0;
  }

  private boolean supersede(int frame) {
    if (kinds[frame] == Rfc4Kind.UNKNOWN) {
      return false;
    }
    int older = newest.put(senders[frame], kinds[frame], frame);
    if (older < first) {
      return false;
    }
    waitingFrames--;
    waitingBytes -= lengths[older];
    lengths[older] = 0;
    return true;
  }

  /**
   * Moves what waits into a new buffer with at least as much room again, so that each frame is moved less than once on
   * average. Never in place: slices of the old one may be on their way out.
   */
  private void rebuild(int length) {
    ByteBuf moved = allocator.directBuffer(Math.max(LEAST_BYTES, 2 * (waitingBytes + length)));
    int size = Math.max(LEAST_FRAMES, 2 * waitingFrames + 2);
    int[] oldStarts = starts;
    int[] oldLengths = lengths;
    starts = new int[size];
    lengths = new int[size];
    int[] oldSenders = senders;
    int[] oldKinds = kinds;
    senders = new int[size];
    kinds = new int[size];
    newest.clear();
    int to = 0;
    for (int from = first; from < end; from++) {
      if (oldLengths[from] > 0) {
        starts[to] = moved.writerIndex();
        lengths[to] = oldLengths[from];
        senders[to] = oldSenders[from];
        kinds[to] = oldKinds[from];
        moved.writeBytes(buffer, oldStarts[from], oldLengths[from]);
        if (kinds[to] != Rfc4Kind.UNKNOWN) {
          newest.put(senders[to], kinds[to], to);
        }
        to++;
      }
    }
    buffer.release();
    buffer = moved;
    first = 0;
    end = to;
  }
}
