package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneMessagesTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
  private static final String CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
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

  @ParameterizedTest
  @ValueSource(strings = {"messageBus.scene." + CID + ".message", "scene." + CID + ".message", CID})
  void a_scenes_topic_also_goes_to_third_parties_once(String topic) {
    BffClient client = realm.login(alice);
    Stream own = client.peers(topic);

    client.publish(topic, "hi");
    realm.say("messageBus.scene." + CID + ".message", "from the server");

    assertThat(BffClient.said(own.next())).isEqualTo(alice.address() + " " + topic + " hi");
    assertThat(BffClient.said(own.next())).isEqualTo("server " + topic + " from the server");
    assertThat(realm.on("messageBus.scene." + CID + ".message").stream()
            .filter(each ->
                each.headers().get(Headers.SENDER).equals(java.util.Optional.of(alice.address()))))
        .hasSize(1);
  }

  @Test
  void a_scenes_server_reaches_subscribers_of_every_spelling_once() {
    BffClient client = realm.login(alice);
    String full = "messageBus.scene.X1.chat";
    List<Stream> peers = List.of(client.peers(full), client.peers("scene.X1.chat"));
    List<Stream> system = List.of(client.system(full), client.system("scene.X1.chat"));

    realm.say(full, "one");
    realm.say(full, "two");

    for (Stream stream : peers) {
      assertThat(BffClient.said(stream.next())).startsWith("server ").endsWith(" one");
      assertThat(BffClient.said(stream.next())).endsWith(" two");
    }
    for (Stream stream : system) {
      assertThat(BffClient.systemElement(stream.next()).getPayload().toStringUtf8())
          .isEqualTo("one");
      assertThat(BffClient.systemElement(stream.next()).getPayload().toStringUtf8())
          .isEqualTo("two");
    }
  }
}
