package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.node.FreePort;
import io.nats.client.Connection;
import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NATS as it is run in earnest: encrypted, of several servers, with accounts. */
class NatsSystemsTest {
  private static final String PEER = "0x" + "a".repeat(40);

  /** A JVM is started to make one. */
  private static final SelfSignedCertificate OF_LOCALHOST =
      SelfSignedCertificate.create("localhost");

  @TempDir
  private Path folder;

  @AfterAll
  static void delete() {
    OF_LOCALHOST.delete();
  }

  private static NatsServer encrypted(SelfSignedCertificate certificate) {
    return NatsServer.configured("tls { cert_file: \"%s\", key_file: \"%s\" }"
        .formatted(certificate.certificatePath(), certificate.privateKeyPath()));
  }

  /** By the name that the certificate is of. */
  private static String url(String scheme, NatsServer server) {
    return scheme + "://localhost:" + server.port();
  }

  @Test
  void is_encrypted_by_certificates_of_ones_own() {
    try (NatsServer server = encrypted(OF_LOCALHOST);
        BridgeRig rig = new BridgeRig(
            url("nats", server), "nats.tls-ca-file", OF_LOCALHOST.certificatePath())) {
      rig.started();

      assertThat(rig.isConnected()).isTrue();
    }
  }

  @Test
  void a_certificate_of_an_authority_that_is_not_trusted_is_refused() {
    try (NatsServer server = encrypted(OF_LOCALHOST);
        BridgeRig rig = new BridgeRig(url("tls", server))) {
      assertNeverConnects(rig);
    }
  }

  @Test
  void a_certificate_of_another_host_is_refused() {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("nats.example.org");
    try (NatsServer server = encrypted(certificate);
        BridgeRig rig =
            new BridgeRig(url("tls", server), "nats.tls-ca-file", certificate.certificatePath())) {
      assertNeverConnects(rig);
    } finally {
      certificate.delete();
    }
  }

  @Test
  void a_server_that_does_not_encrypt_is_refused_where_it_has_to() {
    try (NatsServer server = NatsServer.start();
        BridgeRig rig = new BridgeRig(server, "nats.tls", "true")) {
      assertNeverConnects(rig);
    }
  }

  private static void assertNeverConnects(BridgeRig rig) {
    rig.startNow();
    Awaiting.soon().until(() -> rig.meters.get("atoll.nats.failures").counter().count() > 2);
    assertThat(connects(rig)).isZero();
  }

  private static double connects(BridgeRig rig) {
    return rig.meters.get("atoll.nats.connects").counter().count();
  }

  @Test
  void a_file_without_certificates_stops_the_start_with_its_key() throws IOException {
    Path empty = Files.writeString(folder.resolve("ca.pem"), "");
    try (NatsServer server = NatsServer.start()) {
      assertThatThrownBy(() -> {
            try (BridgeRig rig = new BridgeRig(server, "nats.tls-ca-file", empty.toString())) {
              rig.startNow();
            }
          })
          .rootCause()
          .hasMessageContaining("nats.tls-ca-file");
    }
  }

  @Test
  void goes_on_at_another_server_that_the_first_one_told_of() throws Exception {
    int routes = FreePort.next();
    String cluster = "cluster { name: realm, listen: \"127.0.0.1:%s\", routes: [%s] }";
    try (NatsServer first = NatsServer.configured(cluster.formatted(routes, ""));
        BridgeRig rig = new BridgeRig(first).started();
        Connection other = first.client();
        NatsServer second = NatsServer.configured(
            cluster.formatted(-1, "\"nats-route://127.0.0.1:" + routes + '"'))) {
      Awaiting.soon().until(() -> other.getServers().contains(second.url()));
      rig.subscribe("messageBus.>").cancel(); // there and back, after what the server said to all

      first.kill();

      Awaiting.soon().until(() -> connects(rig) == 2);
      try (ForeignService foreign = new ForeignService(second)) {
        rig.publish(Subjects.topic(PEER, "here"), Payload.EMPTY);
        foreign.await("client.peer." + PEER + ".here");
      }
    }
  }

  @Test
  void by_a_credentials_file() throws Exception {
    NKey operator = NKey.createOperator(null);
    NKey account = NKey.createAccount(null);
    NKey user = NKey.createUser(null);
    String configuration =
        """
        trusted_keys: %s
        resolver: MEMORY
        resolver_preload: { %s: "%s" }
        """.formatted(publicKey(operator), publicKey(account), accountJwt(operator, account));
    String credentials = """
        -----BEGIN NATS USER JWT-----
        %s
        ------END NATS USER JWT------

        -----BEGIN USER NKEY SEED-----
        %s
        ------END USER NKEY SEED------
        """.formatted(
            JwtUtils.issueUserJWT(account, publicKey(account), publicKey(user)),
            new String(user.getSeed()));
    Path file = Files.writeString(folder.resolve("realm.creds"), credentials);

    try (NatsServer server = NatsServer.configured(configuration);
        BridgeRig rig = new BridgeRig(server, "nats.credentials-file", file.toString())) {
      rig.started();

      assertThat(rig.isConnected()).isTrue();
    }
  }

  private static String publicKey(NKey key) throws Exception {
    return new String(key.getPublicKey());
  }

  /** What {@code nsc} would say of an account without limits. */
  private static String accountJwt(NKey operator, NKey account) throws Exception {
    JsonSerializable claims = () -> """
        {"type":"account","version":2,"limits":{"subs":-1,"data":-1,"payload":-1,"imports":-1,"exports":-1,\
        "wildcards":true,"conn":-1,"leaf":-1}}""";
    return JwtUtils.issueJWT(
        operator,
        publicKey(account),
        "realm",
        null,
        JwtUtils.currentTimeSeconds(),
        publicKey(operator),
        claims);
  }
}
