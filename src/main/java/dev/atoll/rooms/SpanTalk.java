package dev.atoll.rooms;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.RealmNode;
import dev.atoll.protocol.message.SpanMessage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells the rooms of other nodes, each in order. Used on one event loop only. */
final class SpanTalk {
  private static final Headers MAY_GO = new Headers(Map.of(Headers.MAY_GO, Headers.YES));

  private final Bus bus;
  private final String self;

  /** Of the other nodes that have rooms, by their id. */
  private Map<String, Subject> others = Map.of();

  SpanTalk(Bus bus, String self) {
    this.bus = bus;
    this.self = self;
  }

  /** This node. */
  String self() {
    return self;
  }

  /** These are there now. */
  void update(List<RealmNode> nodes) {
    Map<String, Subject> now = new HashMap<>();
    nodes.stream()
        .filter(node -> node.rooms() && !node.id().equals(self))
        .forEach(node -> now.put(node.id(), Subjects.rooms(node.id())));
    others = now;
  }

  /** Ids of the other nodes that have rooms. */
  Collection<String> others() {
    return others.keySet();
  }

  /** One node; nothing happens when it is not there. */
  void tell(String node, SpanMessage said) {
    tell(List.of(node), said, false);
  }

  /** All others. */
  void tellAll(SpanMessage said) {
    tell(others.keySet(), said, false);
  }

  /**
   * Some others.
   *
   * @param mayGo whether it may get lost where too much waits
   */
  void tell(Collection<String> nodes, SpanMessage said, boolean mayGo) {
    if (nodes.isEmpty()) {
      return;
    }
    // encoded once for all of them
    Payload payload = Payload.of(said.toByteString());
    // who hears it may be told meanwhile that a node is gone
    for (String node : List.copyOf(nodes)) {
      Subject subject = others.get(node);
      if (subject != null) {
        bus.publish(new Message(subject, payload, mayGo ? MAY_GO : Headers.NONE));
      }
    }
  }
}
