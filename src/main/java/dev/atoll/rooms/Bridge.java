package dev.atoll.rooms;

import dev.atoll.auth.EthereumAddress;
import dev.atoll.protocol.Rfc4Kind;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeEvent.Kind;
import dev.atoll.transport.bridge.BridgeLink;
import dev.atoll.transport.bridge.BridgeSide;
import dev.atoll.transport.bridge.Bridges;
import dev.atoll.transport.bridge.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One side of the bridge between the room that an island moves from and the one that it moves to: members of each are heard in the
 * other as if they were there, with an alias that they keep when they come. Each side tells the other who comes, goes and says what, in
 * the order in which its room sees it. From that follows who hears what, once:
 *
 * <ul>
 *   <li>A member that is in both rooms hears all in the new one. The old room stops to speak to it as soon as it knows, and says so at
 *       that place of its tale ({@code HANDED_OVER}); what stands before that place the new room does not repeat to it.
 *   <li>Where the other one is a room of LiveKit ({@code APART}), such a member goes on hearing in each what is said there, and nothing
 *       that comes across. Of what is said here only chat is told: nothing else could be said there in its speaker's name.
 *   <li>What it says in the new room is held back until the old one has answered a question ({@code ASKED}), so that what it said there
 *       before is heard before.
 * </ul>
 *
 * <p>Used on the rooms' event loop only.
 */
final class Bridge implements BridgeSide {
  /** A hundred is the most that explorers show; who is beyond is neither seen nor heard across. */
  private static final int MOST_FAR = 1000;

  private static final int MOST_BODY = 64 << 10;

  /** What a member has sent to the old room just before it speaks in the new one may lie in a socket still, or come by a slower way. */
  private static final long LISTEN_MILLIS = 20;

  /**
   * How long things take at most.
   *
   * @param longest that there is one
   * @param patience for an answer of the other side, and for who left the old room and is taken to be on its way: some clients leave
   *     before they enter, all by another way than this
   */
  record Times(Duration longest, Duration patience) {
    static final Times DEFAULT = new Times(Bridges.LONGEST, Duration.ofSeconds(1));
  }

  private final RoomBridges bridges;
  private final BridgeLink link;
  private final Move move;
  private @Nullable Room room;

  /** Whether the other one is a room of LiveKit. */
  private boolean apart;

  /** Members of the other room; of those that are here too as they are known here. */
  private final Map<String, Speaker> far = new HashMap<>();

  /** Those of them who left the old room and have not come to the new one. */
  private final Set<String> underWay = new HashSet<>();

  /** Who hears in the other room what is said there. */
  private final List<Member> elsewhere = new ArrayList<>();

  /** In the new room: those whose words wait for the old one's answer. */
  private final Map<String, HeldWords> held = new HashMap<>();

  /** In the new room: those for whom it has answered. */
  private final Set<String> answered = new HashSet<>();

  Bridge(RoomBridges bridges, BridgeLink link, Move move) {
    this.bridges = bridges;
    this.link = link;
    this.move = move;
  }

  Move move() {
    return move;
  }

  @Override
  public void begin() {
    bridges.room(move.island()).ifPresent(this::over);
  }

  /** Its room is this one from now on, with whoever is inside. */
  void over(Room now) {
    room = now;
    now.bridge(this);
    List<Member> inside = new ArrayList<>();
    now.addMembersTo(inside);
    inside.forEach(this::joined);
  }

  /** Whether somebody is in the other room. */
  boolean isFar(String address) {
    return far.containsKey(address);
  }

  private boolean isThere(String address) {
    return isFar(address) && !underWay.contains(address);
  }

  /** As who somebody in the other room is known here. */
  @Nullable
  Speaker far(String address) {
    return far.get(address);
  }

  /** Adds those who are not in this room. */
  void addFarTo(List<Speaker> list) {
    far.forEach((address, speaker) -> {
      if (member(address) == null) {
        list.add(speaker);
      }
    });
  }

  private @Nullable Member member(String address) {
    return room == null ? null : room.member(address).orElse(null);
  }

  /** Somebody is a member here now. */
  void joined(Member member) {
    link.tell(Kind.JOINED, member.address());
    if (underWay.remove(member.address())) {
      far.remove(member.address());
    } else if (isFar(member.address())) {
      inBoth(member);
    }
  }

  private void inBoth(Member member) {
    far.put(member.address(), member.speaker());
    if (move.isNew() || apart) {
      elsewhere.add(member);
      return;
    }
    if (room != null) {
      room.deafen(member);
    }
    link.tell(Kind.HANDED_OVER, member.address());
  }

  /** A member is about to be gone: what it said is heard before. */
  void leaving(Member member) {
    letGo(member.address());
    answered.remove(member.address());
    elsewhere.remove(member);
    link.tell(Kind.LEFT, member.address());
    if (!move.isNew() && !isFar(member.address())) {
      far.put(member.address(), member.speaker());
      awaitThere(member.address());
    }
  }

