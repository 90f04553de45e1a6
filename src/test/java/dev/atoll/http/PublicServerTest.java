package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicServerTest {
  private static final String NOT_FOUND = "{\"error\":\"Not Found\"}";

  private final PublicPort port = new PublicPort();

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void what_nobody_mounted_is_not_found() {
    for (String path :
        new String[] {"/", "/nothing", "/about/more", "/comms", "/metrics", "/peers/a/b"}) {
      HttpResponse<String> answer = port.get(path);

      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).as(path).isEqualTo(NOT_FOUND);
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }
  }

  @Test
  void other_methods_are_not_found() {
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"}) {
      HttpResponse<String> answer = port.send(method, "/about");

      assertThat(answer.statusCode()).as(method).isEqualTo(404);
      assertThat(answer.body()).as(method).isEqualTo(NOT_FOUND);
    }
  }

  @Test
  void head_has_the_headers_of_get_and_no_body() {
    HttpResponse<String> answer = port.send("HEAD", "/health/live");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-length")).hasValue("5");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void a_door_takes_upgrades_and_nothing_else() throws Exception {
    port.server().router().get("/ws").handler(context -> {
      if (context.request().getHeader("Upgrade") == null) {
        context.next();
        return;
      }
      context
          .request()
          .toWebSocket()
          .onSuccess(socket -> socket.writeTextMessage(context.normalizedPath()));
    });

    CompletableFuture<String> heard = new CompletableFuture<>();
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + port.port() + "/ws"), new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.complete(text.toString());
            return heard;
          }
        });
    HttpResponse<String> plain = port.get("/ws");

    assertThat(heard.get(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("/ws");
    assertThat(plain.statusCode()).isEqualTo(404);
    assertThat(plain.body()).isEqualTo(NOT_FOUND);
  }

  @Test
  void any_web_page_may_read_the_answers() {
    HttpResponse<String> found = port.get("/about", "Origin", "https://play.example");
    HttpResponse<String> missing = port.get("/nothing", "Origin", "https://play.example");
    HttpResponse<String> preflight = port.send(
        "OPTIONS", "/peers/0x1",
        "Origin", "https://play.example",
        "Access-Control-Request-Method", "GET",
        "Access-Control-Request-Headers", "x-anything");

    assertThat(found.headers().firstValue("access-control-allow-origin")).hasValue("*");
    assertThat(missing.headers().firstValue("access-control-allow-origin")).hasValue("*");
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("access-control-allow-origin")).hasValue("*");
    assertThat(preflight.headers().firstValue("access-control-allow-headers")).hasValue("*");
    assertThat(preflight.headers().firstValue("access-control-allow-methods"))
        .hasValue("GET, HEAD, OPTIONS");
  }

  @Test
  void a_fault_of_ours_tells_no_more_than_that() {
    port.server().get("/broken", context -> {
      throw new IllegalStateException("the secret reason");
    });

    HttpResponse<String> answer = port.get("/broken");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Internal Server Error\"}");
  }

  @Test
  void long_lines_and_headers_are_refused() {
    String longLine = port.raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    String longHeader =
        port.raw("GET /about HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");

    assertThat(longLine).matches("(?s)HTTP/1.. 414.*");
    assertThat(longHeader).matches("(?s)HTTP/1.. 431.*");
  }

  @Test
  void nonsense_is_a_bad_request_without_a_word_of_ours() {
    for (String request : new String[] {
      "NONSENSE\r\n\r\n",
      "GET /about HTTP/1.1\r\nHost : a\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    }) {
      String answer = port.raw(request);

      assertThat(answer)
          .as(request)
          .matches("(?s)HTTP/1.. 400.*")
          .doesNotContain("Exception", "vertx");
    }
  }

  @Test
  void a_body_of_which_nobody_knows_the_end_ends_the_connection() {
    for (String coding :
        new String[] {"xchunked", "gzip, chunked", "chunked\r\nTransfer-Encoding: identity"}) {
      String answers = port.raw("POST /about HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding
          + "\r\n\r\n0\r\n\r\nGET /about HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(answers).as(coding).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
    }
  }

  @Test
  void a_body_that_nobody_reads_ends_the_connection() {
    String answer =
        port.raw("POST /about HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\nabc");
    String chunked = port.raw(
        "GET /about HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404");
    assertThat(chunked).startsWith("HTTP/1.1 200");
  }

  @Test
  void requests_are_counted_by_route_as_the_references_do() {
    port.get("/peers/0x1");
    port.get("/nothing/at/all");
    port.send("PROPFIND", "/about");

    // counted after the answer is on its way
    await()
        .atMost(Patience.TIME)
        .untilAsserted(
            () -> assertThat(port.meters.scrape())
                .contains(
                    "# TYPE http_requests_total counter",
                    "# TYPE http_request_duration_seconds histogram",
                    "# TYPE http_request_size_bytes histogram",
                    "http_requests_total{code=\"404\",handler=\"/peers/:id\",method=\"GET\"} 1.0",
                    "http_requests_total{code=\"404\",handler=\"\",method=\"GET\"} 1.0",
                    "http_requests_total{code=\"404\",handler=\"\",method=\"OTHER\"} 1.0",
                    "http_request_duration_seconds_bucket{code=\"404\",handler=\"\",method=\"GET\",le=\"0.005\"}",
                    "http_request_size_bytes_bucket{code=\"404\",handler=\"\",method=\"GET\",le=\"10.0\"}"));
  }
}
