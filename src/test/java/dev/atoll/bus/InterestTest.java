package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.bus.Bus.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterestTest {
  private final VertxInternal vertx = (VertxInternal) Vertx.vertx();
  private final ContextInternal home = vertx.createEventLoopContext();
  private final LocalBus bus = new LocalBus();
  private final Recorded elsewhere = new Recorded();

  /** What somebody who watches is told; done with each when the test says so. */
  private static final class Recorded implements Interest {
    final List<String> told = new ArrayList<>();
    final List<Promise<Void>> open = new ArrayList<>();

    @Override
    public Future<Void> begins(Pattern pattern) {
      told.add("begins " + pattern.name());
      Promise<Void> promise = Promise.promise();
      open.add(promise);
      return promise.future();
    }

    @Override
    public void ends(Pattern pattern) {
      told.add("ends " + pattern.name());
    }
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void the_first_subscription_of_a_pattern_and_its_last_end_are_told() {
    bus.watch(elsewhere);

    Subscription first = subscribe("a.*");
    Subscription second = subscribe("a.*");
    first.cancel();
    first.cancel();
    Subscription other = subscribe("b");
    second.cancel();
    other.cancel();

    assertThat(elsewhere.told).containsExactly("begins a.*", "begins b", "ends a.*", "ends b");
    assertThat(bus.isEmpty()).isTrue();
  }

  @Test
  void who_begins_to_watch_is_told_what_is_asked_for() {
    Subscription early = subscribe("a");
    subscribe("b").cancel();

    bus.watch(elsewhere);
    early.cancel();

    assertThat(elsewhere.told).containsExactly("begins a", "ends a");
  }

  @Test
  void who_watches_no_more_is_told_nothing_and_waited_for_by_nobody() {
    bus.watch(elsewhere);

    bus.unwatch(elsewhere);
    bus.unwatch(elsewhere);

    assertThat(subscribe("a").inForce().succeeded()).isTrue();
    assertThat(elsewhere.told).isEmpty();
  }

  @Test
  void a_subscription_is_in_force_when_all_who_watch_are_done() {
    Recorded another = new Recorded();
    bus.watch(elsewhere);
    bus.watch(another);

    Subscription first = subscribe("a");
    Subscription second = subscribe("a");
    elsewhere.open.get(0).complete();
    assertThat(first.inForce().isComplete()).isFalse();
    another.open.get(0).complete();

    await().until(() -> first.inForce().succeeded() && second.inForce().succeeded());
    assertThat(subscribe("a").inForce().succeeded()).isTrue();
  }

  @Test
  void a_failure_elsewhere_is_no_failure_here() {
    bus.watch(elsewhere);

    Subscription subscription = subscribe("a");
    elsewhere.open.get(0).fail("gone");

    await().until(() -> subscription.inForce().succeeded());
  }

  @Test
  void it_is_in_force_on_the_subscribers_context_whoever_says_so() {
    bus.watch(elsewhere);
    AtomicBoolean right = new AtomicBoolean();
    on(() -> bus.subscribe(Pattern.of("a"), message -> {})
        .inForce()
        .onSuccess(done -> right.set(home.inThread())));

    elsewhere.open.get(0).complete();

    await().untilTrue(right);
  }

  @Test
  void who_overhears_asks_for_nothing() {
    bus.watch(elsewhere);

    Subscription overheard = on(() -> bus.overhear(Pattern.of(">"), message -> {}));

    assertThat(overheard.inForce().succeeded()).isTrue();
    overheard.cancel();
    assertThat(elsewhere.told).isEmpty();
  }

  private Subscription subscribe(String pattern) {
    return on(() -> bus.subscribe(Pattern.of(pattern), message -> {}));
  }

  private <T> T on(Supplier<T> action) {
    return BusRig.resultOf(
        Future.future(promise -> home.runOnContext(ignored -> promise.complete(action.get()))));
  }
}
