package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.Rfc4Kind;
import dev.atoll.protocol.message.SpanTick;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.IntPredicate;

/** What members at another node said in a room: whole frames of today's dialect, one after the other, by known senders. */
final class FarTick {
  /** A tick and one message more, as large as any may be. */
  private static final int MOST_BYTES = 512 << 10;

  private static final int KIND_MASK = 15;
  private static final int UNRELIABLE = 16;
  private static final int ANONYMOUS = 32;

  private static final int BINARY = 0x82;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  private final ByteBuf frames;
  private final int[] ends;
  private final int[] senders;
  private final byte[] kinds;
  private final int count;

  private FarTick(ByteBuf frames, int[] ends, int[] senders, byte[] kinds, int count) {
    this.frames = frames;
    this.ends = ends;
    this.senders = senders;
    this.kinds = kinds;
    this.count = count;
  }

  /** What is told of a message beside its frame. */
  static int kind(Said said) {
    return said.kind()
        | (said.isUnreliable() ? UNRELIABLE : 0)
        | (said.isAnonymous() ? ANONYMOUS : 0);
  }

  static boolean isUnreliable(int kind) {
    return (kind & UNRELIABLE) != 0;
  }

  /**
   * The frames of senders that are known.
   *
   * @throws IllegalArgumentException when it cannot be
   */
  static FarTick of(SpanTick told, IntPredicate isKnown) {
    int all = told.getLengthsCount();
    if (told.getSendersCount() != all
        || told.getKinds().size() != all
        || told.getFrames().size() > MOST_BYTES) {
      throw new IllegalArgumentException("a tick of " + all + " frames");
    }
    ByteString frames = told.getFrames();
    boolean areAllKnown = true;
    int at = 0;
    for (int i = 0; i < all; i++) {
      int length = told.getLengths(i);
      if (!isFrame(frames, at, length)
          || (told.getKinds().byteAt(i) & KIND_MASK) >= Rfc4Kind.COUNT) {
        throw new IllegalArgumentException("frame " + i + " of a tick");
      }
      areAllKnown &= isKnown.test(told.getSenders(i));
      at += length;
    }
    if (at != frames.size()) {
      throw new IllegalArgumentException("bytes behind a tick");
    }
    return taken(told, areAllKnown ? any -> true : isKnown);
  }

  private static FarTick taken(SpanTick told, IntPredicate isKnown) {
    int all = told.getLengthsCount();
    ByteString frames = ByteString.EMPTY;
    int[] ends = new int[all];
    int[] senders = new int[all];
    byte[] kinds = new byte[all];
    int count = 0;
    int at = 0;
    int end = 0;
    int from = 0;
    for (int i = 0; i < all; i++) {
      int next = at + told.getLengths(i);
      if (isKnown.test(told.getSenders(i))) {
        end += next - at;
        ends[count] = end;
        senders[count] = told.getSenders(i);
        kinds[count++] = told.getKinds().byteAt(i);
      } else {
        frames = frames.concat(told.getFrames().substring(from, at));
        from = next;
      }
      at = next;
    }
    frames = frames.concat(told.getFrames().substring(from, at));
    ByteBuf bytes = Unpooled.wrappedBuffer(frames.asReadOnlyByteBuffer());
    return new FarTick(bytes, ends, senders, kinds, count);
  }

  /** Whether one whole frame of a binary message begins there and has so many bytes. */
  private static boolean isFrame(ByteString bytes, int at, int length) {
    if (length < 2 || length > bytes.size() - at || (bytes.byteAt(at) & 0xFF) != BINARY) {
      return false;
    }
    int first = bytes.byteAt(at + 1);
    return switch (first) {
      case TWO_BYTES -> length >= 4 && length == 4 + number(bytes, at + 2, 2);
      case EIGHT_BYTES -> length >= 10 && length == 10 + number(bytes, at + 2, 8);
      default -> first >= 0 && length == 2 + first;
    };
  }

  private static long number(ByteString bytes, int at, int size) {
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = number << 8 | bytes.byteAt(at + i) & 0xFF;
    }
    return number;
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

  /** All, read by absolute index only. */
  ByteBuf frames() {
    return frames;
  }

  int end(int frame) {
    return ends[frame];
  }

  int sender(int frame) {
    return senders[frame];
  }

  boolean isAnonymous(int frame) {
    return (kinds[frame] & ANONYMOUS) != 0;
  }

  /** Number of its kind of message if a newer one may take its place, else {@link Rfc4Kind#UNKNOWN}. */
  int replaceableKind(int frame) {
    return isUnreliable(kinds[frame]) ? kinds[frame] & KIND_MASK : Rfc4Kind.UNKNOWN;
  }

  /** Index of a frame's first byte behind its header. */
  int bodyStart(int frame) {
    int start = frame == 0 ? 0 : ends[frame - 1];
    int first = frames.getByte(start + 1);
    int header = first == TWO_BYTES ? 4 : first == EIGHT_BYTES ? 10 : 2;
    return start + header;
  }
}