  private void awaitThere(String address) {
    if (underWay.add(address)) {
      Speaker awaited = far.get(address);
      bridges.later(bridges.times().patience().toMillis(), () -> {
        if (far.get(address) == awaited && underWay.remove(address)) {
          forget(address);
        }
      });
    }
  }

  private void forget(String address) {
    underWay.remove(address);
    Speaker speaker = far.remove(address);
    if (speaker != null && room != null) {
      room.farLeft(speaker);
    }
  }

  /** Nobody is here any more. The old room is done with that, when the last one has come; to the new one somebody may still come. */
  void roomEnded() {
    room = null;
    if (!move.isNew()) {
      bridges.later(bridges.times().patience().toMillis(), () -> {
        if (room == null) {
          bridges.end(this);
        }
      });
    }
  }

  /** Tells the other side what a member says, unless the room is to wait for it: then it is said again later. */
  boolean takes(Member from, Said said) {
    String address = from.address();
    if (!move.isNew() || !isThere(address) || answered.contains(address)) {
      tell(address, said);
      return true;
    }
    HeldWords words = held.get(address);
    if (words == null) {
      words = new HeldWords(from);
      held.put(address, words);
      link.tell(Kind.ASKED, address);
      HeldWords asked = words;
      bridges.later(bridges.times().patience().toMillis(), () -> gaveUp(asked));
    }
    words.add(said);
    if (words.isFull()) {
      letGo(address);
    }
    return false;
  }

  private void tell(String address, Said said) {
    if (apart && said.kind() != Rfc4Kind.CHAT) {
      return;
    }
    link.tell(BridgeEvent.newBuilder()
        .setKind(Kind.SAID)
        .setPeer(address)
        .setBody(said.body())
        .setUnreliable(said.isUnreliable())
        .setAnonymous(said.isAnonymous()));
  }

  private void gaveUp(HeldWords words) {
    if (held.get(words.member().address()) == words) {
      letGo(words.member().address());
    }
  }

  private void letGo(String address) {
    HeldWords words = held.remove(address);
    if (words == null) {
      return;
    }
    answered.add(address);
    Member from = words.member();
    words.forEach(bridges.said(), said -> {
      tell(address, said);
      from.room().spread(from, said);
    });
  }

  @Override
  public void heard(BridgeEvent event) {
    String peer = event.getPeer();
    switch (event.getKind()) {
      case SAID -> saidThere(event);
      case APART -> apart = true;
      case JOINED -> joinedThere(peer);
      case LEFT -> leftThere(peer);
      case HANDED_OVER -> elsewhere.removeIf(member -> member.address().equals(peer));
      case ASKED -> bridges.later(LISTEN_MILLIS, () -> link.tell(Kind.ANSWERED, peer));
      case ANSWERED -> letGo(peer);
      default -> {
        // of a later version
      }
    }
  }

  private void saidThere(BridgeEvent event) {
    Speaker who = far.get(event.getPeer());
    if (who == null || room == null || event.getBody().size() > MOST_BODY) {
      return;
    }
    Said said = bridges.said();
    said.set(event.getBody());
    said.markUnreliable(event.getUnreliable());
    if (event.getAnonymous()) {
      said.markAnonymous();
    }
    Member self = member(event.getPeer());
    if (self == null || elsewhere.contains(self)) {
      room.hearFar(said, who, elsewhere);
    } else {
      List<Member> without = new ArrayList<>(elsewhere);
      without.add(self);
      room.hearFar(said, who, without);
    }
  }

  private void joinedThere(String peer) {
    if (underWay.remove(peer)) {
      return;
    }
    if (far.size() >= MOST_FAR || isFar(peer) || !EthereumAddress.isAddress(peer)) {
      return;
    }
    Member member = member(peer);
    if (member != null) {
      inBoth(member);
      return;
    }
    Speaker speaker = bridges.newcomer(peer);
    far.put(peer, speaker);
    if (room != null) {
      room.farJoined(speaker);
    }
  }

  private void leftThere(String peer) {
    if (!isThere(peer)) {
      return;
    }
    letGo(peer);
    answered.remove(peer);
    Member member = member(peer);
    if (member != null) {
      far.remove(peer);
      elsewhere.remove(member);
      member.room().hearAgain(member);
    } else if (move.isNew()) {
      awaitThere(peer);
    } else {
      forget(peer);
    }
  }

  @Override
  public void end() {
    List.copyOf(held.keySet()).forEach(this::letGo);
    List.copyOf(far.keySet()).forEach(this::leftThere);
    List.copyOf(far.keySet()).forEach(this::forget);
    if (room != null) {
      room.bridge(null);
    }
  }
}
