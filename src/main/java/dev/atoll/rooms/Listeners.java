package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.Rfc4Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The members of a room that speak one dialect, and what happened since they were last written to: put into their dialect and
 * framed once for all of them. Used on one event loop only.
 */
final class Listeners {
  private final Dialect dialect;
  private final Tick tick;

  /** In no order; all dialects' together at most {@code rooms.size}. */
  private final List<Member> members = new ArrayList<>();

  Listeners(Dialect dialect, ByteBufAllocator allocator) {
    this.dialect = dialect;
    this.tick = new Tick(allocator);
  }

  Dialect dialect() {
    return dialect;
  }

  List<Member> members() {
    return members;
  }

  /** Bytes that are gathered. */
  int bytes() {
    return tick.bytes();
  }

  /** One more, who does not hear what is gathered already. */
  void add(Member member) {
    member.index(members.size());
    members.add(member);
    member.omitted().add(0, tick.bytes(), tick.count());
  }

  void remove(Member member) {
    if (!member.isDeaf()) {
      takeOut(member);
    }
    member.forget();
  }

  /** One of these hears nothing more, but for what already waits for it. */
  void deafen(Member member) {
    takeOut(member);
    member.index(Member.DEAF);
  }

  private void takeOut(Member member) {
    Member last = members.remove(members.size() - 1);
    if (last != member) {
      members.set(member.index(), last);
      last.index(member.index());
    }
    if (members.isEmpty()) {
      tick.clear();
    }
  }

  /** Somebody came in. */
  void joined(Speaker who) {
    if (dialect.tellsMembers() && !members.isEmpty()) {
      dialect.writeJoin(tick.out(), who);
      tick.added(Tick.ROOM, Rfc4Kind.UNKNOWN);
    }
  }

  /** Somebody is gone. */
  void left(Speaker who) {
    if (dialect.tellsMembers() && !members.isEmpty()) {
      dialect.writeLeave(tick.out(), who.alias());
      tick.added(Tick.ROOM, Rfc4Kind.UNKNOWN);
    }
  }

  /** One of these said something, which the others hear. */
  void hear(Said said, Member from) {
    if (from.isDeaf()) {
      hear(said, from.speaker());
    } else if (members.size() > 1) {
      int start = tick.bytes();
      hear(said, from.speaker());
      from.omitted().add(start, tick.bytes(), 1);
    }
  }

  /** Somebody else said something. */
  void hear(Said said, Speaker who) {
    if (!members.isEmpty()) {
      ByteBuf out = tick.out();
      dialect.writeSaid(out, said, who);
      tick.added(who.alias(), said.replaceableKind());
    }
  }

  /**
   * Somebody else said something.
   *
   * @param except who do not hear it; others' listeners may be among them
   */
  void hear(Said said, Speaker who, List<Member> except) {
    int start = tick.bytes();
    hear(said, who);
    int end = tick.bytes();
    for (int i = 0; end > start && i < except.size(); i++) {
      Member member = except.get(i);
      if (member.listeners() == this) {
        member.omitted().add(start, end, 1);
      }
    }
  }

  /** Others at another node said something: in today's dialect as it came, in another put into it. */
  void hear(FarTick far, Dialects dialects, IntFunction<@Nullable Speaker> speakers)
      throws InvalidProtocolBufferException {
    if (members.isEmpty()) {
      return;
    }
    if (dialect == dialects.today()) {
      tick.addAll(far);
      return;
    }
    Said said = dialects.said();
    for (int frame = 0; frame < far.count(); frame++) {
      Speaker who = speakers.apply(far.sender(frame));
      int start = far.bodyStart(frame);
      if (who != null && dialects.today().read(far.frames(), start, far.end(frame) - start, said)) {
        if (far.isAnonymous(frame)) {
          said.markAnonymous();
        }
        hear(said, who);
      }
    }
  }

  /**
   * Writes to each what was gathered.
   *
   * @param queueBytes that may wait for one
   * @param tooSlow to which those are added for whom more waits
   */
  void write(int queueBytes, List<Member> tooSlow) {
    if (tick.isEmpty()) {
      return;
    }
    for (int i = 0, size = members.size(); i < size; i++) {
      Member member = members.get(i);
      member.take(tick);
      if (member.waitingBytes() > queueBytes) {
        tooSlow.add(member);
      }
    }
    tick.clear();
  }
}
