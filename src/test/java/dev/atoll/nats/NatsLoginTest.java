package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import io.nats.client.NKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that ask who is there, and one that takes small messages only. */
class NatsLoginTest {
  @TempDir
  private Path folder;

  @Test
  void by_user_and_password() throws Exception {
    try (NatsServer server = NatsServer.start("--user", "realm", "--pass", "s3cret");
        BridgeRig rig =
            new BridgeRig(server, "nats.user", "realm", "nats.password-file", file("s3cret\n"))) {
      rig.started();

      assertThat(rig.isConnected()).isTrue();
    }
  }

  @Test
  void by_token() throws Exception {
    try (NatsServer server = NatsServer.start("--auth", "t0ken");
        BridgeRig rig = new BridgeRig(server, "nats.token-file", file("t0ken"))) {
      rig.started();

      assertThat(rig.isConnected()).isTrue();
    }
  }

  @Test
  void by_nkey() throws Exception {
    NKey key = NKey.createUser(null);
    String configuration =
        "authorization { users = [ { nkey: %s } ] }".formatted(new String(key.getPublicKey()));
    try (NatsServer server = NatsServer.configured(configuration);
        BridgeRig rig = new BridgeRig(server, "nats.nkey-file", file(new String(key.getSeed())))) {
      rig.started();

      assertThat(rig.isConnected()).isTrue();
    }
  }

  @Test
  void who_is_refused_tries_on_for_ever() throws Exception {
    Path password = folder.resolve("password");
    Files.writeString(password, "wrong");
    try (NatsServer server = NatsServer.start("--user", "realm", "--pass", "s3cret");
        BridgeRig rig = new BridgeRig(
            server, "nats.user", "realm", "nats.password-file", password.toString())) {
      rig.startNow();
      Awaiting.soon()
          .until(() -> rig.meters.get("atoll.nats.failures").counter().count() > 3);
      assertThat(rig.isConnected()).isFalse();

      Files.writeString(password, "s3cret");

      rig.awaitConnected();
    }
  }

  @Test
  void a_file_that_is_missing_stops_the_start_with_its_key() {
    try (NatsServer server = NatsServer.start()) {
      assertThatThrownBy(() -> {
            try (BridgeRig rig =
                new BridgeRig(server, "nats.token-file", folder.resolve("none").toString())) {
              rig.startNow();
            }
          })
          .rootCause()
          .hasMessageContaining("nats.token-file");
    }
  }

  @Test
  void islands_too_large_for_the_server_are_told_without_their_peers_and_then_not_at_all() {
    try (NatsServer server = NatsServer.configured("max_payload: 4096");
        ForeignService foreign = new ForeignService(server);
        BridgeRig rig = new BridgeRig(server).started()) {
      rig.publish(Subjects.ISLANDS, Payload.of(islands(2, 100)));
      rig.publish(Subjects.ISLANDS, Payload.of(islands(2, 1)));
      rig.publish(Subjects.ISLANDS, Payload.of(islands(2_000, 1)));
      rig.publish(
          Subjects.topic(peer(1), "large"), Payload.of(ByteString.copyFrom(new byte[5000])));
      rig.publish(Subjects.topic(peer(1), "last"), Payload.EMPTY);

      foreign.await("client.peer." + peer(1) + ".last");
      assertThat(foreign.heard("engine.islands").stream().map(each -> parsed(each.getData())))
          .containsExactly(islands(2, 0), islands(2, 1));
      assertThat(rig.dropped("too_large")).isEqualTo(3);
    }
  }

  private static IslandStatusMessage islands(int count, int peers) {
    IslandStatusMessage.Builder islands = IslandStatusMessage.newBuilder();
    for (int i = 0; i < count; i++) {
      IslandData.Builder island = IslandData.newBuilder().setId("I" + i);
      for (int p = 0; p < peers; p++) {
        island.addPeers(peer(p));
      }
      islands.addData(island);
    }
    return islands.build();
  }

  private static String peer(int number) {
    return "0x%040x".formatted(number);
  }

  private static IslandStatusMessage parsed(byte[] bytes) {
    try {
      return IslandStatusMessage.parseFrom(bytes);
    } catch (IOException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("secret"), text).toString();
  }
}
