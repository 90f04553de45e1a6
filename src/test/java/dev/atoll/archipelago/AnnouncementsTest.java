package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportChoice;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transports that answer when and where they like. */
@ExtendWith(VertxExtension.class)
class AnnouncementsTest {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Context> contexts = new CopyOnWriteArrayList<>();

  private final class Listener implements Announcements.Telling {
    @Override
    public Passenger passenger(String address) {
      return new Passenger(address, "");
    }

    @Override
    public void tell(String island, Transport transport, Map<String, String> strings) {
      strings.forEach((address, string) -> heard(address + " " + string));
    }

    @Override
    public void refused(String address) {
      heard(address + " refused");
    }

    private void heard(String what) {
      contexts.add(Vertx.currentContext());
      told.add(what);
    }
  }

  private Context announce(Vertx vertx, Transport transport) {
    Context own = vertx.getOrCreateContext();
    own.runOnContext(now -> {
      Announcements announcements =
          new Announcements(vertx, TransportChoice.always(transport), new Listener());
      announcements.add("a", "I1");
      announcements.run();
    });
    return own;
  }

  @Test
  void an_answer_from_another_thread_is_told_on_the_own_context(Vertx vertx) {
    Context own = announce(vertx, (island, passengers) -> {
      Promise<Map<String, String>> answer = Promise.promise();
      new Thread(() -> answer.complete(Map.of("a", "from elsewhere"))).start();
      return answer.future();
    });

    await().untilAsserted(() -> assertThat(told).containsExactly("a from elsewhere"));
    assertThat(contexts).containsExactly(own);
  }

  @Test
  void an_answer_of_another_context_is_told_on_the_own(Vertx vertx) {
    Context other = vertx.getOrCreateContext();
    Context own = announce(vertx, (island, passengers) -> {
      Promise<Map<String, String>> answer = Promise.promise();
      other.runOnContext(now -> answer.fail("down"));
      return answer.future();
    });

    await().untilAsserted(() -> assertThat(told).containsExactly("a refused"));
    assertThat(contexts).containsExactly(own);
  }

  @Test
  void who_waits_for_a_transport_that_never_answers_is_refused_on_the_own_context(Vertx vertx) {
    Context own = announce(
        vertx, (island, passengers) -> Promise.<Map<String, String>>promise().future());

    await().untilAsserted(() -> assertThat(told).containsExactly("a refused"));
    assertThat(contexts).containsExactly(own);
  }

  @Test
  void an_answer_that_is_there_at_once_is_told_at_once(Vertx vertx) {
    announce(vertx, (island, passengers) -> Future.succeededFuture(Map.of("a", "here")));

    await().untilAsserted(() -> assertThat(told).containsExactly("a here"));
  }
}
