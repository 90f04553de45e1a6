package dev.atoll.rooms;

import dev.atoll.protocol.message.SpanLeft;
import dev.atoll.protocol.message.SpanMember;
import dev.atoll.protocol.message.SpanMembers;
import dev.atoll.protocol.message.SpanMessage;
import dev.atoll.protocol.message.SpanScenes;
import dev.atoll.protocol.message.SpanTick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One room as far as it is at other nodes: who is inside there, and what is said here for them. Used on the rooms' event loop only.
 *
 * <p>No two of those who are heard here have one alias or one address. Where nodes that did not hear each other let two such in, all of them
 * judge alike: of one address the later entry stays, of one alias the earlier, and the other one is hidden until its own node has closed it.
 */
final class Span {
  private final String room;
  private final SpanTalk talk;
  private final OutgoingTick outgoing;

  /** Those who are heard here. */
  private final Map<Integer, FarMember> byAlias = new HashMap<>();

  private final Map<String, FarMember> byAddress = new HashMap<>();

  /** Those who are not, since another one has their alias or address. */
  private final List<FarMember> hidden = new ArrayList<>();

  /** How many there are at each node. */
  private final Map<String, Integer> nodes = new HashMap<>();

  /** Nobody is inside at this node while it is null. */
  private @Nullable Room here;

  Span(String room, SpanTalk talk, OutgoingTick outgoing) {
    this.room = room;
    this.talk = talk;
    this.outgoing = outgoing;
  }

  /** Somebody is inside at this node, or nobody any more. */
  void here(@Nullable Room now) {
    here = now;
    if (now == null) {
      outgoing.clear();
    }
  }

  /** Whether nobody is inside, here or elsewhere. */
  boolean isEmpty() {
    return here == null && nodes.isEmpty();
  }

  /** Whether anybody elsewhere hears what is said here. */
  boolean isHeard() {
    return !nodes.isEmpty();
  }

  /** How many are heard from elsewhere. */
  int size() {
    return byAlias.size();
  }

  /** The one of that lower-case address who is heard from elsewhere. */
  @Nullable
  FarMember member(String address) {
    return byAddress.get(address);
  }

  boolean has(String address) {
    return byAddress.containsKey(address);
  }

  /** Who has that alias and is heard from elsewhere. */
  @Nullable
  Speaker speaker(int alias) {
    FarMember member = byAlias.get(alias);
    return member == null ? null : member.speaker();
  }

  void addTo(List<Speaker> list) {
    byAlias.values().forEach(each -> list.add(each.speaker()));
  }

  /** The highest alias of those elsewhere; 0 when there is none. */
  int highestAlias() {
    int highest = 0;
    for (int alias : byAlias.keySet()) {
      highest = Math.max(highest, alias);
    }
    for (FarMember each : hidden) {
      highest = Math.max(highest, each.alias());
    }
    return highest;
  }

  /** Somebody comes in at this node, later than who else has its address: that one is heard no more. */
  void entering(String address) {
    FarMember earlier = byAddress.get(address);
    if (earlier != null) {
      hide(earlier);
    }
  }

  /** Somebody is a member here now. */
  void joined(Member member) {
    talk.tellAll(SpanMessage.newBuilder()
        .setMembers(SpanMembers.newBuilder().addMembers(told(member)))
        .build());
  }

  static SpanMember told(Member member) {
    return SpanMember.newBuilder()
        .setRoom(member.room().name())
        .setAddress(member.address())
        .setAlias(member.alias())
        .setStamp(member.stamp().time())
        .setChallenged(member.isChallenged())
        .build();
  }

  /** A member here is about to be gone: what it said is told before. */
  void leaving(Member member) {
    write();
    talk.tellAll(SpanMessage.newBuilder()
        .setLeft(SpanLeft.newBuilder().setRoom(room).setAlias(member.alias()))
        .build());
  }

  /** A member is gone from here: who was hidden by it may be heard. */
  void left() {
    showHidden();
  }

  /** A member here says something. */
  void hear(Said said, Speaker who) {
    outgoing.add(said, who);
  }

  /** That scene is spoken here. */
  void spoken(String scene) {
    talk.tell(nodes.keySet(), scenes(List.of(scene)), false);
  }

