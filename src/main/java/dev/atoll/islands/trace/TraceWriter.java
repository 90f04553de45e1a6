package dev.atoll.islands.trace;

import dev.atoll.islands.EngineState;
import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Wish;
import java.util.List;
import java.util.Locale;

/** Writes the pieces of the format that {@link TraceReader} describes. */
final class TraceWriter {
  private TraceWriter() {}

  /** All that comes before the first step. */
  static void begin(JsonText out, String name, IslandsParameters parameters, EngineState initial) {
    out.raw("{\"format\":").string(TraceReader.FORMAT).raw(",\"name\":").string(name);
    out.raw(",\"source\":\"atoll\",\"config\":{\"joinDistance\":")
        .number(parameters.joinDistance());
    out.raw(",\"leaveDistance\":").number(parameters.leaveDistance());
    out.raw(",\"maxIslandSize\":").number(parameters.size());
    out.raw(",\"roomPrefix\":").string(parameters.prefix());
    out.raw(",\"merge\":").string(parameters.merge().name().toLowerCase(Locale.ROOT));
    out.raw("},\"initial\":");
    state(out, initial);
    out.raw(",\"steps\":[");
  }

  static void move(JsonText out, String peer, double x, double y, double z, Wish wish) {
    out.raw("{\"move\":[").string(peer);
    out.raw(",").number(x).raw(",").number(y).raw(",").number(z);
    if (wish instanceof Wish.Room room) {
      out.raw(",").string(room.island());
    } else if (wish == Wish.CLEARED) {
      out.raw(",null");
    }
    out.raw("]}");
  }

  static void disconnect(JsonText out, String peer) {
    out.raw("{\"disconnect\":").string(peer).raw("}");
  }

  static void putBack(JsonText out, String peer, String island) {
    out.raw("{\"putBack\":[").string(peer).raw(",").string(island).raw("]}");
  }

  static void resize(JsonText out, String island, int maxPeers) {
    out.raw("{\"resize\":[").string(island).raw("," + maxPeers + "]}");
  }

  static void openAt(JsonText out, int size) {
    out.raw("{\"openAt\":" + size + "}");
  }

  static void step(
      JsonText out, JsonText operations, List<IslandSnapshot> islands, List<IslandChange> changes) {
    out.raw("{\"ops\":[").append(operations).raw("],\"islands\":[");
    for (IslandSnapshot island : islands) {
      island(out.next('['), island);
    }
    out.raw("],\"updates\":[");
    for (IslandChange change : changes) {
      change(out.next('['), change);
    }
    out.raw("]}");
  }

  private static void island(JsonText out, IslandSnapshot island) {
    out.raw("{\"id\":").string(island.id()).raw(",\"peers\":[");
    for (String peer : island.peers()) {
      out.next('[').string(peer);
    }
    out.raw("],\"center\":[").number(island.center().x());
    out.raw(",").number(island.center().y());
    out.raw(",").number(island.center().z());
    out.raw("],\"radius\":").number(island.radius());
    out.raw(",\"maxPeers\":").number(island.maxPeers()).raw("}");
  }

  private static void change(JsonText out, IslandChange change) {
    out.raw("{\"peer\":").string(change.peer());
    if (change instanceof IslandChange.ChangeTo changeTo) {
      out.raw(",\"changeTo\":").string(changeTo.island());
      if (!changeTo.previous().isEmpty()) {
        out.raw(",\"from\":").string(changeTo.previous());
      }
    } else {
      out.raw(",\"leave\":").string(change.island());
    }
    out.raw("}");
  }

  private static void state(JsonText out, EngineState state) {
    out.raw("{\"created\":").number(state.created());
    if (state.seats() > 0) {
      out.raw(",\"seats\":").number(state.seats());
    }
    out.raw(",\"islands\":[");
    for (EngineState.IslandState island : state.islands()) {
      out.next('[').raw("{\"id\":").string(island.id());
      out.raw(",\"maxPeers\":").number(island.maxPeers());
      out.raw(",\"touched\":" + island.touched() + ",\"peers\":");
      peers(out, island.peers());
      out.raw("}");
    }
    out.raw("],\"newcomers\":");
    peers(out, state.newcomers());
    out.raw(",\"leaves\":[");
    for (IslandChange leave : state.leaves()) {
      change(out.next('['), leave);
    }
    out.raw("]}");
  }

  private static void peers(JsonText out, List<EngineState.PeerState> peers) {
    out.raw("[");
    for (EngineState.PeerState peer : peers) {
      out.next('[').raw("[").string(peer.peer());
      out.raw(",").number(peer.x()).raw(",").number(peer.y()).raw(",").number(peer.z());
      if (!peer.wish().isEmpty()) {
        out.raw(",").string(peer.wish());
      }
      out.raw("]");
    }
    out.raw("]");
  }
}
