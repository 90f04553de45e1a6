package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every bus does. Publishers and subscribers may be on different nodes of it. */
abstract class BusContract {
  private static final Subject SUBJECT = Subject.of("peer.0x1.connect");

  /** Published last; of listeners, only those of just this hear it. */
  private static final String END = "the.end";

  private static final Pattern PATTERN = Pattern.of("peer.*.connect");

  final VertxInternal vertx = (VertxInternal) Vertx.vertx();
  final ContextInternal home = vertx.createEventLoopContext();
  final ContextInternal elsewhere = vertx.createEventLoopContext();
  final ContextInternal worker = vertx.createWorkerContext();

  /** What was heard, in order. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** Where the subscribers of these tests are. */
  abstract Bus near();

  /** Where the publishers of these tests are. */
  Bus far() {
    return near();
  }

  /** Returns when the publishers' side knows what was subscribed to and cancelled so far. */
  void settle() {}

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_message_arrives_as_it_was_published() {
    AtomicReference<Message> received = new AtomicReference<>();
    subscribe(home, PATTERN.name(), received::set);

    Headers headers = new Headers(Map.of(Headers.ORIGIN, "wss://realm.example"));
    publish(elsewhere, new Message(SUBJECT, Payload.of(ByteString.copyFromUtf8("hi")), headers));

    await().until(() -> received.get() != null);
    assertThat(received.get().subject()).isEqualTo(SUBJECT);
    assertThat(received.get().payload().bytes().toStringUtf8()).isEqualTo("hi");
    assertThat(received.get().headers()).isEqualTo(headers);
  }

  @ParameterizedTest
  @CsvSource({
    "a,a,true",
    "a,b,false",
    "a,a.b,false",
    "a.b,a,false",
    "*,a,true",
    "*,a.b,false",
    "a.*,a.b,true",
    "a.*,a,false",
    "a.*,a.b.c,false",
    "*.b,a.b,true",
    "*.b,a.c,false",
    "a.*.c,a.b.c,true",
    "a.*.c,a.b.d,false",
    "*.*,a.b,true",
    ">,a,true",
    ">,a.b.c,true",
    "a.>,a.b,true",
    "a.>,a.b.c.d,true",
    "a.>,a,false",
    "a.>,b.c,false",
    "*.>,a.b,true",
    "*.>,a,false",
    "a.*.>,a.b.c,true",
    "a.*.>,a.b,false"
  })
  void wildcards_match_whole_tokens(String pattern, String subject, boolean matches) {
    listen(home, pattern);
    listen(home, END);

    publish(elsewhere, subject, END);

    heardIs(matches ? List.of(subject, END) : List.of(END));
  }

  @Test
  void each_subscription_is_served_once() {
    Handler<Message> handler = message -> heard.add(message.subject().name());
    List.of("a.b", "a.b", "a.*", "*.b", "*.*", "a.>", ">")
        .forEach(pattern -> subscribe(home, pattern, handler));
    listen(home, END);

    publish(elsewhere, "a.b", END);

    await().until(() -> heard.size() == 10);
    assertThat(heard.subList(0, 7)).containsOnly("a.b");
    assertThat(heard.subList(7, 10)).containsOnly(END);
  }

  @Test
  void what_nobody_asked_for_goes_nowhere() {
    listen(home, "a.b");

    publish(elsewhere, "a.c", "a", "a.b.c", "b", "a.b");

    heardIs(List.of("a.b"));
  }

  @Test
  void nothing_is_heard_after_a_cancel() {
    Subscription first = listen(home, "a");
    listen(home, "a");
    publish(elsewhere, "a");
    await().until(() -> heard.size() == 2);

    on(home, () -> {
      first.cancel();
      first.cancel();
      return null;
    });
    settle();
    publish(elsewhere, "a", "a");

    await().until(() -> heard.size() == 4);
  }

  @Test
  void a_cancel_within_a_handler_holds_at_once() {
    List<Subscription> both = new ArrayList<>();
    Handler<Message> once = message -> {
      heard.add(message.subject().name());
      both.forEach(Subscription::cancel);
    };
    both.add(subscribe(home, "a", once));
    both.add(subscribe(home, "a", once));
    listen(home, END);

    publish(elsewhere, "a", "a", END);

    heardIs(List.of("a", END));
  }

