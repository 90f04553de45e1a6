package dev.atoll.operations;

import dev.atoll.cluster.ClusterStatus;
import dev.atoll.cluster.ClusterStatus.LinkStatus;
import dev.atoll.cluster.ClusterStatus.Node;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.TreeMap;

/** {@code /cluster}: the nodes of the realm and the links with them, as JSON. */
public final class ClusterPage {
  private ClusterPage() {}

  /**
   * The node that tells.
   *
   * @param sessions at its doors
   * @param rooms in which it has, or knows of, members
   * @param expected how many nodes its owner said there should be
   */
  public record Here(int sessions, int rooms, int expected) {}

  /**
   * As the page has it.
   *
   * @param leader id of the node that forms islands; empty when not known
   * @param term of that leader, 0 when not known
   * @param here what this node has
   */
  public static JsonObject json(ClusterStatus status, String leader, long term, Here here) {
    JsonArray nodes = new JsonArray();
    status.nodes().forEach(node -> nodes.add(json(node)));
    return new JsonObject()
        .put("self", status.self())
        .put("leader", leader)
        .put("term", term)
        .put("expected", here.expected())
        .put("sessions", here.sessions())
        .put("rooms", here.rooms())
        .put("nodes", nodes)
        .put("resets", status.resets())
        .put("lastResets", new JsonObject(new TreeMap<>(status.lastResets())))
        .put("refused", status.refused());
  }

  private static JsonObject json(Node node) {
    JsonObject json = new JsonObject()
        .put("id", node.node().id())
        .put("address", node.address())
        .put("started", Instant.ofEpochMilli(node.started()).toString())
        .put("archipelago", node.node().archipelago())
        .put("draining", node.node().draining())
        .put("differs", new JsonArray(node.differs()))
        .put("rules", node.rules());
    node.link().ifPresent(link -> json.put("link", json(link)));
    return json;
  }

  private static JsonObject json(LinkStatus link) {
    JsonObject json = new JsonObject().put("place", link.place());
    if (!link.via().isEmpty()) {
      json.put("bridgedVia", link.via());
    }
    return json.put("roundTripMicros", link.roundTripMicros())
        .put("waitingBytes", link.waitingBytes())
        .put("dropped", link.dropped())
        .put("asked", link.asked());
  }
}
