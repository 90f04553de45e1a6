package dev.atoll.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.ExternalServer;
import dev.atoll.node.FreePort;
import dev.atoll.node.TestRealm;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.ServerPacket;
import dev.atoll.protocol.message.WsPacket;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code conf/nginx.conf} in a real nginx, with other ports and certificates, before two real nodes of one realm. */
class NginxTest {
  private static final int PORT = FreePort.next();
  private static final SelfSignedCertificate CERTIFICATE =
      SelfSignedCertificate.create("realm.example");

  private static TestRealm realm;
  private static TestRealm.Member first;
  private static TestRealm.Member second;
  private static ExternalServer nginx;
  private static HttpClientAgent http;

  @BeforeAll
  static void start() throws Exception {
    String program = ExternalServer.program("nginx");
    realm = new TestRealm(
        2,
        Map.of(
            "http.public-url", "https://realm.example",
            "http.trusted-proxies", "127.0.0.1"));
    first = realm.start(Map.of());
    second = realm.start(Map.of());
    http = first
        .vertx()
        .createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    nginx = new ExternalServer("nginx");
    nginx.write("atoll.conf", configuration());
    Path all = nginx.write("nginx.conf", around());
    nginx.run(
        List.of(program, "-p", nginx.folder().toString(), "-c", all.toString(), "-e", "stderr"),
        NginxTest::listens);
  }

  @AfterAll
  static void stop() throws Exception {
    nginx.close();
    realm.close();
  }

  /** The file that owners get, with what differs from machine to machine replaced. */
  private static String configuration() throws IOException {
    return Files.readString(Path.of("conf/nginx.conf"))
        .replace("node1:8080", "127.0.0.1:" + first.node().httpPort())
        .replace("node2:8080", "127.0.0.1:" + second.node().httpPort())
        .replace("node3:8080", "127.0.0.1:" + FreePort.next())
        .replace("listen 80;", "listen 127.0.0.1:" + FreePort.next() + ";")
        .replace("listen 443 ssl;", "listen 127.0.0.1:" + PORT + " ssl;")
        .replace("/etc/atoll/fullchain.pem", CERTIFICATE.certificatePath())
        .replace(
            "/var/log/nginx/atoll.log", nginx.folder().resolve("access.log").toString())
        .replace("/etc/atoll/privkey.pem", CERTIFICATE.privateKeyPath());
  }

  private static String around() {
    return """
        daemon off;
        worker_processes 1;
        pid nginx.pid;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          include atoll.conf;
        }
        """;
  }

  private static boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", PORT), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void the_realm_is_told_by_its_public_name() {
    JsonObject about = new JsonObject(body("/about"));

    assertThat(about.getJsonObject("comms").getString("adapter"))
        .isEqualTo("archipelago:archipelago:wss://realm.example/ws");
  }

  @Test
  void peers_meet_whichever_nodes_they_come_through_and_enter_the_room_that_they_are_told()
      throws Exception {
    Identity near = identity();
    Identity nearby = identity();
    DoorClient one = login(near);
    DoorClient other = login(nearby);

    IslandChangedMessage told = islandOf(2, one, other);

    assertThat(told.getConnStr()).startsWith("ws-room:wss://realm.example/rooms/");
    assertThat(welcome(told.getConnStr()).hasWelcomeMessage()).isTrue();
    one.leave();
    other.leave();
  }

  /** What one of them was told of the island that has so many peers; both stand at one place until then. */
  private static IslandChangedMessage islandOf(int peers, DoorClient one, DoorClient other) {
    BlockingQueue<IslandChangedMessage> found = new LinkedBlockingQueue<>();
    await().atMost(Patience.TIME).until(() -> {
      one.heartbeat(0, 0);
      other.heartbeat(1, 0);
      ServerPacket packet = other.next();
      if (packet.getIslandChanged().getPeersCount() == peers) {
        found.add(packet.getIslandChanged());
      }
      return !found.isEmpty();
    });
    return found.element();
  }

  @Test
  void the_next_node_is_asked_where_one_does_not_answer() {
    // which node3 never does
    assertThat(IntStream.range(0, 9).mapToObj(again -> body("/about")))
        .allMatch(about -> about.contains("realm.example"));
  }

  /** The first message of the room of a connection string, which is reached through nginx. */
  private static WsPacket welcome(String connectionString) throws Exception {
    URI url = URI.create(connectionString.substring("ws-room:".length()));
    BlockingQueue<Buffer> heard = new LinkedBlockingQueue<>();
    WebSocketClient client = first.vertx().createWebSocketClient();
    var opening = client.webSocket();
    opening.binaryMessageHandler(heard::add);
    get(opening.connect(through(url.getRawPath() + "?" + url.getRawQuery(), "rfc5")));
    Buffer first = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(first).isNotNull();
    return WsPacket.parseFrom(first.getBytes());
  }

  private static WebSocketConnectOptions through(String path, String subprotocol) {
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options.setHost("127.0.0.1").setPort(PORT).setURI(path).setSsl(true);
    options.setSslOptions(
        new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm(""));
    return options.addSubProtocol(subprotocol);
  }

  private static DoorClient login(Identity identity) {
    return DoorClient.connect(first.vertx(), through("/ws", "archipelago")).login(identity);
  }

  private static Identity identity() {
    return Identity.random(Instant.now().plus(Duration.ofHours(1)));
  }

  private static String body(String path) {
    return get(http.request(HttpMethod.GET, PORT, "127.0.0.1", path)
            .compose(request -> request.send().compose(answer -> answer.body())))
        .toString();
  }

  private static <T> T get(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
