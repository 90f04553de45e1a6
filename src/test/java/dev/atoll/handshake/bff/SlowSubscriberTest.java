package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SlowSubscriberTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
  private static Vertx vertx;
  private static Overheard realm;

  private final Identity alice = Identity.random(TOMORROW);

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    realm = Overheard.start(vertx);
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void a_slow_subscriber_keeps_the_newest_fifty_of_its_peers() {
    BffClient client = realm.login(alice);
    Stream stream = client.peers("busy");

    for (int i = 0; i < 200; i++) {
      client.publish("busy", "" + i);
    }

    for (int i = 150; i < 200; i++) {
      assertThat(BffClient.said(stream.next())).endsWith(" busy " + i);
    }
    stream.ask();
    client.publish("busy", "last");
    assertThat(BffClient.said(stream.take().getPayload())).endsWith(" last");
  }

  @Test
  void a_slow_subscriber_gets_all_the_realm_says_or_is_closed_by_name() {
    BffClient client = realm.login(alice);
    Stream stream = client.system("news");
    for (int i = 0; i < 200; i++) {
      realm.say("client-proto.news", "" + i);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(BffClient.systemElement(stream.next()).getPayload().toStringUtf8())
          .isEqualTo("" + i);
    }

    for (int i = 0; i < 40; i++) {
      realm.say("client-proto.news", "x".repeat(32 << 10));
    }

    assertThat(client.rpc().close()).isEqualTo("1013 Client reads too slowly");
  }

  @Test
  void large_messages_of_peers_are_bounded_by_bytes_and_close_nobody() {
    BffClient client = realm.login(alice);
    Stream stream = client.peers("large");

    for (int i = 0; i < 50; i++) {
      client.publish("large", "" + i % 10 + "x".repeat(60 << 10));
    }

    assertThat(BffClient.said(stream.next())).isNotEmpty();
    int waiting = 0;
    client.publish("large", "end");
    while (!BffClient.said(stream.next()).endsWith("end")) {
      waiting++;
    }
    assertThat(waiting).isBetween(10, 17);
  }
}
