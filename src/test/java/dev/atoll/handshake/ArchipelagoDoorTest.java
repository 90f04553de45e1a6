package dev.atoll.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Pattern;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.ClientPacket;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.ServerPacket;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchipelagoDoorTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));

  private final Identity identity = Identity.random(TOMORROW);
  private static final List<String> ALL_SUBJECTS = new CopyOnWriteArrayList<>();
  private static Vertx vertx;
  private static AtollNode node;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    node = TestNode.start(vertx, Map.of());
    vertx.runOnContext(now -> node.bus()
        .subscribe(
            Pattern.of("peer.>"), message -> ALL_SUBJECTS.add(message.subject().name())));
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  /** What the realm heard of this test's peer. */
  private List<String> subjects() {
    return ALL_SUBJECTS.stream()
        .filter(each -> each.contains(identity.address()))
        .toList();
  }

  private DoorClient connect() {
    return DoorClient.connect(vertx, node.httpPort());
  }

  @Test
  void a_player_who_signs_the_challenge_is_welcomed() {
    DoorClient player = connect();

    String challenge = player.challenge(identity.address());
    player.sign(identity.authChain(challenge));

    assertThat(challenge).startsWith("dcl-").doesNotContain(":");
    assertThat(player.next().getWelcome().getPeerId()).isEqualTo(identity.address());
    assertThat(player.webSocket().subProtocol()).isEqualTo("archipelago");
  }

  @Test
  void the_door_is_also_where_a_proxy_would_mount_it() {
    DoorClient player = DoorClient.connect(
        vertx,
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(node.httpPort())
            .setURI("/archipelago/ws"));

    player.login(identity);

    assertThat(player.webSocket().subProtocol()).isNull();
  }

  @Test
  void the_identity_is_the_chains_owner_whatever_was_claimed() {
    DoorClient player = connect();

    String challenge = player.challenge(Identity.random(TOMORROW).address());
    player.sign(identity.authChain(challenge));

    assertThat(player.next().getWelcome().getPeerId()).isEqualTo(identity.address());
  }

  @Test
  void a_session_tells_whether_its_address_is_connected() {
    connect().login(identity);

    DoorClient second = connect();
    second.request(identity.address().toUpperCase(Locale.ROOT).replace("0X", "0x"));

    assertThat(second.next().getChallengeResponse().getAlreadyConnected()).isTrue();
  }

  @Test
  void a_second_login_replaces_the_first() {
    DoorClient first = connect().login(identity);

    DoorClient second = connect().login(identity);

    assertThat(first.next().hasKicked()).isTrue();
    assertThat(first.close()).isEqualTo("4000 Replaced by a newer session");
    assertThat(second.isOpen()).isTrue();
    String address = identity.address();
    await()
        .untilAsserted(() -> assertThat(subjects())
            .containsExactly(
                "peer." + address + ".connect",
                "peer." + address + ".disconnect",
                "peer." + address + ".connect"));
  }

  @Test
  void the_newer_session_stays_when_the_older_socket_closes() {
    connect().login(identity);
    DoorClient second = connect().login(identity);

    second.heartbeat(1, 1);

    assertThat(second.next().hasIslandChanged()).isTrue();
    DoorClient third = connect();
    third.request(identity.address());
    assertThat(third.next().getChallengeResponse().getAlreadyConnected()).isTrue();
  }

  @Test
  void simultaneous_logins_leave_exactly_one() {
    List<DoorClient> players = Stream.generate(this::connect).limit(8).toList();
    List<String> challenges =
        players.stream().map(player -> player.challenge(identity.address())).toList();

    for (int i = 0; i < players.size(); i++) {
      players.get(i).sign(identity.authChain(challenges.get(i)));
    }

    await().until(() -> players.stream().filter(DoorClient::isOpen).count() == 1);
  }

  @Test
  void a_player_who_leaves_is_told_to_the_realm() {
    DoorClient player = connect().login(identity);

    player.leave();

    await().until(() -> subjects().contains("peer." + identity.address() + ".disconnect"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "19e7e376e7c213b7e7e7e46cc70a5dd086daff2a", "0x19e7", "0xzz"})
  void what_is_no_address_is_refused(String address) {
    DoorClient player = connect();

    player.request(address);

    assertThat(player.close()).isEqualTo("1008 Not an Ethereum address");
  }

  @Test
  void a_chain_of_the_challenge_alone_is_no_login() {
    DoorClient player = connect();
    String challenge = player.challenge(identity.address());

    player.sign("[{\"type\":\"SIGNER\",\"payload\":\"" + challenge + "\",\"signature\":\"\"}]");

    assertThat(player.close()).startsWith("1008");
    assertThat(subjects()).isEmpty();
  }

  @Test
  void a_challenge_of_another_socket_is_refused() {
    DoorClient other = connect();
    String foreign = other.challenge(identity.address());
    DoorClient player = connect();
    player.challenge(identity.address());

    player.sign(identity.authChain(foreign));

    assertThat(player.close()).isEqualTo("1008 Auth chain refused");
  }

  @Test
  void an_expired_identity_is_refused() {
    Identity expired = Identity.random(Instant.now().minusSeconds(1));
    DoorClient player = connect();

    player.sign(expired.authChain(player.challenge(expired.address())));

    assertThat(player.close()).isEqualTo("1008 Auth chain refused");
  }

  @Test
  void somebody_elses_signature_is_refused() {
    Identity other = Identity.random(TOMORROW);
    DoorClient player = connect();
    String challenge = player.challenge(identity.address());

    player.sign(
        other.authChain(challenge).replaceFirst("(?i)" + other.address(), identity.address()));

    assertThat(player.close()).startsWith("1008");
  }

  @Test
  void a_signed_challenge_that_comes_again_while_it_is_verified_is_refused() throws Exception {
    DoorClient player = DoorClient.connect(vertx, SlowWallet.node(vertx).httpPort());
    String chain = SlowWallet.authChain(identity.address(), player.challenge(identity.address()));

    player.sendTogether(DoorClient.signed(chain), DoorClient.signed(chain));

    assertThat(player.close()).isEqualTo("1008 Message out of place");
    assertThat(subjects()).isEmpty();
  }

  @Test
  void a_message_before_its_turn_is_refused() {
    DoorClient player = connect();

    player.heartbeat(0, 0);

    assertThat(player.close()).isEqualTo("1008 Message out of place");
  }

  @Test
  void an_empty_first_message_is_refused() {
    DoorClient player = connect();

    player.send(new byte[0]);

    assertThat(player.close()).isEqualTo("1008 Message out of place");
  }

  @Test
  void garbage_is_told_to_be_so() {
    DoorClient player = connect();

    player.send(new byte[] {(byte) 0xff, 1, 2});

    assertThat(player.close()).isEqualTo("1007 Cannot decode ClientPacket");
  }

  @Test
  void text_is_refused() {
    DoorClient player = connect().login(identity);

    player.webSocket().writeTextMessage("hello");

    assertThat(player.close()).isEqualTo("1003 Binary frames only");
  }

  @Test
  void a_message_over_16_KiB_is_refused_by_name() {
    DoorClient player = connect();

    player.send(new byte[(16 << 10) + 1]);

    assertThat(player.close()).isEqualTo("1009 Message too large");
  }

  @Test
  void after_login_what_is_out_of_place_is_ignored() {
    DoorClient player = connect().login(identity);

    player.request(identity.address());
    player.send(new byte[0]);
    player.send(new byte[] {0x7a, 0});
    player.heartbeat(3, 4);

    assertThat(player.next().hasIslandChanged()).isTrue();
  }

  @Test
  void a_heartbeat_without_position_or_with_one_that_is_on_no_map_keeps_the_session() {
    DoorClient player = connect().login(identity);

    player.send(ClientPacket.newBuilder()
        .setHeartbeat(Heartbeat.getDefaultInstance())
        .build()
        .toByteArray());
    player.heartbeat(Float.NaN, 0);
    player.heartbeat(0, Float.POSITIVE_INFINITY);
    player.heartbeat(-Float.MAX_VALUE, 0);
    player.heartbeat(7, 8);

    ServerPacket told = player.next();
    assertThat(told.getIslandChanged().getPeersOrThrow(identity.address()).getX())
        .isEqualTo(7f);
  }

  @Test
  void who_says_nothing_is_sent_away() throws Exception {
    AtollNode hasty = TestNode.start(vertx, Map.of("handshake.timeout", "5s"));

    DoorClient silent = DoorClient.connect(vertx, hasty.httpPort());
    DoorClient halfway = DoorClient.connect(vertx, hasty.httpPort());
    halfway.challenge(identity.address());

    assertThat(silent.close()).isEqualTo("4001 Handshake too slow");
    assertThat(halfway.close()).isEqualTo("4001 Handshake too slow");
  }

  @Test
  void a_contract_wallet_is_refused_by_name_without_an_ethereum_node() {
    DoorClient player = connect();
    String challenge = player.challenge(identity.address());

    player.sign(
        "[{\"type\":\"SIGNER\",\"payload\":\"" + identity.address() + "\",\"signature\":\"\"},"
            + "{\"type\":\"ECDSA_EIP_1654_SIGNED_ENTITY\",\"payload\":\"" + challenge
            + "\",\"signature\":\"0x1234\"}]");

    assertThat(player.close()).isEqualTo("1008 Contract wallets need ethereum.rpc-url");
  }
}
