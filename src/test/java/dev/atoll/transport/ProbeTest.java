package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.node.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ProbeTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private Vertx vertx;
  private Probes probes;

  @BeforeEach
  void begin(Vertx given) {
    vertx = given;
    probes = new Probes(vertx, tuning(LONG));
  }

  @AfterEach
  void end() throws Exception {
    result(probes.stop());
  }

  @Test
  void a_place_that_answered_and_refuses_is_lost_and_found_again() throws Exception {
    Place place = new Place(FreePort.next());
    Probe probe = probe(place);
    place.awaitQuestions(2);

    result(place.server.close());

    soon().until(probe::isLost);
    new Place(place.port);
    soon().until(() -> !probe.isLost());
  }

  @Test
  void a_proxy_tells_that_nobody_is_behind_it() throws Exception {
    Place place = new Place(0).does(404);
    Probe probe = probe(place);
    place.awaitQuestions(5);
    assertThat(probe.isLost()).isFalse();

    place.does(502);

    soon().until(probe::isLost);
  }

  @Test
  void a_place_that_never_answered_is_not_lost() throws Exception {
    Place closed = new Place(0);
    result(closed.server.close());
    Probe refused = probe(closed);
    Place place = new Place(0).does(503);
    Probe unserved = probe(place);

    place.awaitQuestions(10);

    assertThat(refused.isLost()).isFalse();
    assertThat(unserved.isLost()).isFalse();
  }

  @Test
  void a_place_that_cuts_connections_or_stands_still_is_not_lost() throws Exception {
    Place cutting = new Place(0);
    Place still = new Place(0);
    Probe cut = probe(cutting);
    Probe waiting = probe(still);
    cutting.awaitQuestions(2);
    still.awaitQuestions(2);

    cutting.does(Place.CUT).awaitQuestions(10);
    still.does(Place.HANG).awaitQuestions(3);

    assertThat(cut.isLost()).isFalse();
    assertThat(waiting.isLost()).isFalse();
  }

  @Test
  void one_refusal_is_not_believed() throws Exception {
    Place place = new Place(0).everySecond(502);
    Probe probe = probe(place);

    place.awaitQuestions(20);

    assertThat(probe.isLost()).isFalse();
  }

  @Test
  void one_that_is_lost_and_then_out_of_reach_is_believed_after_a_while() throws Exception {
    Probes forgetful = new Probes(vertx, tuning(Duration.ofMillis(1)));
    Place place = new Place(0);
    Probe probe = start(forgetful, place);
    place.awaitQuestions(2);
    place.does(502);
    soon().until(probe::isLost);

    place.does(Place.CUT);

    soon().until(() -> !probe.isLost());
    result(forgetful.stop());
  }

  @Test
  void one_that_is_stopped_asks_no_more() throws Exception {
    Place left = new Place(0);
    Probe probe = probe(left);
    left.awaitQuestions(2);

    probes.stop(probe);
    Place other = new Place(0);
    probe(other);
    other.awaitQuestions(10);

    // the last of them may have been on its way
    int asked = left.questions.get();
    other.awaitQuestions(10);
    assertThat(left.questions.get()).isLessThanOrEqualTo(asked + 1);
  }

  private static Probe.Tuning tuning(Duration most) {
    Duration pause = Duration.ofMillis(10);
    return new Probe.Tuning(pause, pause, pause, most);
  }

  private Probe probe(Place place) throws Exception {
    return start(probes, place);
  }

  private Probe start(Probes by, Place place) throws Exception {
    return onContext(() -> by.start("ws://127.0.0.1:" + place.port));
  }

  private <T> T onContext(Supplier<T> what) throws Exception {
    Promise<T> done = Promise.promise();
    vertx.runOnContext(now -> done.complete(what.get()));
    return result(done.future());
  }

  private static <T> T result(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  private static ConditionFactory soon() {
    return Awaitility.await().pollInterval(Duration.ofMillis(10));
  }

  /** Where something may be. */
  private final class Place {
    static final int CUT = 0;
    static final int HANG = -1;

    final AtomicInteger questions = new AtomicInteger();
    final HttpServer server;
    final int port;
    private volatile int status = 200;
    private volatile int otherwise = 200;

    Place(int port) throws Exception {
      server =
          result(vertx.createHttpServer().requestHandler(this::answer).listen(port, "127.0.0.1"));
      this.port = server.actualPort();
    }

    Place does(int now) {
      otherwise = now;
      status = now;
      return this;
    }

    Place everySecond(int now) {
      otherwise = now;
      return this;
    }

    void awaitQuestions(int more) {
      int asked = questions.get();
      soon().until(() -> questions.get() >= asked + more);
    }

    private void answer(HttpServerRequest request) {
      int says = questions.incrementAndGet() % 2 == 0 ? otherwise : status;
      if (says == CUT) {
        request.connection().close();
      } else if (says != HANG) {
        request.response().setStatusCode(says).end();
      }
    }
  }
}
