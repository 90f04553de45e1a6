package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.RunningTime;
import dev.atoll.protocol.message.TunnelPiece;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes over real connections; what goes between the first two can be cut so that nothing comes and nobody is told. */
@Timeout(5 * Patience.SECONDS)
class TunnelsTest {
  private static final long QUEUE = 32 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final LinkNode a = new LinkNode(vertx, "a", QUEUE);
  private final LinkNode b = new LinkNode(vertx, "b", QUEUE);
  private final LinkNode c = new LinkNode(vertx, "c", QUEUE);
  private final Wire wire = new Wire(vertx, b.port);

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void two_who_stop_hearing_each_other_are_bridged_through_a_third_within_five_seconds() {
    a.know(Map.of("b", wire.port, "c", c.port));
    b.know(Map.of("c", c.port));
    await().until(() -> a.place("b").startsWith("127") && b.place("c").startsWith("127"));
    await().until(() -> a.hears("c").contains("b"));
    RunningTime time = RunningTime.since(vertx);

    wire.cut(true);
    await().until(() -> a.place("b").equals("via c") && b.place("a").equals("via c"));

    assertThat(time.passed()).isLessThan(Duration.ofSeconds(6));
    a.say("b", "hello", 10);
    b.say("a", "large", 5 << 20);
    await().until(() -> b.heard.contains("a hello 10"));
    await().until(() -> a.heard.contains("b large " + (5 << 20)));
    assertThat(c.heard).isEmpty();
    assertThat(c.strangers()).isZero();
  }

  @Test
  void a_connection_of_their_own_takes_the_tunnels_place() {
    wire.cut(true);
    a.know(Map.of("b", wire.port, "c", c.port));
    b.know(Map.of("c", c.port));
    await().until(() -> a.place("b").equals("via c"));

    wire.cut(false);

    await().until(() -> a.place("b").startsWith("127") && b.place("a").startsWith("127"));
    a.say("b", "direct", 1);
    await().until(() -> b.heard.contains("a direct 1"));
    assertThat(b.run(() -> b.links.open().size())).isEqualTo(2);
  }

  @Test
  void a_tunnel_ends_with_either_link_of_the_node_between() {
    wire.cut(true);
    a.know(Map.of("b", wire.port, "c", c.port));
    b.know(Map.of("c", c.port));
    await().until(() -> a.place("b").equals("via c") && b.place("a").equals("via c"));

    c.run(c.links::stop).await();

    await().until(() -> a.place("b").isEmpty() && b.place("a").isEmpty());
    await().until(() -> a.place("c").isEmpty());
  }

  @Test
  void what_crossed_one_node_crosses_no_other_and_what_nobody_began_is_not_answered() {
    a.know(Map.of("c", c.port));
    b.know(Map.of("c", c.port));
    await().until(() -> !a.place("c").isEmpty() && !b.place("c").isEmpty());

    for (boolean beginner : new boolean[] {true, false}) {
      a.run(() -> a.links
          .to("c")
          .orElseThrow()
          .send(TunnelPiece.newBuilder()
              .setNode("b")
              .setNumber(7)
              .setBeginner(beginner)
              .setCrossed(true)
              .setPayload(ByteString.copyFromUtf8("no hello at all"))
              .build()));
    }
    a.say("c", "after", 1);

    await().until(() -> c.heard.contains("a after 1"));
    await().until(() -> c.strangers() == 0);
    assertThat(b.strangers()).isZero();
    assertThat(a.place("c")).startsWith("127");
  }

  @Test
  void a_tunnel_holds_back_where_its_far_way_stands_still_and_goes_on_after() {
    wire.cut(true);
    a.know(Map.of("b", wire.port, "c", c.port));
    // of a pair the smaller dials: c is dialled by b, over a way that can stand still
    Wire far = new Wire(vertx, c.port);
    b.know(Map.of("c", far.port));
    await().until(() -> a.place("b").equals("via c") && b.place("a").equals("via c"));

    far.hold(true);
    for (int i = 0; i < 64; i++) {
      a.sayIfItMay("b", "mayGo " + i, 1 << 20);
    }
    a.say("b", "reliable", 1 << 20);
    assertThat(a.dropped("b")).isPositive();
    far.hold(false);

    await().until(() -> b.heard.contains("a reliable " + (1 << 20)));
    assertThat(a.resets()).isZero();
    assertThat(b.resets()).isZero();
    await().until(() -> a.waiting("b") == 0);
    a.sayIfItMay("b", "again", 1);
    await().until(() -> b.heard.contains("a again 1"));
  }
}
