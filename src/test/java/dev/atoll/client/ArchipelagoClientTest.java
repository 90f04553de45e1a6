package dev.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.protocol.message.IslandChangedMessage;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchipelagoClientTest {
  private static final Signer ALICE = new FakeSigner("0xAbc");

  private final Vertx vertx = Vertx.vertx();
  private final Dialer dialer = new Dialer(vertx);
  private final Heard heard = new Heard();
  private FakeRealm realm;

  @BeforeEach
  void start() {
    realm = Await.result(FakeRealm.start(vertx));
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void logs_in_with_the_chain_over_the_servers_challenge() {
    ArchipelagoClient client = Await.result(dialer.archipelago(realm.archipelago(), ALICE, heard));

    assertThat(client.peerId()).isEqualTo("0xabc");
    assertThat(client.socket().subprotocol()).isEqualTo("archipelago");
    assertThat(realm.authChains).containsExactly("signed dcl-0.fake by 0xAbc");
  }

  @Test
  void is_told_its_islands_after_heartbeats() {
    realm.islandOf = position -> position.getX() < 100 ? "I1" : "I2";
    ArchipelagoClient client = Await.result(dialer.archipelago(realm.archipelago(), ALICE, heard));

    client.heartbeat(0, 0, 0);
    client.heartbeat(200, 0, 0);

    await().until(() -> heard.changes.size() == 2);
    IslandChangedMessage second = heard.changes.get(1);
    assertThat(second.getIslandId()).isEqualTo("I2");
    assertThat(second.getFromIslandId()).isEqualTo("I1");
    assertThat(second.getPeersOrThrow("0xabc").getX()).isEqualTo(200);
  }

  @Test
  void is_told_of_a_kick_and_of_the_close_after_it() {
    URI url = serverThat(socket -> socket.binaryMessageHandler(Script.of(
        socket,
        "0a 0c 0a 0a 64 63 6c 2d 30 2e 66 61 6b 65", // challenge dcl-0.fake
        "12 03 0a 01 61", // welcome a
        "32 00", // kicked, as the reference writes it
        "close 4000 newer")));
    ArchipelagoClient client = Await.result(dialer.archipelago(url, ALICE, heard));

    client.heartbeat(0, 0, 0);
    client.heartbeat(0, 0, 0);

    await().until(() -> heard.events.size() == 2);
    assertThat(heard.events).containsExactly("kicked", "close 4000 'newer'");
  }

  @Test
  void refuses_a_challenge_that_explorers_would_not_sign() {
    realm.challenge = "0.fake";

    Throwable fault = Await.failure(dialer.archipelago(realm.archipelago(), ALICE, heard));

    assertThat(fault).isInstanceOf(LoginException.class).hasMessageContaining("no challenge");
    assertThat(realm.authChains).isEmpty();
  }

  @Test
  void an_answer_out_of_place_fails_the_login() {
    URI url = serverThat(socket -> socket.binaryMessageHandler(
        Script.of(socket, "0a 0c 0a 0a 64 63 6c 2d 30 2e 66 61 6b 65", "32 00")));

    Throwable fault = Await.failure(dialer.archipelago(url, ALICE, heard));

    assertThat(fault).hasMessageContaining("no welcome but KICKED");
  }

  @Test
  void a_close_during_the_login_fails_it_with_code_and_text() {
    URI url = serverThat(socket -> socket.close((short) 1008, "Address denied"));

    Throwable fault = Await.failure(dialer.archipelago(url, ALICE, heard));

    assertThat(fault).hasMessageContaining("close 1008 'Address denied' in CHALLENGE_AWAITED");
    assertThat(heard.events).isEmpty();
  }

  @Test
  void a_silent_server_fails_the_login_in_time() {
    URI url = serverThat(socket -> {});
    Dialer hasty = new Dialer(vertx, java.time.Duration.ofSeconds(3));

    Throwable fault = Await.failure(hasty.archipelago(url, ALICE, heard));

    assertThat(fault).hasMessageContaining("no welcome in PT3S");
  }

  @Test
  void nobody_at_the_door_fails_the_login() {
    Throwable fault =
        Await.failure(dialer.archipelago(URI.create("ws://127.0.0.1:1/ws"), ALICE, heard));

    assertThat(fault).isInstanceOf(LoginException.class).hasMessageContaining("refused");
  }

  private URI serverThat(Consumer<ServerWebSocket> greets) {
    HttpServer server = Await.result(vertx
        .createHttpServer(
            new io.vertx.core.http.HttpServerOptions().setWebSocketSubProtocols(List.of("*")))
        .webSocketHandler(greets::accept)
        .listen(0, "127.0.0.1"));
    return URI.create("ws://127.0.0.1:" + server.actualPort() + "/ws");
  }

  private static final class Heard implements ArchipelagoListener {
    final List<IslandChangedMessage> changes = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void islandChanged(IslandChangedMessage change) {
      changes.add(change);
    }

    @Override
    public void kicked() {
      events.add("kicked");
    }

    @Override
    public void closed(SocketEnd end) {
      events.add(end.toString());
    }
  }
}