  private SpanMessage scenes(List<String> scenes) {
    return SpanMessage.newBuilder()
        .setScenes(SpanScenes.newBuilder().setRoom(room).addAllScenes(scenes))
        .build();
  }

  /** These are spoken at another node. */
  void spokenThere(List<String> scenes) {
    if (here != null) {
      scenes.forEach(here::spokenElsewhere);
    }
  }

  /** Bytes that are gathered for others. */
  int bytes() {
    return outgoing.bytes();
  }

  /** Tells those nodes where somebody is inside what was said here. */
  void write() {
    if (nodes.isEmpty()) {
      outgoing.clear();
      return;
    }
    outgoing.tell(
        room,
        (part, mayGo) ->
            talk.tell(nodes.keySet(), SpanMessage.newBuilder().setTick(part).build(), mayGo));
  }

  /**
   * Somebody is inside elsewhere.
   *
   * @param spoken scenes that are spoken here, of which a node is told when the first one is inside there
   */
  void add(FarMember member, Supplier<List<String>> spoken) {
    boolean isFirst = nodes.merge(member.node(), 1, Integer::sum) == 1;
    show(member);
    if (isFirst && here != null) {
      List<String> scenes = spoken.get();
      if (!scenes.isEmpty()) {
        talk.tell(member.node(), scenes(scenes));
      }
    }
  }

  private void show(FarMember member) {
    FarMember same = byAddress.get(member.address());
    FarMember twin = byAlias.get(member.alias());
    boolean yields = isTakenHere(member)
        || same != null && same.stamp().isAfter(member.stamp())
        || twin != null && member.stamp().isAfter(twin.stamp());
    if (yields) {
      hidden.add(member);
      return;
    }
    if (same != null) {
      hide(same);
    }
    if (twin != null && twin != same) {
      hide(twin);
    }
    byAlias.put(member.alias(), member);
    byAddress.put(member.address(), member);
    if (here != null) {
      here.farJoined(member.speaker());
    }
  }

  private boolean isTakenHere(FarMember member) {
    return here != null
        && (here.member(member.address()).isPresent() || here.byAlias(member.alias()) != null);
  }

  private void hide(FarMember member) {
    unshow(member);
    hidden.add(member);
  }

  private void unshow(FarMember member) {
    byAlias.remove(member.alias());
    byAddress.remove(member.address());
    if (here != null) {
      here.farLeft(member.speaker());
    }
  }

  private void showHidden() {
    if (!hidden.isEmpty()) {
      List<FarMember> again = List.copyOf(hidden);
      hidden.clear();
      again.forEach(this::show);
    }
  }

  /** Who has that alias at that node is gone; it is told to {@code removed}. */
  void remove(String node, int alias, Consumer<FarMember> removed) {
    FarMember shown = byAlias.get(alias);
    if (shown != null && shown.node().equals(node)) {
      unshow(shown);
      forget(shown, removed);
      return;
    }
    for (FarMember each : hidden) {
      if (each.alias() == alias && each.node().equals(node)) {
        hidden.remove(each);
        forget(each, removed);
        return;
      }
    }
  }

  private void forget(FarMember member, Consumer<FarMember> removed) {
    nodes.computeIfPresent(member.node(), (node, count) -> count == 1 ? null : count - 1);
    removed.accept(member);
    showHidden();
  }

  /** All of that node are gone; they are told to {@code removed}. */
  void removeAll(String node, Consumer<FarMember> removed) {
    if (!nodes.containsKey(node)) {
      return;
    }
    List<FarMember> gone = new ArrayList<>(byAlias.values());
    gone.addAll(hidden);
    gone.removeIf(each -> !each.node().equals(node));
    gone.forEach(each -> remove(node, each.alias(), removed));
  }

  /** What was said at that node is heard here. */
  void hear(String node, SpanTick told) {
    FarTick tick = FarTick.of(told, alias -> isOf(node, alias));
    if (here != null && !tick.isEmpty()) {
      here.hearFar(tick);
    }
  }

  private boolean isOf(String node, int alias) {
    FarMember member = byAlias.get(alias);
    return member != null && member.node().equals(node);
  }
}
