package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node that is stopped, as the one that stays sees it. */
class LeavingNodeTest {
  @Test
  void who_stops_is_not_told_as_lost() throws Exception {
    try (TestRealm realm = new TestRealm(2, Map.of("cluster.expected-size", "2"))) {
      TestRealm.Member stays = realm.start(Map.of());
      TestRealm.Member leaves = realm.start(Map.of());

      realm.stop(leaves);

      await()
          .atMost(Patience.TIME)
          .until(() -> stays.operations("/cluster").getJsonArray("nodes").size() == 1);
      JsonObject told = stays.operations("/cluster");
      assertThat(told.getJsonObject("lastResets")).isEmpty();
      assertThat(told.getInteger("expected")).isEqualTo(2);
    }
  }
}
