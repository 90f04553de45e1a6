package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** And on which contexts, and in which order, every bus delivers. */
abstract class BusContextsContract extends BusContract {
  @Test
  void each_handler_runs_on_the_context_that_subscribed() {
    Map<String, ContextInternal> places =
        Map.of("home", home, "elsewhere", elsewhere, "worker", worker);
    places.forEach((name, place) -> subscribe(place, ">", message -> {
      boolean right = ContextInternal.current().unwrap() == place && place.inThread();
      heard.add(right ? "right" : name + " is wrong");
    }));

    places.values().forEach(place -> publish(place, "a", "b"));
    far().publish(message("c"));

    await().until(() -> heard.size() == 3 * 7);
    assertThat(heard).containsOnly("right");
  }

  @Test
  void blocking_code_of_a_subscribers_context_does_not_call_its_handler() {
    AtomicReference<Boolean> onEventLoop = new AtomicReference<>();
    subscribe(home, "a", message -> onEventLoop.set(home.inThread()));

    Future<Void> published =
        Future.future(promise -> home.runOnContext(ignored -> home.<Void>executeBlocking(() -> {
              far().publish(message("a"));
              return null;
            })
            .onComplete(promise)));
    resultOf(published);

    await().until(() -> onEventLoop.get() != null);
    assertThat(onEventLoop.get()).isTrue();
  }

  @Test
  void a_subscription_is_told_to_be_in_force_on_its_own_context() {
    Future<Boolean> right = Future.future(promise -> home.runOnContext(ignored -> near()
        .subscribe(Pattern.of("a"), message -> {})
        .inForce()
        .onComplete(done -> promise.complete(home.inThread()))));

    assertThat(resultOf(right)).isTrue();
  }

  @Test
  void subscribing_needs_a_context() {
    assertThatThrownBy(() -> near().subscribe(Pattern.of("a"), message -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void order_is_kept_for_each_publisher() {
    int messages = 2000;
    List<ContextInternal> places = List.of(home, elsewhere, worker);
    List<List<String>> received = new ArrayList<>();
    for (ContextInternal place : places) {
      List<String> mine = new CopyOnWriteArrayList<>();
      received.add(mine);
      subscribe(
          place,
          "from.*",
          message ->
              mine.add(message.subject().token(1) + message.payload().bytes().toStringUtf8()));
    }

    List<CompletableFuture<Void>> publishers = new ArrayList<>();
    publishers.add(CompletableFuture.runAsync(() -> publishMany("thread", messages)));
    for (int i = 0; i < places.size(); i++) {
      String name = "place" + i + "-";
      CompletableFuture<Void> done = new CompletableFuture<>();
      places.get(i).runOnContext(ignored -> {
        publishMany(name, messages);
        done.complete(null);
      });
      publishers.add(done);
    }
    publishers.forEach(CompletableFuture::join);

    for (List<String> mine : received) {
      await().until(() -> mine.size() == 4 * messages);
      for (String name : List.of("thread", "place0-", "place1-", "place2-")) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
          expected.add(name + i);
        }
        assertThat(mine.stream().filter(each -> each.startsWith(name)).toList())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void an_answer_is_heard_after_its_question() {
    subscribe(home, "question", message -> near().publish(message("answer")));
    listen(home, ">");
    listen(elsewhere, ">");

    publish(home, "question");

    await().until(() -> heard.size() == 4);
    assertThat(heard.indexOf("question")).isLessThan(heard.indexOf("answer"));
    assertThat(heard.lastIndexOf("question")).isLessThan(3);
    assertThat(heard).containsExactlyInAnyOrder("question", "answer", "question", "answer");
  }

  private void publishMany(String name, int messages) {
    Subject subject = Subject.of("from." + name);
    for (int i = 0; i < messages; i++) {
      far().publish(new Message(subject, Payload.of(ByteString.copyFromUtf8("" + i))));
    }
  }
}
