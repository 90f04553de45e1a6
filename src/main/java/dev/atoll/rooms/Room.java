package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.session.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Members that hear each other, whatever their dialects. What one says, and who comes and goes, is gathered for a tick and then
 * written to each member at once. Used on one event loop only.
 */
final class Room {
  /** A tick of more bytes ends at once: what is gathered must stay small beside what may wait for a slow client. */
  private static final int MOST_TICK_BYTES = 256 << 10;

  private final String name;
  private final Surroundings surroundings;
  private final Outsiders outsiders;

  /** One a dialect. */
  private final Listeners[] listeners;

  private final Runnable endOfTick = this::endTick;
  private final Map<String, Member> byAddress = new HashMap<>();
  private final List<Member> tooSlow = new ArrayList<>();
  private boolean ticking;

  /** To the room that the island moves from or to, while it does. */
  private @Nullable Bridge bridge;

  /** The members at other nodes; null where the room is this node's alone. */
  private @Nullable Span span;

  /** Who speaks for servers outside, since the first of those that are there did. */
  private Optional<Speaker> server = Optional.empty();

  /** Which servers have spoken and are there. */
  private final Set<String> servers = new HashSet<>();

  /**
   * What all rooms of an event loop share.
   *
   * @param clock ends ticks
   * @param tally counts
   * @param dialects that members speak
   * @param queueBytes that may wait for a member before it is closed as too slow
   */
  record Surroundings(TickClock clock, Tally tally, Dialects dialects, int queueBytes) {}

  Room(String name, ByteBufAllocator allocator, Surroundings surroundings, Outsiders outsiders) {
    this.name = name;
    this.outsiders = outsiders;
    this.surroundings = surroundings;
    this.listeners = surroundings.dialects().all().stream()
        .map(dialect -> new Listeners(dialect, allocator))
        .toArray(Listeners[]::new);
  }

  String name() {
    return name;
  }

  int size() {
    return byAddress.size();
  }

  Tally tally() {
    return surroundings.tally();
  }

  void addMembersTo(List<Member> list) {
    list.addAll(byAddress.values());
  }

