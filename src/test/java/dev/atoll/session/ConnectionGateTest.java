package dev.atoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.config.AtollSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionGateTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: atoll\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int PATIENCE_MILLIS = Patience.SECONDS * 1000;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Socket> clients = new ArrayList<>();
  private HttpServer server;

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    vertx.close().await();
  }

  @Test
  void beyond_the_most_a_connection_is_closed_and_room_is_made_again() throws IOException {
    start(Map.of("connections.max", "2"));
    Socket first = connect("127.0.0.1");
    assertThat(answers(first)).isTrue();
    // the very first connections only show the way to the listening socket
    Socket second = await().until(() -> answered("127.0.0.1"), counted -> open() == 1);
    Socket third = connect("127.0.0.1");
    assertThat(answers(third)).isTrue();

    assertThat(answers(connect("127.0.0.1"))).isFalse();
    assertThat(refused("max")).isOne();

    second.close();
    await().until(() -> open() == 1);
    assertThat(answers(connect("127.0.0.1"))).isTrue();
    assertThat(answers(first)).isTrue();
  }

  @Test
  void what_comes_too_fast_waits_and_is_served() throws IOException {
    start(Map.of("connections.rate", "50"));

    for (int i = 0; i < 30; i++) {
      assertThat(answers(connect("127.0.0.1"))).isTrue();
    }
  }

  @Test
  void who_says_nothing_or_half_a_request_is_cut() throws IOException {
    start(Map.of("connections.request-timeout", "3s"));
    Socket silent = connect("127.0.0.1");
    Socket slow = connect("127.0.0.1");
    Socket later = connect("127.0.0.1");

    slow.getOutputStream().write(REQUEST, 0, REQUEST.length - 2);
    assertThat(answers(later)).isTrue();
    later.getOutputStream().write(REQUEST, 0, 10);

    assertThat(silent.getInputStream().read()).isNegative();
    assertThat(slow.getInputStream().read()).isNegative();
    assertThat(rest(later)).doesNotContain("400");
    assertThat(refused("slow")).isEqualTo(3);
  }

  @Test
  void a_body_that_does_not_end_is_cut() throws IOException {
    start(Map.of("connections.request-timeout", "3s"));
    Socket client = connect("127.0.0.1");

    client
        .getOutputStream()
        .write("POST / HTTP/1.1\r\nHost: atoll\r\nContent-Length: 99\r\n\r\n.."
            .getBytes(StandardCharsets.US_ASCII));

    assertThat(rest(client)).startsWith("HTTP/1.1 200");
    assertThat(refused("slow")).isOne();
  }

  @Test
  void a_connection_between_two_requests_may_wait() throws Exception {
    start(Map.of("connections.request-timeout", "3s"));
    Socket quiet = connect("127.0.0.1");
    assertThat(answers(quiet)).isTrue();
    Socket silent = connect("127.0.0.1");

    assertThat(silent.getInputStream().read()).isNegative();
    assertThat(answers(quiet)).isTrue();
  }

  @Test
  void one_address_does_not_take_the_places_of_others() throws IOException {
    start(Map.of("connections.max-per-address", "1"));
    Optional<String> own = ownAddress();
    assumeThat(own).as("a network beside loopback").isPresent();
    await().until(() -> answered("127.0.0.1"), counted -> open() > 0);

    assertThat(answers(connect(own.get()))).isTrue();
    assertThat(answers(connect(own.get()))).isFalse();

    assertThat(refused("address")).isOne();
    assertThat(answers(connect("127.0.0.1"))).isTrue();
    assertThat(answers(connect("127.0.0.1"))).isTrue();
  }

  private void start(Map<String, String> settings) {
    ConnectionGate gate = new ConnectionGate(AtollSettings.of(settings), meters);
    server = vertx
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
        .connectionHandler(gate::entered)
        .requestHandler(request -> request.response().end());
    server.listen(0, "0.0.0.0").await();
  }

  private double open() {
    return meters.get("atoll.connections").gauge().value();
  }

  private Socket answered(String host) throws IOException {
    Socket socket = connect(host);
    assertThat(answers(socket)).isTrue();
    return socket;
  }

  private Socket connect(String host) throws IOException {
    Socket socket = new Socket();
    clients.add(socket);
    socket.connect(new InetSocketAddress(host, server.actualPort()), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Whether a request is answered; otherwise the connection has ended. */
  private static boolean answers(Socket socket) throws IOException {
    byte[] start = new byte[1024];
    try {
      socket.getOutputStream().write(REQUEST);
      return socket.getInputStream().read(start) > 0;
    } catch (SocketException reset) {
      return false;
    }
  }

  /** What comes until the end of the connection. */
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private double refused(String reason) {
    return meters
        .get("atoll.connections.refused")
        .tag("reason", reason)
        .counter()
        .count();
  }

  private static Optional<String> ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }
}