  @Test
  void a_subscription_made_within_a_handler_begins_with_the_next_message() {
    subscribe(home, "a.>", message -> {
      heard.add("outer " + message.subject());
      near().subscribe(Pattern.of("a.b"), inner -> heard.add("inner " + inner.subject()));
    });

    publish(elsewhere, "a.b");
    await().until(() -> heard.size() == 1);
    settle();
    publish(elsewhere, "a.b");

    await().until(() -> heard.size() == 3);
    assertThat(heard).containsExactlyInAnyOrder("outer a.b", "outer a.b", "inner a.b");
  }

  @Test
  void a_handler_that_throws_harms_nobody() {
    subscribe(home, "a", message -> {
      heard.add("first");
      throw new IllegalStateException("a bug, meant");
    });
    subscribe(home, "a", message -> {
      heard.add("second");
      throw new StackOverflowError("a bug, meant");
    });
    listen(home, "a");

    publish(elsewhere, "a");
    publish(home, "a");

    await().until(() -> heard.size() == 6);
    assertThat(heard.subList(0, 3)).containsExactlyInAnyOrder("first", "second", "a");
    assertThat(heard.subList(3, 6)).containsExactlyInAnyOrder("first", "second", "a");
  }

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
  void a_subscription_in_force_hears_what_is_published_from_then_on() {
    Subscription subscription =
        on(home, () -> near().subscribe(Pattern.of("a"), message -> heard.add("a")));

    resultOf(subscription.inForce());
    publish(elsewhere, "a");

    heardIs(List.of("a"));
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
  void who_overhears_hears_what_is_published_on_its_own_side() {
    Subscription subscription = on(
        home,
        () -> near()
            .overhear(Pattern.of("a.*"), message -> heard.add(message.subject().name())));

    on(elsewhere, () -> {
      near().publish(message("a.b"));
      return null;
    });

    heardIs(List.of("a.b"));
    on(home, () -> {
      subscription.cancel();
      near().publish(message("a.c"));
      return null;
    });
    assertThat(heard).containsExactly("a.b");
  }

  @Test
  void subscribing_needs_a_context() {
    assertThatThrownBy(() -> near().subscribe(PATTERN, message -> {}))
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

  final Subscription listen(ContextInternal place, String pattern) {
    return subscribe(place, pattern, message -> {
      String subject = message.subject().name();
      if (pattern.equals(END) || !subject.equals(END)) {
        heard.add(subject);
      }
    });
  }

  final Subscription subscribe(ContextInternal place, String pattern, Handler<Message> handler) {
    Subscription subscription = on(place, () -> near().subscribe(Pattern.of(pattern), handler));
    settle();
    return subscription;
  }

  /** Publishes there, one after the other, and waits until that is done. */
  final void publish(ContextInternal place, String... subjects) {
    on(place, () -> {
      for (String subject : subjects) {
        far().publish(message(subject));
      }
      return null;
    });
  }

  final void publish(ContextInternal place, Message message) {
    on(place, () -> {
      far().publish(message);
      return null;
    });
  }

  final void heardIs(List<String> expected) {
    await().until(() -> heard.size() >= expected.size());
    assertThat(heard).isEqualTo(expected);
  }

  final <T> T on(ContextInternal place, Callable<T> action) {
    return resultOf(Future.future(promise -> place.runOnContext(ignored -> {
      try {
        promise.complete(action.call());
      } catch (Throwable e) {
        promise.fail(e);
      }
    })));
  }

  static Message message(String subject) {
    return new Message(Subject.of(subject), Payload.EMPTY);
  }

  private void publishMany(String name, int messages) {
    Subject subject = Subject.of("from." + name);
    for (int i = 0; i < messages; i++) {
      far().publish(new Message(subject, Payload.of(ByteString.copyFromUtf8("" + i))));
    }
  }

  static <T> T resultOf(Future<T> future) {
    try {
      return future.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
