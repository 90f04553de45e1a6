package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Pattern;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final long LATER = Subscriptions.LINGER_NANOS + 1;

  private final NatsMeters meters = new NatsMeters(new SimpleMeterRegistry());
  private final FakeConnection nats = new FakeConnection(meters);
  private final List<String> came = new ArrayList<>();
  private final Subscriptions subscriptions =
      new Subscriptions((asked, message) -> came.add(message.getSubject()), meters);

  @Test
  void topics_that_are_swapped_to_and_fro_cost_nats_nothing() {
    attach();
    for (int swap = 0; swap < 1_000; swap++) {
      for (int topic = 0; topic < 64; topic++) {
        subscriptions.begin(asked("client-proto.t" + topic));
      }
      for (int topic = 0; topic < 64; topic++) {
        subscriptions.end(asked("client-proto.t" + topic), 0);
      }
    }

    assertThat(nats.subscribed).isEqualTo(64);
    assertThat(nats.unsubscribed).isZero();
  }

  @Test
  void a_subscription_ends_some_seconds_after_the_last_who_asked() {
    attach();
    subscriptions.begin(asked("client-proto.a"));
    subscriptions.end(asked("client-proto.a"), 0);

    assertThat(subscriptions.hasMore(Subscriptions.LINGER_NANOS)).isFalse();
    assertThat(subscriptions.hasMore(LATER)).isTrue();
    goOn(LATER);

    assertThat(nats.unsubscribed).isEqualTo(1);
    assertThat(subscriptions.hasMore(LATER)).isFalse();
  }

  @Test
  void what_nobody_asks_for_is_not_heard_meanwhile_and_heard_again_when_somebody_does() {
    attach();
    subscriptions.begin(asked("client-proto.a"));
    subscriptions.end(asked("client-proto.a"), 0);
    nats.deliver("client-proto.a");
    assertThat(came).isEmpty();

    subscriptions.begin(asked("client-proto.a"));
    goOn(LATER);
    nats.deliver("client-proto.a");

    assertThat(came).containsExactly("client-proto.a");
    assertThat(nats.subscribed).isEqualTo(1);
  }

  @Test
  void only_so_many_subscriptions_outlive_who_asked() {
    attach();
    for (int i = 0; i < Subscriptions.MOST_UNUSED + 5; i++) {
      subscriptions.begin(asked("client-proto.t" + i));
      subscriptions.end(asked("client-proto.t" + i), 0);
    }

    assertThat(nats.unsubscribed).isEqualTo(5);
  }

  @Test
  void while_the_connection_is_congested_only_the_difference_is_kept() {
    attach();
    subscriptions.begin(asked("client-proto.old"));
    nats.congest();
    for (int i = 0; i < 1_000; i++) {
      subscriptions.begin(asked("client-proto.t" + i));
    }
    Future<Void> settled = subscriptions.settled();
    for (int i = 1; i < 1_000; i++) {
      subscriptions.end(asked("client-proto.t" + i), 0);
    }
    subscriptions.end(asked("client-proto.old"), 0);
    goOn(LATER);
    assertThat(nats.subscribed).isEqualTo(1);
    assertThat(nats.unsubscribed).isZero();
    assertThat(settled.isComplete()).isFalse();

    nats.relieve();
    goOn(LATER);

    assertThat(nats.subscribed).isEqualTo(2);
    assertThat(nats.unsubscribed).isEqualTo(1);
    assertThat(settled.succeeded()).isTrue();
    nats.deliver("client-proto.t0");
    assertThat(came).containsExactly("client-proto.t0");
  }

  @Test
  void a_new_connection_gets_what_is_wanted_and_no_more_a_piece_each_turn() {
    for (int i = 0; i < 100; i++) {
      subscriptions.begin(asked("client-proto.t" + i));
    }
    subscriptions.end(asked("client-proto.t0"), 0);
    attach();
    Future<Void> settled = subscriptions.settled();

    subscriptions.goOn(new Turn(System.nanoTime() - 1), 0);
    assertThat(nats.subscribed).isBetween(1, 40);
    assertThat(settled.isComplete()).isFalse();
    goOn(0);

    assertThat(nats.subscribed).isEqualTo(99);
    assertThat(settled.succeeded()).isTrue();
  }

  @Test
  void a_lost_connection_keeps_nobody_waiting() {
    attach();
    nats.congest();
    subscriptions.begin(asked("client-proto.a"));
    Future<Void> settled = subscriptions.settled();

    subscriptions.detach();

    assertThat(settled.succeeded()).isTrue();
    assertThat(subscriptions.hasMore(LATER)).isFalse();
  }

  private void attach() {
    subscriptions.attach(nats.connection.createDispatcher(), nats.outlet);
  }

  private void goOn(long nanos) {
    Turn turn = new Turn(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
    subscriptions.goOn(turn, nanos);
  }

  private static Asked asked(String pattern) {
    return new Asked(Form.SYSTEM_TOPIC, Pattern.of(pattern));
  }
}
