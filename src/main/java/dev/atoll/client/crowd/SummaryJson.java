package dev.atoll.client.crowd;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.HdrHistogram.Histogram;

/** A summary for programs: the names of {@link Summary}, times in milliseconds. */
public final class SummaryJson {
  private static final double MICROS_A_MILLI = 1000;
  private static final double NANOS_A_SECOND = 1e9;

  private SummaryJson() {}

  public static JsonObject of(Summary summary) {
    JsonObject faults = new JsonObject();
    summary.faults().forEach((fault, count) -> faults.put(fault.name(), count));
    JsonObject json = new JsonObject()
        .put("peers", summary.peers())
        .put("steadySeconds", summary.steadySeconds())
        .put("logins", times(summary.logins()))
        .put("entries", times(summary.entries()))
        .put("deliveries", summary.deliveries())
        .put("latencies", times(summary.latencies()))
        .put("rooms", rooms(summary.rooms()))
        .put("islandChanges", summary.islandChanges())
        .put("superseded", summary.superseded())
        .put("late", summary.late())
        .put("cpuSeconds", summary.cpuNanos() / NANOS_A_SECOND)
        .put("faults", faults)
        .put("examples", new JsonArray(summary.examples()))
        .put("fine", summary.fine());
    summary.returns().ifPresent(returns -> json.put("returns", returns(returns)));
    return json;
  }

  private static JsonObject rooms(Summary.Rooms rooms) {
    return new JsonObject()
        .put("mean", rooms.mean())
        .put("largest", rooms.largest())
        .put("full", rooms.full())
        .put("last", rooms.last());
  }

  private static JsonObject returns(Returns returns) {
    return new JsonObject()
        .put("sessionsEnded", returns.sessionsEnded())
        .put("roomsEnded", returns.roomsEnded())
        .put("returns", returns.returns())
        .put("atFirstTry", returns.atFirstTry())
        .put("mostSessions", returns.mostSessions())
        .put("toSession", times(returns.toSession()))
        .put("away", times(returns.away()))
        .put(
            "changes",
            new JsonObject()
                .put("sameRoom", returns.changes().sameRoom())
                .put("otherRoom", returns.changes().otherRoom())
                .put("otherIsland", returns.changes().otherIsland()));
  }

  private static JsonObject times(Histogram histogram) {
    return new JsonObject()
        .put("count", histogram.getTotalCount())
        .put("p50", histogram.getValueAtPercentile(50) / MICROS_A_MILLI)
        .put("p99", histogram.getValueAtPercentile(99) / MICROS_A_MILLI)
        .put("max", histogram.getMaxValue() / MICROS_A_MILLI);
  }
}
