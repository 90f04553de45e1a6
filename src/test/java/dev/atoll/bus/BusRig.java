package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.Bus.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Buses under test, and contexts from which they are used. Publishers and subscribers may be on different nodes of one. */
abstract class BusRig {
  /** Published last; of listeners, only those of just this hear it. */
  static final String END = "the.end";

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

  /** What the far side's messages have beside what they were published with. */
  Headers asHeard(Headers published) {
    return published;
  }

  @AfterEach
  void stop() {
    vertx.close().await();
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

  static <T> T resultOf(Future<T> future) {
    try {
      return future.await(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
