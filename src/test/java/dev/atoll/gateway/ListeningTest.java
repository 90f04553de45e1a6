package dev.atoll.gateway;

import static dev.atoll.gateway.GatewayRig.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.protocol.message.ListenedMessage;
import dev.atoll.protocol.message.UnheardMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gateway tells the realm of who listens, and what is told to who cannot hear. */
class ListeningTest {
  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.open(Map.of());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void whoever_listens_to_what_cannot_be_heard_is_told_why_and_when_that_is_over() {
    rig.heartbeat("0xa", 8, 8);
    await().until(() -> !rig.islands().isEmpty());
    ThirdParty server = rig.server("s", "X", "0,0");
    ThirdParty elsewhere = rig.server("e", "Y", "50,50");
    elsewhere.subscribe("messageBus.>");
    server.subscribe("messageBus.island.*.>");
    UnheardMessage.Place island = UnheardMessage.Place.newBuilder()
        .setIsland("I1")
        .setName("side_car_missing")
        .setText("it is not there")
        .build();
    UnheardMessage.Place scene = island.toBuilder().setScene("X").build();

    rig.unheard(UnheardMessage.newBuilder().addPlaces(island).addPlaces(scene).build());

    assertThat(server.next())
        .isEqualTo(json("{'event':'notice','sequence':2,'name':'side_car_missing','island':'I1',"
            + "'text':'it is not there'}"));
    server.subscribe("messageBus.scene.X.>");
    assertThat(List.of(server.next("notice"), server.next("notice")))
        .extracting(notice -> notice.getString("scene"))
        .contains("X");
    rig.unheard(UnheardMessage.getDefaultInstance());
    assertThat(List.of(server.next("notice"), server.next("notice")))
        .extracting(notice -> notice.getString("name"))
        .containsExactly("heard", "heard");
    rig.say("messageBus.scene.Y.a", "the end", Headers.NONE);
    elsewhere.next("message");
  }

  @Test
  void the_realm_is_told_which_islands_are_listened_to_and_not_by_a_wildcard_alone()
      throws Exception {
    BlockingQueue<ListenedMessage> told = new LinkedBlockingQueue<>();
    subscribe("realm.gateway.*.listened", message -> told.add(listened(message)));
    rig.heartbeat("0xa", 8, 8);
    await().until(() -> !rig.islands().isEmpty());
    ThirdParty server = rig.server("s", "X", "0,0");

    next(
        told,
        message -> message.getWrittenScenesList().contains("X")
            && message.getWrittenIslandsList().contains("I1"));
    server.subscribe("messageBus.>");
    ListenedMessage overheard =
        next(told, message -> message.getOverheardScenesList().contains("X"));
    assertThat(overheard.getOverheardIslandsList()).containsExactly("I1");
    assertThat(overheard.getIslandsList()).isEmpty();
    assertThat(overheard.getScenesList()).isEmpty();
    server.subscribe("messageBus.island.*.>");
    server.subscribe("messageBus.island.*.peer.*.position");
    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS).getIslandsList())
        .containsExactly("I1");
    server.subscribe("messageBus.scene.X.>");
    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS).getScenesList()).containsExactly("X");
    server.send(json("{'unsubscribe':4}"));
    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS).getScenesList()).isEmpty();
    server.send(json("{'unsubscribe':3}"));
    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS).getIslandsList()).isEmpty();
    server.leave();
    next(told, message -> message.getWrittenScenesCount() == 0);
  }

  private static ListenedMessage next(
      BlockingQueue<ListenedMessage> told, java.util.function.Predicate<ListenedMessage> wanted)
      throws InterruptedException {
    ListenedMessage next = told.poll(Patience.SECONDS, TimeUnit.SECONDS);
    while (next != null && !wanted.test(next)) {
      next = told.poll(Patience.SECONDS, TimeUnit.SECONDS);
    }
    assertThat(next).isNotNull();
    return next;
  }

  private static ListenedMessage listened(Message message) {
    try {
      return ListenedMessage.parseFrom(message.payload().bytes());
    } catch (com.google.protobuf.InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private void subscribe(String pattern, io.vertx.core.Handler<Message> handler) throws Exception {
    CompletableFuture<Bus.Subscription> subscribed = new CompletableFuture<>();
    rig.vertx()
        .runOnContext(
            now -> subscribed.complete(rig.node().bus().subscribe(Pattern.of(pattern), handler)));
    subscribed.get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