  /** The member of that lower-case address. */
  Optional<Member> member(String address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** The member of that alias. */
  @Nullable
  Member byAlias(int alias) {
    for (Member each : byAddress.values()) {
      if (each.alias() == alias) {
        return each;
      }
    }
    return null;
  }

  /** The highest alias of a member; 0 when there is none. */
  int highestAlias() {
    int highest = 0;
    for (Member each : byAddress.values()) {
      highest = Math.max(highest, each.alias());
    }
    return highest;
  }

  /** It spans nodes. To be told before anybody is inside. */
  void span(Span over) {
    span = over;
  }

  /** Those who speak one of its dialects. */
  Listeners listeners(Dialect dialect) {
    for (Listeners each : listeners) {
      if (each.dialect() == dialect) {
        return each;
      }
    }
    throw new IllegalArgumentException("no dialect of this room");
  }

  /** Lets a member in: it is told who is inside, then the others are told of it. Its address must not be inside. */
  void join(Member member) {
    List<Speaker> inside = new ArrayList<>(byAddress.size() + 1);
    byAddress.values().forEach(each -> inside.add(each.speaker()));
    server.ifPresent(inside::add);
    Bridge across = bridge;
    if (across != null) {
      across.addFarTo(inside);
      inside.removeIf(each -> each.address().equals(member.address()));
    }
    if (span != null) {
      span.entering(member.address());
      span.addTo(inside);
    }
    if (!isFar(member)) {
      tellJoined(member.speaker());
    }
    member.listeners().add(member);
    byAddress.put(member.address(), member);
    member.socket().send(member.dialect().welcome(member.alias(), inside));
    if (across != null) {
      across.joined(member);
    }
    if (span != null) {
      span.joined(member);
    }
    tickOn();
  }

  /** Whether a peer is heard in this room, member or not, since it is in the one that this is bridged to. */
  private boolean isFar(Member member) {
    return bridge != null && bridge.isFar(member.address());
  }

  private void tellJoined(Speaker speaker) {
    for (Listeners each : listeners) {
      each.joined(speaker);
    }
  }

  private void tellLeft(Speaker speaker) {
    for (Listeners each : listeners) {
      each.left(speaker);
    }
  }

  /** A member is gone: the others are told. */
  void leave(Member member) {
    if (bridge != null) {
      bridge.leaving(member);
    }
    if (span != null) {
      span.leaving(member);
    }
    byAddress.remove(member.address());
    member.listeners().remove(member);
    if (byAddress.isEmpty() || isFar(member)) {
      return;
    }
    tellLeft(member.speaker());
    tickOn();
    if (span != null) {
      span.left();
    }
  }

  /**
   * Takes what a member said to the others. What says nothing to them is counted and ignored.
   *
   * @throws InvalidProtocolBufferException when it is no message at all
   */
  void hear(Member from, ByteBuf message, int offset, int length)
      throws InvalidProtocolBufferException {
    surroundings.tally().received(length);
    Said said = surroundings.dialects().said();
    if (!from.dialect().read(message, offset, length, said)) {
      if (!from.dialect().isUsual(message, offset, length)) {
        surroundings.tally().unknown();
      }
      return;
    }
    if (outsiders.listen()) {
      outsiders.hear(from.speaker(), said);
    }
    if (bridge == null || bridge.takes(from, said)) {
      spread(from, said);
    }
  }

  /** Takes what a member said to the other members. */
  void spread(Member from, Said said) {
    if (span != null && span.isHeard()) {
      span.hear(said, from.speaker());
    } else if (byAddress.size() == 1) {
      return;
    }
    for (Listeners each : listeners) {
      if (each == from.listeners()) {
        each.hear(said, from);
      } else {
        each.hear(said, from.speaker());
      }
    }
    tickOn();
  }

  /**
   * Takes what a server outside says to the members. With the first message of the first server these are one more of them, who takes
   * no seat.
   *
   * @param from which server
   * @param newcomer who they are then
   */
  void hearServer(ByteString body, String from, Supplier<Speaker> newcomer) {
    servers.add(from);
    if (server.isEmpty()) {
      server = Optional.of(newcomer.get());
      tellJoined(server.get());
    }
    Said said = surroundings.dialects().said();
    said.set(body);
    for (Listeners each : listeners) {
      each.hear(said, server.get());
    }
    tickOn();
  }

  /** A server is gone; with the last one of those that spoke here goes who spoke for them. */
  void serverLeft(String gone) {
    if (!servers.remove(gone) || !servers.isEmpty() || server.isEmpty()) {
      return;
    }
    tellLeft(server.get());
    server = Optional.empty();
    tickOn();
  }

  /** It is bridged from now on, or no more. */
  void bridge(@Nullable Bridge now) {
    bridge = now;
  }

  /** As who a peer is known here that is in the room which this is bridged to. */
  Optional<Speaker> far(String address) {
    return bridge == null ? Optional.empty() : Optional.ofNullable(bridge.far(address));
  }

  /** Somebody is in the other room now. */
  void farJoined(Speaker speaker) {
    tellJoined(speaker);
    tickOn();
  }

  /** Somebody is no longer in the other room. */
  void farLeft(Speaker speaker) {
    tellLeft(speaker);
    tickOn();
  }

  /**
   * Takes what was said in the other room to the members.
   *
   * @param except who are not to hear it
   */
  void hearFar(Said said, Speaker who, List<Member> except) {
    for (Listeners each : listeners) {
      each.hear(said, who, except);
    }
    tickOn();
  }

  /** Takes what members at another node said to those here. */
  void hearFar(FarTick tick) {
    try {
      for (Listeners each : listeners) {
        each.hear(tick, surroundings.dialects(), this::farSpeaker);
      }
    } catch (InvalidProtocolBufferException malformed) {
      throw new IllegalArgumentException(malformed);
    } finally {
      tickOn();
    }
  }

  /** Members at another node speak of that scene. */
  void spokenElsewhere(String scene) {
    outsiders.spokenElsewhere(scene);
  }

  private @Nullable Speaker farSpeaker(int alias) {
    return span == null ? null : span.speaker(alias);
  }

  /** A member hears what was said so far and nothing from now on; it may go on speaking. */
  void deafen(Member member) {
    write();
    // which may have closed it as too slow
    if (byAddress.get(member.address()) == member) {
      member.listeners().deafen(member);
    }
  }

  /** A member that was deafened hears again. */
  void hearAgain(Member member) {
    if (member.isDeaf()) {
      member.listeners().add(member);
    }
  }

  /** Nobody is inside any more, and nobody will be. */
  void end() {
    if (bridge != null) {
      bridge.roomEnded();
    }
    outsiders.end();
  }

  private void tickOn() {
    if (!ticking) {
      ticking = true;
      surroundings.clock().begin(byAddress.size() + membersElsewhere(), endOfTick);
    } else if (gatheredBytes() > MOST_TICK_BYTES) {
      write();
    }
  }

  /** A room over several nodes ticks as it would on one: each of them alone would write as often as all together may. */
  private int membersElsewhere() {
    return span == null ? 0 : span.size();
  }

  private int gatheredBytes() {
    int bytes = span == null ? 0 : span.bytes();
    for (Listeners each : listeners) {
      bytes += each.bytes();
    }
    return bytes;
  }

  private void endTick() {
    ticking = false;
    write();
  }

  /** Writes to each member what was gathered. The tick that it was gathered for may end with nothing to write. */
  void write() {
    if (span != null) {
      span.write();
    }
    for (Listeners each : listeners) {
      each.write(surroundings.queueBytes(), tooSlow);
    }
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
