package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.SlowWallet;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.GetChallengeRequest;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BffRefusedLoginTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
  private static final String AUTHENTICATE = "BffAuthenticationService.Authenticate";
  private static Vertx vertx;
  private static AtollNode node;
  private static Overheard realm;

  private final Identity identity = Identity.random(TOMORROW);

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
    return realm.subjects(identity);
  }

  private static BffClient connect() {
    return BffClient.connect(vertx, node);
  }

  @Test
  void a_challenge_serves_once() {
    BffClient client = connect();
    String challenge = client.challenge(identity.address());

    assertThat(client.sign("[]").error()).isEqualTo("Auth chain refused");
    assertThat(client.sign(identity.authChain(challenge)).error())
        .isEqualTo("there is no challenge to answer");
    client.login(identity);
  }

  @Test
  void a_challenge_of_another_port_is_refused() {
    BffClient client = connect();
    String first = client.challenge(identity.address());

    client.newPort().challenge(identity.address());

    assertThat(client.sign(identity.authChain(first)).error()).isEqualTo("Auth chain refused");
    assertThat(subjects()).isEmpty();
  }

  @Test
  void a_chain_of_the_challenge_alone_is_no_login() {
    BffClient client = connect();
    String challenge = client.challenge(identity.address());

    String alone = "[{\"type\":\"SIGNER\",\"payload\":\"" + challenge + "\",\"signature\":\"\"}]";
    assertThat(client.sign(alone).error()).isNotEmpty();
    assertThat(subjects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "peer", "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a.x"})
  void what_is_no_address_gets_no_challenge(String address) {
    assertThat(connect().askChallenge(address).error()).isEqualTo("Not an Ethereum address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{", "[{}]", "{\"authChain\":[]}"})
  void whatever_is_signed_harms_nobody(String chain) {
    BffClient client = connect();
    client.challenge(identity.address());

    assertThat(client.sign(chain).error()).isNotEmpty();
    assertThat(client.rpc().isOpen()).isTrue();
  }

  @Test
  void an_answer_is_verified_once() throws Exception {
    Overheard slow = Overheard.of(vertx, SlowWallet.node(vertx));
    BffClient client = slow.connect();
    String chain = SlowWallet.authChain(identity.address(), client.challenge(identity.address()));

    int first = client.request(AUTHENTICATE, BffClient.signed(chain));

    assertThat(client.sign(chain).error()).isEqualTo("there is no challenge to answer");
    assertThat(client.askChallenge(identity.address()).error())
        .isEqualTo("an answer is being verified");
    assertThat(client.rpc().answer(first).error()).isEqualTo("Contract wallet could not be asked");
    assertThat(slow.subjects(identity)).isEmpty();
  }

  @Test
  void one_answer_of_a_socket_is_verified_at_a_time_whatever_its_port() throws Exception {
    BffClient client = BffClient.connect(vertx, SlowWallet.node(vertx));
    String chain = SlowWallet.authChain(identity.address(), client.challenge(identity.address()));
    int first = client.request(AUTHENTICATE, BffClient.signed(chain));

    String challenge = client.newPort().challenge(identity.address());
    String refused = client.sign(identity.authChain(challenge)).error();

    assertThat(refused).isEqualTo("an answer is being verified");
    assertThat(client.rpc().answer(first).error()).isEqualTo("Contract wallet could not be asked");
    assertThat(BffClient.welcome(client.sign(identity.authChain(challenge))).getPeerId())
        .isEqualTo(identity.address());
  }

  @Test
  void the_fifth_failed_login_closes_the_socket_with_its_reason() {
    BffClient client = connect();
    RawBffClient raw = RawBffClient.connect(vertx, node);

    for (int i = 0; i < 4; i++) {
      client.newPort().challenge(identity.address());
      assertThat(client.sign("[]").error()).isEqualTo("Auth chain refused");
      raw.validate("[]");
      assertThat(raw.nextType()).isEqualTo(5);
    }
    client.challenge(identity.address());
    client.request(AUTHENTICATE, BffClient.signed("[]"));
    raw.validate("[]");

    assertThat(client.rpc().close()).isEqualTo("1008 Auth chain refused");
    assertThat(raw.nextType()).isEqualTo(5);
    assertThat(raw.close()).isEqualTo("1008 Auth chain refused");
  }

  @Test
  void a_port_destroyed_while_its_answer_is_verified_logs_nobody_in() throws Exception {
    Overheard slow = Overheard.of(vertx, SlowWallet.node(vertx));
    BffClient client = slow.connect();
    Identity other = Identity.random(TOMORROW);
    String chain = SlowWallet.authChain(identity.address(), client.challenge(identity.address()));

    int lost = client.request(AUTHENTICATE, BffClient.signed(chain));
    client.rpc().destroyPort(client.port());
    String challenge = client.newPort().challenge(other.address());
    String signed = other.authChain(challenge);
    assertThat(client.sign(signed).error()).isEqualTo("an answer is being verified");
    await().until(() -> client.sign(signed).error().isEmpty());

    assertThat(client.rpc().heardNothing(lost)).isTrue();
    assertThat(slow.subjects(identity)).isEmpty();
    assertThat(slow.subjects(other)).containsExactly("peer." + other.address() + ".connect");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void who_is_denied_is_closed_whatever_address_was_claimed(boolean honest, @TempDir Path folder)
      throws Exception {
    Path list = Files.writeString(folder.resolve("denied"), identity.address());
    Overheard strict =
        Overheard.of(vertx, TestNode.start(vertx, Map.of("access.deny-list", list.toString())));
    BffClient client = strict.connect();
    RawBffClient raw = RawBffClient.connect(vertx, strict.node());

    if (honest) {
      client.request(
          "BffAuthenticationService.GetChallenge",
          GetChallengeRequest.newBuilder().setAddress(identity.address()).build());
    } else {
      String challenge = client.challenge("0x" + "1".repeat(40));
      client.request(AUTHENTICATE, BffClient.signed(identity.authChain(challenge)));
    }
    raw.validate(identity.authChain(raw.challenge()));

    assertThat(client.rpc().close()).isEqualTo("1008 Address denied");
    assertThat(raw.close()).isEqualTo("1008 Address denied");
    assertThat(strict.subjects(identity)).isEmpty();
  }
}
