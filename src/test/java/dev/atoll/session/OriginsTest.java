package dev.atoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.config.HttpSettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private Vertx vertx;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "realm.example,          ws://realm.example",
    "Realm.Example:80,       ws://realm.example",
    "realm.example:8080,     ws://realm.example:8080",
    "127.0.0.1:5000,         ws://127.0.0.1:5000",
    "[::1]:5000,             ws://[::1]:5000"
  })
  void a_request_names_its_own_origin(String host, String origin) throws Exception {
    assertThat(ask(settings("", List.of()), "Host: " + host)).isEqualTo(origin + " " + origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil/..?access_token=1", "", "a b", "\"><script>", "-a", "a'b", ":80", "[::1"})
  void a_host_that_is_none_gives_way_to_the_local_address(String host) throws Exception {
    assertThat(ask(settings("", List.of()), "Host: " + host))
        .matches("ws://127.0.0.1:\\d+ ws://127.0.0.1:\\d+");
  }

  @Test
  void the_public_url_wins_and_the_requested_origin_is_known_too() throws Exception {
    assertThat(ask(settings("https://Realm.example:443/comms/", List.of()), "Host: 10.0.0.1:8080"))
        .isEqualTo("wss://realm.example/comms wss://realm.example/comms ws://10.0.0.1:8080");
  }

  @Test
  void a_proxy_is_believed_only_when_trusted() throws Exception {
    String[] headers = {
      "Host: 10.0.0.1:8080", "X-Forwarded-Host: realm.example", "X-Forwarded-Proto: https"
    };

    String trusted = ask(settings("", List.of("10.0.0.0/8", "127.0.0.0/8")), headers);
    String stranger = ask(settings("", List.of("10.0.0.0/8")), headers);

    assertThat(trusted).isEqualTo("wss://realm.example wss://realm.example");
    assertThat(stranger).isEqualTo("ws://10.0.0.1:8080 ws://10.0.0.1:8080");
  }

  @Test
  void of_a_row_of_proxies_the_first_speaks() throws Exception {
    String origin = ask(
        settings("", List.of("127.0.0.1")),
        "Host: a.b",
        "X-Forwarded-Host: realm.example:444, inner",
        "X-Forwarded-Proto: https, http");

    assertThat(origin).startsWith("wss://realm.example:444 ");
  }

  @Test
  void a_trusted_proxy_that_says_nothing_leaves_the_host() throws Exception {
    assertThat(ask(settings("", List.of("127.0.0.1/32")), "Host: realm.example"))
        .startsWith("ws://realm.example ");
  }

  @Test
  void brackets_hold_an_ip_address_or_nothing_is_believed() throws Exception {
    assertThat(ask(settings("", List.of()), "Host: [evil.example]"))
        .matches("ws://127.0.0.1:\\d+ ws://127.0.0.1:\\d+");
  }

  private static HttpSettings settings(String publicUrl, List<String> proxies) {
    Optional<URI> url = publicUrl.isEmpty() ? Optional.empty() : Optional.of(URI.create(publicUrl));
    return new HttpSettings("127.0.0.1", 0, url, proxies);
  }

  /** The answer to a request with these headers: the origin, then all origins. */
  private String ask(HttpSettings settings, String... headers) throws Exception {
    Origins origins = new Origins(settings);
    HttpServer server = vertx
        .createHttpServer()
        .requestHandler(request -> request
            .response()
            .end(origins.of(request) + " " + String.join(" ", origins.all(request))))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);
    String request =
        "GET / HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
    String answer = exchange(server.actualPort(), request);
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private String exchange(int port, String request) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    NetClient client = vertx.createNetClient();
    client.connect(port, "127.0.0.1").onFailure(answer::completeExceptionally).onSuccess(socket -> {
      Buffer received = Buffer.buffer();
      socket
          .handler(received::appendBuffer)
          .closeHandler(end -> answer.complete(received.toString()));
      socket.write(request);
    });
    return answer.get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
