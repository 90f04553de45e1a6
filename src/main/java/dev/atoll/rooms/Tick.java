package dev.atoll.rooms;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * What happened in a room since its members were last written to: whole server frames, one after the other, the same bytes for
 * everybody. Owns the buffer until {@link #clear}.
 */
final class Tick {
  private static final int LEAST_BYTES = 1024;
  private static final int FIRST_ENTRIES = 16;

  /** No sender: a frame of the room's own. */
  static final int ROOM = 0;

  private final ByteBufAllocator allocator;
  private ByteBuf frames = Unpooled.EMPTY_BUFFER;

  /** Size of the tick before: the next is much like it. */
  private int expectedBytes = LEAST_BYTES;

  /** For each frame where it ends, who sent it, and its replaceable kind; needed for slow receivers only. */
  private int[] ends = new int[FIRST_ENTRIES];

  private int[] senders = new int[FIRST_ENTRIES];
  private int[] kinds = new int[FIRST_ENTRIES];
  private int count;

  Tick(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Where a frame may be appended, to be followed by {@link #added}. */
  ByteBuf out() {
    if (frames == Unpooled.EMPTY_BUFFER) {
      frames = allocator.directBuffer(expectedBytes);
    }
    return frames;
  }

  /** One whole frame was appended. */
  void added(int sender, int kind) {
    added(frames.writerIndex(), sender, kind);
  }

  private void added(int end, int sender, int kind) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      senders = Arrays.copyOf(senders, 2 * count);
      kinds = Arrays.copyOf(kinds, 2 * count);
    }
    ends[count] = end;
    senders[count] = sender;
    kinds[count] = kind;
    count++;
  }

  /** Whole frames that were made elsewhere. */
  void addAll(FarTick far) {
    int start = out().writerIndex();
    frames.writeBytes(far.frames(), 0, far.bytes());
    for (int frame = 0; frame < far.count(); frame++) {
      added(start + far.end(frame), far.sender(frame), far.replaceableKind(frame));
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  int bytes() {
    return frames.writerIndex();
  }

  int start(int frame) {
    return frame == 0 ? 0 : ends[frame - 1];
  }

  int end(int frame) {
    return ends[frame];
  }

  int sender(int frame) {
    return senders[frame];
  }

  int kind(int frame) {
    return kinds[frame];
  }

  ByteBuf frames() {
    return frames;
  }

  /** Everything is written, or nobody is left to hear it. */
  void clear() {
    expectedBytes = Math.max(LEAST_BYTES, frames.writerIndex());
    frames.release();
    frames = Unpooled.EMPTY_BUFFER;
    count = 0;
  }
}
