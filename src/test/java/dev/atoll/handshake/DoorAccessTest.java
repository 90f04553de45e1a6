package dev.atoll.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.Identity;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not enter, at the archipelago door's own socket. */
@ExtendWith(VertxExtension.class)
class DoorAccessTest {
  private static final String DENIED = "1008 Address denied";
  private static final String BANNED = "1008 Address banned";

  /** Nobody listens there. */
  private static final String DEAD = "http://127.0.0.1:9";

  private final Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
  private final Set<String> banned = ConcurrentHashMap.newKeySet();

  @TempDir
  private Path folder;

  @Test
  void a_denied_address_gets_no_challenge(Vertx vertx) throws Exception {
    DoorClient player = connect(vertx, denying(vertx));

    player.request(identity.address().toUpperCase(Locale.ROOT).replace("0X", "0x"));

    assertThat(player.close()).isEqualTo(DENIED);
    assertThat(player.heardAll()).isTrue();
  }

  @Test
  void nobody_logs_in_as_the_realm_itself(Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of("realm.server-address", identity.address()));
    DoorClient claiming = connect(vertx, node);
    DoorClient signing = connect(vertx, node);

    claiming.request(identity.address());
    signing.sign(identity.authChain(signing.challenge("0x" + "1".repeat(40))));

    assertThat(claiming.close()).isEqualTo(DENIED);
    assertThat(signing.close()).isEqualTo(DENIED);
  }

  @Test
  void a_denied_address_does_not_enter_by_claiming_to_be_another(Vertx vertx) throws Exception {
    DoorClient player = connect(vertx, denying(vertx));
    String challenge = player.challenge("0x" + "1".repeat(40));

    player.sign(identity.authChain(challenge));

    assertThat(player.close()).isEqualTo(DENIED);
    assertThat(player.heardAll()).isTrue();
  }

  @Test
  void a_banned_address_is_kicked_when_it_is_proven(Vertx vertx) throws Exception {
    banned.add(identity.address());
    DoorClient player = connect(vertx, node(vertx, Map.of("access.bans-url", bansService(vertx))));

    player.sign(identity.authChain(player.challenge(identity.address())));

    assertThat(player.next().hasKicked()).isTrue();
    assertThat(player.close()).isEqualTo(BANNED);
  }

  @Test
  void who_is_banned_while_logged_in_is_kicked_by_a_sweep_and_nobody_else(Vertx vertx)
      throws Exception {
    AtollNode node =
        node(vertx, Map.of("access.bans-url", bansService(vertx), "access.bans-interval", "1s"));
    DoorClient player = connect(vertx, node).login(identity);
    DoorClient other =
        connect(vertx, node).login(Identity.random(Instant.now().plus(Duration.ofHours(1))));

    banned.add(identity.address());

    assertThat(player.next().hasKicked()).isTrue();
    assertThat(player.close()).isEqualTo(BANNED);
    assertThat(other.isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {DEAD + "/denied", "no-such-file"})
  void closed_lets_nobody_in_while_the_deny_list_was_never_read(String list, Vertx vertx)
      throws Exception {
    DoorClient player = connect(
        vertx, node(vertx, Map.of("access.deny-list", list, "access.when-unreachable", "closed")));

    player.request(identity.address());

    assertThat(player.close()).isEqualTo(DENIED);
  }

  @Test
  void closed_lets_nobody_in_while_the_bans_service_never_answered(Vertx vertx) throws Exception {
    DoorClient player = connect(
        vertx,
        node(
            vertx,
            Map.of("access.bans-url", DEAD + "/{address}", "access.when-unreachable", "closed")));

    player.sign(identity.authChain(player.challenge(identity.address())));

    assertThat(player.next().hasKicked()).isTrue();
    assertThat(player.close()).isEqualTo(BANNED);
  }

  @Test
  void open_lets_everybody_in_while_no_source_answers(Vertx vertx) throws Exception {
    AtollNode node = node(
        vertx,
        Map.of("access.deny-list", DEAD + "/denied", "access.bans-url", DEAD + "/{address}"));

    DoorClient player = connect(vertx, node).login(identity);
    player.heartbeat(8, 8);

    assertThat(player.next().hasIslandChanged()).isTrue();
  }

  private AtollNode denying(Vertx vertx) throws Exception {
    Path list = Files.writeString(folder.resolve("denied.txt"), identity.address() + " # griefer");
    return node(vertx, Map.of("access.deny-list", list.toString()));
  }

  private static AtollNode node(Vertx vertx, Map<String, String> settings) throws Exception {
    return TestNode.start(vertx, new HashMap<>(settings));
  }

  private static DoorClient connect(Vertx vertx, AtollNode node) {
    return DoorClient.connect(vertx, node.httpPort());
  }

  /** Says who is banned by the form that Decentraland's service has. */
  private String bansService(Vertx vertx) {
    HttpServer server = vertx
        .createHttpServer()
        .requestHandler(request -> request
            .response()
            .end(new JsonObject()
                .put(
                    "data",
                    new JsonObject()
                        .put("isBanned", banned.contains(request.path().substring(1))))
                .encode()))
        .listen(0, "127.0.0.1")
        .await();
    return "http://127.0.0.1:" + server.actualPort() + "/{address}";
  }
}
