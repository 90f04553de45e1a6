package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.SpanTick;
import io.netty.buffer.ByteBufAllocator;

/**
 * What members said in a room since members at other nodes were last told: whole frames of today's dialect, which those nodes hand on as
 * they are. Used on one event loop only.
 */
final class OutgoingTick {
  /** Parts that a tick is told in at most: those of unreliable frames alone may get lost where too much waits. */
  private static final int MOST_PARTS = 16;

  private final Dialect today;
  private final Tick tick;

  /** Told of each part. */
  interface Teller {
    /** @param mayGo whether it may get lost where too much waits */
    void tell(SpanTick part, boolean mayGo);
  }

  OutgoingTick(Dialect today, ByteBufAllocator allocator) {
    this.today = today;
    this.tick = new Tick(allocator);
  }

  void add(Said said, Speaker who) {
    today.writeSaid(tick.out(), said, who);
    tick.added(who.alias(), FarTick.kind(said));
  }

  int bytes() {
    return tick.bytes();
  }

  /** Tells all, in its order. */
  void tell(String room, Teller teller) {
    try {
      int parts = 1;
      for (int from = 0; from < tick.count(); parts++) {
        int to = parts < MOST_PARTS ? endOfPart(from) : tick.count();
        teller.tell(part(room, from, to), isUnreliable(from, to));
        from = to;
      }
    } finally {
      clear();
    }
  }

  private int endOfPart(int from) {
    boolean unreliable = FarTick.isUnreliable(tick.kind(from));
    int to = from + 1;
    while (to < tick.count() && FarTick.isUnreliable(tick.kind(to)) == unreliable) {
      to++;
    }
    return to;
  }

  private boolean isUnreliable(int from, int to) {
    for (int frame = from; frame < to; frame++) {
      if (!FarTick.isUnreliable(tick.kind(frame))) {
        return false;
      }
    }
    return true;
  }

  private SpanTick part(String room, int from, int to) {
    int start = tick.start(from);
    SpanTick.Builder part = SpanTick.newBuilder()
        .setRoom(room)
        .setFrames(ByteString.copyFrom(tick.frames().nioBuffer(start, tick.end(to - 1) - start)));
    byte[] kinds = new byte[to - from];
    for (int frame = from; frame < to; frame++) {
      part.addLengths(tick.end(frame) - tick.start(frame)).addSenders(tick.sender(frame));
      kinds[frame - from] = (byte) tick.kind(frame);
    }
    return part.setKinds(ByteString.copyFrom(kinds)).build();
  }

  /** Nobody elsewhere is left to hear it. */
  void clear() {
    if (!tick.isEmpty()) {
      tick.clear();
    }
  }
}
