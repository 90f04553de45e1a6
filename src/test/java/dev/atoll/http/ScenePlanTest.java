package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ScenePlanTest {
  private static final String PLAZA = "[{\"id\":\"bafy1\",\"metadata\":{\"scene\":"
      + "{\"base\":\"10,10\",\"parcels\":[\"10,10\",\"10,11\"]}}}]";

  private final FakeContent content = new FakeContent();
  private final AtomicLong nanos = new AtomicLong();
  private ScenePlan plan;

  @BeforeEach
  void start(Vertx vertx) {
    plan = new ScenePlan(vertx, URI.create(content.url()), nanos::get);
    plan.start();
  }

  @AfterEach
  void stop() {
    plan.stop();
    content.close();
  }

  @Test
  void a_parcel_is_not_known_until_the_content_server_has_answered() {
    content.entities = PLAZA;

    assertThat(plan.names(10, 10)).isEmpty();

    awaitNames(10, 10, Set.of("bafy1", "10,10", "10,11"));
    assertThat(plan.names(10, 11)).contains(Set.of("bafy1", "10,10", "10,11"));
    awaitNames(3, 3, Set.of());
  }

  @Test
  void it_is_asked_once_and_again_when_the_answer_is_old() {
    content.entities = PLAZA;
    awaitNames(10, 10, Set.of("bafy1", "10,10", "10,11"));
    plan.names(10, 10);
    int asked = content.questions.size();

    content.entities = PLAZA.replace("bafy1", "bafy2");
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());

    awaitNames(10, 10, Set.of("bafy2", "10,10", "10,11"));
    assertThat(content.questions).hasSize(asked + 1);
  }

  @Test
  void an_answer_of_more_parcels_than_there_can_be_is_none() {
    String parcels = IntStream.range(0, 20_001)
        .mapToObj(i -> "\"10," + i + '"')
        .collect(Collectors.joining(","));
    content.entities = PLAZA.replaceFirst("\"parcels\":\\[[^]]*]", "\"parcels\":[" + parcels + "]");
    plan.names(10, 10);
    await().until(() -> !content.questions.isEmpty());

    await()
        .during(Duration.ofMillis(300))
        .atMost(Patience.TIME)
        .until(() -> plan.names(10, 10).isEmpty());
  }

  @Test
  void while_the_server_is_down_the_last_answer_counts_for_a_time() {
    content.entities = PLAZA;
    awaitNames(10, 10, Set.of("bafy1", "10,10", "10,11"));
    content.status = 500;

    nanos.addAndGet(Duration.ofMinutes(9).toNanos());
    assertThat(plan.names(10, 10)).isPresent();
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(plan.names(10, 10)).isEmpty();
  }

  private void awaitNames(int x, int y, Set<String> names) {
    await().atMost(Patience.TIME).until(() -> plan.names(x, y).equals(Optional.of(names)));
  }
}
