package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Empty;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.DisconnectionReason;
import dev.atoll.rpc.RpcClient;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BffLoginTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
  private static final String AUTHENTICATE = "BffAuthenticationService.Authenticate";
  private static Vertx vertx;
  private static AtollNode node;
  private static Overheard realm;

  private final Identity identity = Identity.random(TOMORROW);
  private final String connect = "peer." + identity.address() + ".connect";
  private final String disconnect = "peer." + identity.address() + ".disconnect";

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    realm = Overheard.start(vertx);
    node = realm.node();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  private List<String> subjects() {
    return realm.subjects(identity).stream()
        .filter(each -> each.startsWith("peer."))
        .toList();
  }

  private static BffClient connect() {
    return BffClient.connect(vertx, node);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/rpc", "/bff/rpc"})
  void both_paths_echo_the_subprotocol_that_was_asked_for(String path) {
    RpcClient july = RpcClient.connect(vertx, node.httpPort(), path, "comms");
    RpcClient october = RpcClient.connect(vertx, node.httpPort(), path, "bff");
    RpcClient none = RpcClient.connect(vertx, node.httpPort(), path);

    assertThat(july.webSocket().subProtocol()).isEqualTo("comms");
    assertThat(october.webSocket().subProtocol()).isEqualTo("bff");
    assertThat(none.webSocket().subProtocol()).isNull();
  }

  @Test
  void a_peer_that_signs_the_challenge_is_welcomed_and_told_to_the_realm() {
    BffClient client = connect();

    String challenge = client.challenge(identity.address().toUpperCase().replace("0X", "0x"));
    var welcome = BffClient.welcome(client.sign(identity.authChain(challenge)));

    assertThat(challenge).startsWith("dcl-");
    assertThat(welcome.getPeerId()).isEqualTo(identity.address());
    assertThat(welcome.getAvailableModulesList())
        .containsExactly("CommsService", "TopicsService", "CommsDirectorService");
    await().untilAsserted(() -> assertThat(subjects()).containsExactly(connect));
  }

  @Test
  void nobody_learns_who_is_connected() {
    connect().login(identity);

    connect().challenge(identity.address());
  }

  @Test
  void modules_are_there_after_login_only() {
    BffClient client = connect();

    for (String module : BffPeer.MODULES) {
      assertThat(client.rpc().askModule(client.port(), module).error())
          .isEqualTo("module is not available");
    }
    client.login(identity);
    for (String module : BffPeer.MODULES) {
      assertThat(client.rpc().module(client.port(), module)).isNotEmpty();
    }
  }

  @Test
  void modules_are_there_at_the_port_that_authenticated_only() {
    BffClient client = connect().login(identity).newPort();

    assertThat(client.rpc().askModule(client.port(), "CommsService").error())
        .isEqualTo("module is not available");
  }

  @Test
  void a_second_authenticate_is_refused_and_the_session_stays() {
    BffClient client = connect().login(identity);

    assertThat(client.askChallenge(identity.address()).error())
        .isEqualTo("this socket has been authenticated");
    assertThat(client.sign(identity.authChain("dcl-0.1")).error())
        .isEqualTo("this socket has been authenticated");
    client.peers("still-there");
    await().untilAsserted(() -> assertThat(subjects()).containsExactly(connect));
  }

  @Test
  void a_second_identity_on_the_same_socket_is_refused() {
    Identity other = Identity.random(TOMORROW);
    BffClient client = connect();
    int firstPort = client.port();
    String mine = client.challenge(identity.address());
    client.newPort();
    String others = client.challenge(other.address());

    BffClient.welcome(client.sign(identity.authChain(others)));
    Map<String, Integer> ids = client.rpc().module(firstPort, "BffAuthenticationService");
    var refused = client
        .rpc()
        .call(firstPort, ids.get("Authenticate"), BffClient.signed(other.authChain(mine)));

    assertThat(refused.error()).isEqualTo("this socket has been authenticated");
  }

  @Test
  void a_replaced_session_is_dropped_at_once() {
    BffClient first = connect().login(identity);

    BffClient second = connect().login(identity);

    assertThat(first.rpc().close()).isEqualTo("4000 Replaced by a newer session");
    assertThat(second.rpc().isOpen()).isTrue();
    await()
        .untilAsserted(() -> assertThat(subjects()).containsExactly(connect, disconnect, connect));
  }

  @Test
  void a_replaced_session_that_asked_is_told_and_does_nothing_any_more() {
    BffClient first = connect().login(identity);
    Stream heard = first.peers("t");
    int end = first.awaitEnd();

    BffClient second = connect().login(identity);

    assertThat(BffClient.end(first.rpc().answer(end)).getReason())
        .isEqualTo(DisconnectionReason.DR_KICKED);
    assertThat(first.tryPublish("t", com.google.protobuf.ByteString.EMPTY).error())
        .isEqualTo("the session is over");
    second.publish("t", "hi");
    heard.ends();
    assertThat(first.rpc().isOpen()).isTrue();
    assertThat(first.rpc().close()).isEqualTo("4000 Replaced by a newer session");
    await()
        .untilAsserted(() -> assertThat(subjects()).containsExactly(connect, disconnect, connect));
  }

  @Test
  void simultaneous_logins_leave_exactly_one() {
    List<BffClient> clients =
        java.util.stream.Stream.generate(BffLoginTest::connect).limit(8).toList();
    List<String> chains = clients.stream()
        .map(client -> identity.authChain(client.challenge(identity.address())))
        .toList();

    for (int i = 0; i < chains.size(); i++) {
      clients.get(i).request(AUTHENTICATE, BffClient.signed(chains.get(i)));
    }

    await()
        .until(() -> clients.stream().filter(each -> each.rpc().isOpen()).count() == 1
            && subjects().size() == 15);
  }

  @Test
  void one_session_an_address_holds_over_all_doors() {
    BffClient bff = connect().login(identity);

    DoorClient archipelago = DoorClient.connect(vertx, node.httpPort()).login(identity);
    assertThat(bff.rpc().close()).isEqualTo("4000 Replaced by a newer session");
    RawBffClient raw = RawBffClient.connect(vertx, node).login(identity);
    assertThat(archipelago.next().hasKicked()).isTrue();
    connect().login(identity);
    assertThat(raw.close()).isEqualTo("4000 Replaced by a newer session");

    await()
        .untilAsserted(() -> assertThat(subjects())
            .containsExactly(
                connect, disconnect, connect, disconnect, connect, disconnect, connect));
  }

  @Test
  void destroying_the_port_that_authenticated_ends_its_session() {
    BffClient client = connect().login(identity);
    int end = client.awaitEnd();

    client.rpc().destroyPort(client.port());

    await().until(() -> subjects().contains(disconnect));
    assertThat(client.rpc().isOpen()).isTrue();
    client.newPort().login(identity);
    await()
        .untilAsserted(() -> assertThat(subjects()).containsExactly(connect, disconnect, connect));
    assertThat(end).isPositive();
  }

  @Test
  void destroying_another_port_ends_nothing() {
    BffClient client = connect().login(identity);
    int other = client.rpc().createPort();

    client.rpc().destroyPort(other);

    client.peers("still-there");
    await().untilAsserted(() -> assertThat(subjects()).containsExactly(connect));
  }

  @Test
  void a_peer_that_leaves_is_told_to_the_realm() {
    BffClient client = connect().login(identity);

    client.rpc().leave();

    await().until(() -> subjects().equals(List.of(connect, disconnect)));
  }

  @Test
  void who_does_not_log_in_is_sent_away() throws Exception {
    AtollNode hasty = TestNode.start(vertx, Map.of("handshake.timeout", "2s"));

    BffClient silent = BffClient.connect(vertx, hasty);
    BffClient present = BffClient.login(vertx, hasty, identity);

    assertThat(silent.rpc().close()).isEqualTo("4001 Handshake too slow");
    assertThat(present.rpc().isOpen()).isTrue();
    present.rpc().destroyPort(present.port());
    assertThat(present.rpc().close()).isEqualTo("4001 Handshake too slow");
  }

  @Test
  void the_end_of_a_session_is_told_to_who_is_logged_in_only() {
    assertThat(connect()
            .call("BffAuthenticationService.GetDisconnectionMessage", Empty.getDefaultInstance())
            .error())
        .isEqualTo("this port is not authenticated");
  }
}
