package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.Frames;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerJoin;
import dev.atoll.protocol.message.WsPeerLeave;
import dev.atoll.protocol.message.WsWelcome;
import dev.atoll.session.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Members that hear each other. Whatever one says, and who comes and goes, is gathered for a tick and then written to each
 * member at once. Used on one event loop only.
 */
final class Room {
  /** A tick of more bytes ends at once: what is gathered must stay small beside what may wait for a slow client. */
  private static final int MOST_TICK_BYTES = 256 << 10;

  private final String name;
  private final Surroundings surroundings;
  private final Tick tick;
  private final Runnable endOfTick = this::endTick;

  /** In no order; at most {@code rooms.size}. */
  private final List<Member> members = new ArrayList<>();

  private final Map<String, Member> byAddress = new HashMap<>();
  private final List<Member> tooSlow = new ArrayList<>();
  private boolean ticking;

  /**
   * What all rooms of an event loop share.
   *
   * @param clock ends ticks
   * @param tally counts
   * @param update reads messages
   * @param queueBytes that may wait for a member before it is closed as too slow
   */
  record Surroundings(TickClock clock, Tally tally, PeerUpdate update, int queueBytes) {}

  Room(String name, ByteBufAllocator allocator, Surroundings surroundings) {
    this.name = name;
    this.surroundings = surroundings;
    this.tick = new Tick(allocator);
  }

  String name() {
    return name;
  }

  int size() {
    return members.size();
  }

  Tally tally() {
    return surroundings.tally();
  }

  void addMembersTo(List<Member> list) {
    list.addAll(members);
  }

  /** The member of that lower-case address. */
  Optional<Member> member(String address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** Lets a member in: it is told who is inside, then the others are told of it. Its address must not be inside. */
  void join(Member member) {
    WsPacket welcome = welcome(member);
    member.index(members.size());
    members.add(member);
    byAddress.put(member.address(), member);
    append(WsPacket.newBuilder()
        .setPeerJoinMessage(
            WsPeerJoin.newBuilder().setAlias(member.alias()).setAddress(member.address()))
        .build());
    member.unheard().add(0, tick.bytes(), tick.count());
    member.socket().send(welcome);
    tickOn();
  }

  private WsPacket welcome(Member member) {
    WsWelcome.Builder welcome = WsWelcome.newBuilder().setAlias(member.alias());
    for (Member other : members) {
      welcome.putPeerIdentities(other.alias(), other.address());
    }
    return WsPacket.newBuilder().setWelcomeMessage(welcome).build();
  }

  /** A member is gone: the others are told. */
  void leave(Member member) {
    Member last = members.remove(members.size() - 1);
    if (last != member) {
      members.set(member.index(), last);
      last.index(member.index());
    }
    byAddress.remove(member.address());
    member.forget();
    if (members.isEmpty()) {
      tick.clear();
      return;
    }
    append(WsPacket.newBuilder()
        .setPeerLeaveMessage(WsPeerLeave.newBuilder().setAlias(member.alias()))
        .build());
    tickOn();
  }

  /**
   * Takes what a member said to the others. What is no peer_update is counted and ignored.
   *
   * @throws InvalidProtocolBufferException when it is no message at all
   */
  void hear(Member from, ByteBuf message, int offset, int length)
      throws InvalidProtocolBufferException {
    surroundings.tally().received(length);
    PeerUpdate update = surroundings.update();
    if (!update.read(message, offset, length)) {
      surroundings.tally().unknown();
      return;
    }
    if (members.size() == 1) {
      return;
    }
    ByteBuf out = tick.out();
    int start = out.writerIndex();
    update.writeTo(out, from.alias());
    tick.added(from.alias(), update.replaceableKind());
    from.unheard().add(start, out.writerIndex(), 1);
    tickOn();
  }

  /** Appends a frame of the room's own. */
  private void append(WsPacket packet) {
    Frames.append(tick.out(), packet);
    tick.added(Tick.ROOM, Rfc4Kind.UNKNOWN);
  }

  private void tickOn() {
    if (!ticking) {
      ticking = true;
      surroundings.clock().begin(members.size(), endOfTick);
    } else if (tick.bytes() > MOST_TICK_BYTES) {
      write();
    }
  }

  private void endTick() {
    ticking = false;
    write();
  }

  private void write() {
    if (tick.isEmpty()) {
      return;
    }
    for (int i = 0, size = members.size(); i < size; i++) {
      Member member = members.get(i);
      member.take(tick);
      if (member.waitingBytes() > surroundings.queueBytes()) {
        tooSlow.add(member);
      }
    }
    tick.clear();
    closeTooSlow();
  }

  /** After the round, since each close changes who is inside. */
  private void closeTooSlow() {
    for (int i = 0; i < tooSlow.size(); i++) {
      tooSlow.get(i).socket().close(CloseReason.TOO_SLOW);
    }
    tooSlow.clear();
  }
}
