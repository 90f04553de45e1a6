package dev.atoll.rooms;

import static org.awaitility.Awaitility.await;

import dev.atoll.cluster.LinkedNodes;
import dev.atoll.cluster.RealmNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rooms that span the nodes of one realm, which are linked for real; the rooms of each are on an event loop of their own. */
final class SpannedRooms implements AutoCloseable {
  private final LinkedNodes nodes;
  private final Map<String, RoomsRig> rigs = new LinkedHashMap<>();

  SpannedRooms(Map<String, String> settings, String... ids) {
    this(settings, 16 << 20, ids);
  }

  SpannedRooms(Map<String, String> settings, int queueBytes, String... ids) {
    this(settings, new LinkedNodes(queueBytes, ids), List.of(ids));
  }

  /** @param answering those of the nodes whose rooms say anything */
  SpannedRooms(Map<String, String> settings, LinkedNodes linked, List<String> answering) {
    nodes = linked;
    for (String id : answering) {
      RoomsRig rig = RoomsRig.open(settings, Rooms.Tuning.DEFAULT, nodes.bus(id));
      rigs.put(id, rig);
      rig.ask(rooms -> {
        rooms.span(nodes.node(id), true);
        return true;
      });
    }
    nodes.start();
    settle();
  }

  /** Returns when all rooms know the nodes that there are. */
  private void settle() {
    rigs.values().forEach(rig -> rig.ask(Rooms::users));
  }

  /** Returns when the rooms of a node know of so many in one: of what happens at other nodes they hear a little later. */
  void awaitMembers(String node, String room, int members) {
    await().until(() -> at(node).ask(Rooms::occupancy).getOrDefault(room, 0) == members);
  }

  void cut(String one, String other) {
    nodes.cut(one, other);
    settle();
  }

  void heal(String one, String other) {
    nodes.heal(one, other);
    settle();
  }

  LinkedNodes nodes() {
    return nodes;
  }

  RoomsRig at(String node) {
    return rigs.get(node);
  }

  /** Name of a room whose seats that node gives; each number's is another one. */
  static String ownedBy(String node, int number, String... nodes) {
    Owners owners = new Owners(node);
    owners.update(
        Arrays.stream(nodes).map(id -> new RealmNode(id, false, false)).toList());
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "room-" + i)
        .filter(room -> owners.of(room).equals(node))
        .skip(number)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    nodes.stop();
    rigs.values().forEach(RoomsRig::close);
    nodes.close();
  }
}
