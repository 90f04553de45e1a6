package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.bus.Bus.Subscription;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalBusTest extends BusContextsContract {
  private final LocalBus bus = new LocalBus();

  @Override
  Bus near() {
    return bus;
  }

  @Test
  void a_subscriber_on_the_publishers_context_is_called_at_once() {
    listen(home, "a.*");

    List<String> heardWithin = on(home, () -> {
      bus.publish(message("a.b"));
      return List.copyOf(heard);
    });

    assertThat(heardWithin).containsExactly("a.b");
  }

  @Test
  void a_subscriber_on_a_duplicate_of_the_publishers_context_is_called_at_once() {
    ContextInternal request = home.duplicate();
    listen(request, "a.*");

    List<String> heardWithin = on(home.duplicate(), () -> {
      bus.publish(message("a.b"));
      return List.copyOf(heard);
    });

    assertThat(heardWithin).containsExactly("a.b");
  }

  @Test
  void a_worker_that_publishes_to_itself_is_called_at_once() {
    listen(worker, "a");

    List<String> heardWithin = on(worker, () -> {
      bus.publish(message("a"));
      return List.copyOf(heard);
    });

    assertThat(heardWithin).containsExactly("a");
  }

  @Test
  void an_audience_is_there_while_somebody_asks_for_some_of_it() {
    Bus.Audience audience = bus.audience(Pattern.of("island.I1.peer.*.*"));
    assertThat(audience.isThere()).isFalse();

    Subscription all = on(home, () -> bus.subscribe(Pattern.of("island.>"), message -> {}));
    Subscription one =
        on(home, () -> bus.subscribe(Pattern.of("island.*.peer.*.chat"), message -> {}));
    Subscription other =
        on(home, () -> bus.subscribe(Pattern.of("island.*.peer.chat"), message -> {}));
    assertThat(audience.isThere()).isTrue();
    all.cancel();
    assertThat(audience.isThere()).isTrue();
    one.cancel();
    assertThat(audience.isThere()).isFalse();
    other.cancel();
  }

  @Test
  void who_overhears_is_no_audience() {
    Bus.Audience audience = bus.audience(Pattern.of("island.*.>"));

    Subscription overhearing = on(home, () -> bus.overhear(Pattern.of("island.>"), message -> {}));
    Subscription deeper = on(home, () -> bus.overhear(Pattern.of("island.I1.peer"), message -> {}));
    assertThat(audience.isThere()).isFalse();
    overhearing.cancel();
    deeper.cancel();
  }

  @Test
  void a_chain_of_answers_needs_no_stack() {
    AtomicInteger left = new AtomicInteger(100_000);
    subscribe(home, "again", message -> {
      if (left.decrementAndGet() > 0) {
        bus.publish(message);
      }
    });

    publish(home, "again");

    assertThat(left).hasValue(0);
  }

  @Test
  void two_buses_do_not_wait_for_each_other() {
    LocalBus other = new LocalBus();
    on(home, () -> other.subscribe(Pattern.of("b"), message -> heard.add("b")));
    subscribe(home, "a", message -> {
      other.publish(message("b"));
      heard.add("a");
    });

    publish(home, "a");

    assertThat(heard).containsExactly("b", "a");
  }

  @Test
  void a_hundred_thousand_subscriptions_leave_nothing_behind() {
    on(home, () -> {
      List<Subscription> all = new ArrayList<>();
      for (int i = 0; i < 100_000; i++) {
        String pattern = switch (i % 4) {
          case 0 -> "peer." + i + ".island_changed";
          case 1 -> "island." + i % 1000 + ".>";
          case 2 -> "*." + i + ".heartbeat";
          default -> "topic." + i % 1000 + ".*." + i;
        };
        all.add(bus.subscribe(Pattern.of(pattern), message -> heard.add(pattern)));
      }
      bus.publish(message("peer.4.island_changed"));
      bus.publish(message("island.1.x.y"));
      assertThat(heard).hasSize(1 + 100);
      Collections.shuffle(all, new Random(1));
      all.forEach(Subscription::cancel);
      return null;
    });

    assertThat(bus.isEmpty()).isTrue();
  }

  @Test
  void a_hundred_thousand_short_subscriptions_leave_nothing_behind() {
    on(home, () -> {
      for (int i = 0; i < 100_000; i++) {
        bus.subscribe(Pattern.of("peer." + i % 7 + ".*"), message -> {}).cancel();
      }
      return null;
    });

    assertThat(bus.isEmpty()).isTrue();
  }

  @Test
  void subscribers_come_and_go_while_others_publish() {
    AtomicInteger steady = new AtomicInteger();
    subscribe(home, "a.b.c", message -> steady.incrementAndGet());
    AtomicBoolean done = new AtomicBoolean();
    List<CompletableFuture<Void>> comingAndGoing = new ArrayList<>();
    for (ContextInternal place : List.of(elsewhere, worker)) {
      CompletableFuture<Void> ended = new CompletableFuture<>();
      place.runOnContext(ignored -> {
        while (!done.get()) {
          for (String pattern : List.of("a.b.c", "a.*.c", "a.b.>", "a.b.d", "*.b")) {
            bus.subscribe(Pattern.of(pattern), message -> {}).cancel();
          }
        }
        ended.complete(null);
      });
      comingAndGoing.add(ended);
    }

    for (int i = 0; i < 20_000; i++) {
      bus.publish(message("a.b.c"));
    }
    done.set(true);
    comingAndGoing.forEach(CompletableFuture::join);

    await().until(() -> steady.get() == 20_000);
  }

  @Test
  void messages_for_a_context_that_stands_still_are_bounded() {
    AtomicInteger received = new AtomicInteger();
    subscribe(elsewhere, "a", message -> received.incrementAndGet());
    CountDownLatch standing = new CountDownLatch(1);
    elsewhere.runOnContext(ignored -> {
      try {
        standing.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });

    Message message = message("a");
    for (int i = 0; i < Subscriber.MAX_WAITING + 1000; i++) {
      bus.publish(message);
    }
    standing.countDown();

    await().until(() -> received.get() == Subscriber.MAX_WAITING);
    publish(home, "a");
    await().until(() -> received.get() == Subscriber.MAX_WAITING + 1);
  }

  @Test
  void a_subscriber_whose_loop_has_ended_harms_nobody() {
    VertxInternal ended = (VertxInternal) Vertx.vertx();
    on(ended.createEventLoopContext(), () -> bus.subscribe(Pattern.of(">"), message -> {}));
    on(ended.createWorkerContext(), () -> bus.subscribe(Pattern.of(">"), message -> {}));
    listen(home, "a");
    ended.close().await();

    publish(home, "a");

    assertThat(heard).containsExactly("a");
  }
}
