package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atoll.islands.trace.TraceFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rows of the reference's tests of single functions, seen from outside the engine. */
class FunctionRowsTest {
  private static JsonNode rows;
  private int peers;

  @BeforeAll
  static void read() throws Exception {
    rows = new ObjectMapper().readTree(TraceFiles.text("ported/functions.json"));
  }

  @Test
  void center_and_radius() {
    for (JsonNode row : rows.get("geometry")) {
      IslandsEngine engine = engine(row.path("distance").asDouble(64));
      add(engine, row.get("positions"));
      engine.flush();

      for (IslandSnapshot island : engine.islands()) {
        assertThat(engine.islands()).hasSize(1);
        assertThat(island.center()).isEqualTo(position(row.get("center")));
        assertThat(island.radius()).isEqualTo(row.get("radius").doubleValue());
      }
    }
  }

  @Test
  void whether_a_peer_is_near_a_group() {
    for (JsonNode row : rows.get("peerNearGroup")) {
      IslandsEngine engine = engine(row.get("distance").doubleValue());
      move(engine, "peer", row.get("peer"));
      add(engine, row.get("group"));
      engine.flush();

      assertThat(engine.islands().get(0).peers().size() > 1)
          .as(row.toString())
          .isEqualTo(row.get("result").booleanValue());
    }
  }

  @Test
  void whether_two_islands_reach_each_other() {
    for (JsonNode row : rows.get("islandsIntersect")) {
      IslandsEngine engine = engine(row.get("distance").doubleValue());
      add(engine, row.get("a"));
      add(engine, row.get("b"));
      engine.flush();

      assertThat(engine.islands())
          .as(row.toString())
          .hasSize(row.get("result").booleanValue() ? 1 : 2);
    }
  }

  private static IslandsEngine engine(double joinDistance) {
    return new IslandsEngine(new IslandsParameters(joinDistance, 80, 200, "I", Merge.REFERENCE));
  }

  private void add(IslandsEngine engine, JsonNode positions) {
    positions.forEach(position -> move(engine, "p" + peers++, position));
  }

  private static void move(IslandsEngine engine, String peer, JsonNode at) {
    Position position = position(at);
    engine.move(peer, position.x(), position.y(), position.z(), Wish.UNCHANGED);
  }

  private static Position position(JsonNode at) {
    return new Position(
        at.get(0).doubleValue(), at.get(1).doubleValue(), at.get(2).doubleValue());
  }
}
