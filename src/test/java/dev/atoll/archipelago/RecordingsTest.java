package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.OnContext;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RecordingsTest {
  private final Recordings recordings =
      new Recordings(new IslandsEngine(new IslandsParameters(64, 80, 9, "I", Merge.STABLE)));
  private @Nullable Context context;

  @Test
  void a_stop_ends_the_recording_that_somebody_waits_for(Vertx vertx) {
    Future<Buffer> recorded = record(vertx, Duration.ofMinutes(10));

    on(vertx, () -> recordings.stop(vertx));

    assertThat(recorded.failed()).isTrue();
    assertThat(record(vertx, Duration.ofSeconds(1)).failed()).isTrue();
  }

  @Test
  void one_that_nobody_waits_for_any_more_makes_room_for_the_next(Vertx vertx) {
    Future<Buffer> first = record(vertx, Duration.ofMinutes(10));
    on(vertx, () -> recordings.abandon(vertx, first));
    Future<Buffer> second = record(vertx, Duration.ofMillis(100));
    on(vertx, () -> recordings.abandon(vertx, first));

    assertThat(first.failed()).isTrue();
    assertThat(second.await().length()).isPositive();
  }

  @Test
  void a_second_one_meanwhile_is_refused_and_ends_nothing(Vertx vertx) {
    Future<Buffer> first = record(vertx, Duration.ofMillis(200));

    Future<Buffer> second = record(vertx, Duration.ofMillis(1));

    assertThat(second.failed()).isTrue();
    assertThat(first.await().toString()).endsWith("\"steps\":[]}");
    assertThat(record(vertx, Duration.ofMillis(1)).await().length()).isPositive();
  }

  private Future<Buffer> record(Vertx vertx, Duration time) {
    List<Future<Buffer>> recorded = new ArrayList<>();
    on(vertx, () -> recorded.add(recordings.record(vertx, time)));
    return recorded.get(0);
  }

  /** On the context of the engine that is recorded, where the timer ends it too. */
  private void on(Vertx vertx, Runnable action) {
    Context known = context == null ? vertx.getOrCreateContext() : context;
    context = known;
    OnContext.run(known, action);
  }
}
