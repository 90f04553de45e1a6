package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Subjects;
import dev.atoll.client.ConnectionString;
import dev.atoll.client.Dialer;
import dev.atoll.client.RoomListener;
import dev.atoll.client.Signer;
import dev.atoll.config.InvalidSettingsException;
import dev.atoll.handshake.DoorClient;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node's rooms as a transport of another node's archipelago, by nothing but wire.md §8. */
@ExtendWith(VertxExtension.class)
class RegisteredRoomsTest {
  private static final String SECRET = "a secret of registrations";

  private int newcomers;

  @Test
  void carry_its_islands(Vertx vertx) throws Exception {
    AtollNode core = TestNode.start(
        vertx,
        Map.of("node.run", "handshake, archipelago", "transports.registration-secret", SECRET));
    AtollNode rooms = TestNode.start(
        vertx,
        Map.of(
            "node.run",
            "rooms",
            "rooms.max",
            "10",
            "transports.registration-secret",
            SECRET,
            "transports.register-with",
            "ws://127.0.0.1:" + core.httpPort() + "/transport-registration"));
    awaitRegistration(vertx, core);
    Signer[] signer = new Signer[1];
    String there = "ws-room:ws://localhost:" + rooms.httpPort() + "/rooms/";

    String told = Awaitility.await()
        .atMost(Patience.TIME)
        .until(() -> newcomersWay(vertx, core, signer), string -> string.startsWith(there));

    ConnectionString.Room room = (ConnectionString.Room) ConnectionString.parse(told);
    new Dialer(vertx)
        .room(room.url(), signer[0], new RoomListener() {})
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  /** Where a newcomer is sent who is near nobody; elsewhere, for half a minute, when an answer took longer than a second. */
  private String newcomersWay(Vertx vertx, AtollNode core, Signer[] signer) {
    Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    signer[0] = Signer.of(vertx, identity);
    DoorClient player = DoorClient.connect(vertx, core.httpPort()).login(identity);
    player.heartbeat(1000 * ++newcomers, 8);
    return player.next().getIslandChanged().getConnStr();
  }

  private static void awaitRegistration(Vertx vertx, AtollNode core) throws Exception {
    CompletableFuture<Void> registered = new CompletableFuture<>();
    vertx.runOnContext(now -> core.bus()
        .subscribe(Subjects.only(Subjects.TRANSPORT_DISCOVERY), told -> registered.complete(null)));
    registered.get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void are_not_given_out_by_two_archipelagos() {
    URI url = URI.create("ws://127.0.0.1:9/transport-registration");

    assertThatThrownBy(() -> TestNode.settings(Map.of(
            "transports.register-with", url.toString(), "transports.registration-secret", SECRET)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("transports.register-with");
    assertThatThrownBy(() -> TestNode.settings(
            Map.of("node.run", "rooms", "transports.register-with", url.toString())))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("registration-secret");
  }
}
