package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.OnContext;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.Position;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandbyTest {
  private static final Duration ABSENCE = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final LocalBus bus = new LocalBus();
  private long now = -Duration.ofSeconds(5).toNanos();
  private final Standby standby = new Standby(bus, ABSENCE, () -> now);

  @BeforeEach
  void begin() {
    on(standby::start);
  }

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void who_was_at_a_node_that_is_lost_is_kept_for_who_comes_to_lead_and_then_forgotten() {
    heartbeat("p1", "b", "1.b");
    heartbeat("p2", "c", "2.c");
    pass(Duration.ofSeconds(1));
    publish(new Message(Subjects.nodeLost("b"), Payload.EMPTY));

    pass(ABSENCE.plusSeconds(9));
    assertThat(standby.before().lastHeard().apply("p1")).isPresent();

    pass(Duration.ofSeconds(2));
    assertThat(standby.before().lastHeard().apply("p1")).isEmpty();
    assertThat(standby.before().lastHeard().apply("p2")).isPresent();
  }

  @Test
  void who_is_heard_after_its_node_was_lost_is_kept_wherever_it_is_now() {
    heartbeat("p1", "b", "1.b");
    heartbeat("p2", "b", "2.b");
    publish(new Message(Subjects.nodeLost("b"), Payload.EMPTY));
    pass(Duration.ofSeconds(1));

    heartbeat("p1", "c", "9.c");
    heartbeat("p2", "b", "2.b");
    pass(ABSENCE.multipliedBy(3));

    assertThat(standby.peers()).isEqualTo(2);
  }

  @Test
  void who_logs_out_is_forgotten_and_an_earlier_login_of_it_does_not_matter() {
    heartbeat("p1", "b", "7.b");

    publish(new Message(Subjects.disconnect("p1"), Payload.EMPTY, headers("b", "6.b")));
    assertThat(standby.peers()).isEqualTo(1);
    publish(new Message(Subjects.disconnect("p1"), Payload.EMPTY, headers("b", "7.b")));

    assertThat(standby.peers()).isZero();
  }

  private void heartbeat(String peer, String node, String login) {
    Heartbeat at =
        Heartbeat.newBuilder().setPosition(Position.getDefaultInstance()).build();
    publish(new Message(Subjects.heartbeat(peer), Payload.of(at), headers(node, login)));
  }

  private static Headers headers(String node, String login) {
    return new Headers(Map.of(Headers.NODE, node, Headers.LOGIN, login));
  }

  /** The leader tells of the islands after that time. */
  private void pass(Duration time) {
    now += time.toNanos();
    publish(new Message(Subjects.ISLANDS, Payload.of(IslandStatusMessage.getDefaultInstance())));
  }

  private void publish(Message message) {
    on(() -> bus.publish(message));
  }

  private void on(Runnable action) {
    OnContext.run(context, action);
  }
}
