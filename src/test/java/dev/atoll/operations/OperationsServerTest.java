package dev.atoll.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsServerTest {
  private final OperationsPort port = new OperationsPort();

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void it_tells_that_it_lives_and_is_ready() {
    assertThat(port.get("/live").body()).isEqualTo("{\"live\":true}");
    assertThat(port.get("/ready").statusCode()).isEqualTo(200);
    assertThat(port.get("/ready").body())
        .isEqualTo("{\"ready\":true,\"parts\":{\"started\":true}}");
  }

  @Test
  void draining_makes_it_unready_and_leaves_it_alive() {
    HttpResponse<String> drained = port.send("POST", "/drain").join();

    assertThat(drained.statusCode()).isEqualTo(202);
    assertThat(drained.body()).isEqualTo("{\"draining\":true}");
    assertThat(port.drains).hasValue(1);
    assertThat(port.get("/ready").statusCode()).isEqualTo(503);
    assertThat(port.get("/ready").body())
        .isEqualTo("{\"ready\":false,\"parts\":{\"started\":false}}");
    assertThat(port.get("/live").statusCode()).isEqualTo(200);
  }

  @Test
  void a_web_page_cannot_drain_or_trace() {
    for (String origin :
        new String[] {"https://evil.example", "null", "http://127.0.0.1:" + port.port()}) {
      assertThat(port.send("POST", "/drain", "Origin", origin).join().statusCode())
          .isEqualTo(403);
      assertThat(port.send("POST", "/trace", "Origin", origin).join().statusCode())
          .isEqualTo(403);
    }
    assertThat(port.drains).hasValue(0);
    assertThat(port.traces).isEmpty();
  }

  @Test
  void sockets_are_counted_by_door_and_reason() {
    port.meters.counter("atoll.sockets.opened", "door", "archipelago").increment(5);
    port.meters.counter("atoll.sockets.opened", "door", "rooms").increment(2);
    port.meters
        .counter("atoll.sockets.closed", "door", "archipelago", "reason", "NO_PONG")
        .increment();
    port.meters
        .counter("atoll.sockets.closed", "door", "archipelago", "reason", "BY_CLIENT")
        .increment();

    assertThat(port.get("/connections").body())
        .isEqualTo("{\"open\":{\"archipelago\":3,\"rooms\":2},"
            + "\"closed\":{\"archipelago\":{\"BY_CLIENT\":1,\"NO_PONG\":1}}}");
  }

  @Test
  void a_trace_is_a_download() {
    port.trace.complete(Buffer.buffer("{\"name\":\"x\"}"));

    HttpResponse<String> trace = port.send("POST", "/trace?seconds=7").join();

    assertThat(trace.statusCode()).isEqualTo(200);
    assertThat(trace.body()).isEqualTo("{\"name\":\"x\"}");
    assertThat(trace.headers().firstValue("content-disposition").orElse(""))
        .startsWith("attachment");
    assertThat(port.traces).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void a_trace_takes_a_minute_unless_told_otherwise() {
    port.trace.complete(Buffer.buffer("{}"));

    port.send("POST", "/trace").join();

    assertThat(port.traces).containsExactly(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "601", "-1", "1.5", "", "x", "99999999999999999999"})
  void a_trace_is_one_to_six_hundred_seconds(String seconds) {
    assertThat(port.send("POST", "/trace?seconds=" + seconds).join().statusCode())
        .isEqualTo(400);
    assertThat(port.traces).isEmpty();
  }

  @Test
  void one_trace_is_recorded_at_a_time() {
    CompletableFuture<HttpResponse<String>> first = port.send("POST", "/trace?seconds=600");
    await().atMost(Patience.TIME).until(() -> port.traces.size() == 1);

    HttpResponse<String> second = port.send("POST", "/trace").join();
    Promise<Buffer> recorded = port.trace;
    port.trace = Promise.promise();
    recorded.complete(Buffer.buffer("{}"));
    first.join();
    port.trace.complete(Buffer.buffer("{}"));
    HttpResponse<String> third = port.send("POST", "/trace").join();

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(third.statusCode()).isEqualTo(200);
  }

  @Test
  void a_trace_ends_when_who_asked_goes() throws IOException {
    try (Socket client = new Socket("127.0.0.1", port.port())) {
      client
          .getOutputStream()
          .write("POST /trace?seconds=600 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      await().atMost(Patience.TIME).until(() -> port.traces.size() == 1);
    }

    await().atMost(Patience.TIME).until(() -> port.trace.future().failed());
    port.trace = Promise.promise();
    port.trace.complete(Buffer.buffer("{}"));
    await()
        .atMost(Patience.TIME)
        .until(() -> port.send("POST", "/trace").join().statusCode() == 200);
  }

  @Test
  void a_trace_that_fails_says_so_and_lets_the_next_be_tried() {
    port.trace.fail("no engine here");

    HttpResponse<String> failed = port.send("POST", "/trace").join();

    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).doesNotContain("no engine here");
    assertThat(port.send("POST", "/trace").join().statusCode()).isEqualTo(500);
  }

  @Test
  void the_page_needs_nothing_from_elsewhere() {
    HttpResponse<String> page = port.get("/");

    assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'");
    assertThat(page.body())
        .contains("<title>Atoll</title>")
        .doesNotContain("http://", "https://", " src=");
  }

  @Test
  void metrics_tell_of_the_process_and_of_the_event_loop() throws Exception {
    CompletableFuture<Void> blocked = new CompletableFuture<>();
    port.context.runOnContext(ignored -> {
      long end = System.nanoTime() + 150_000_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      blocked.complete(null);
    });
    blocked.join();

    await()
        .atMost(Patience.TIME)
        .untilAsserted(() -> assertThat(port.get("/metrics").body())
            .contains(
                "jvm_memory_used_bytes{",
                "process_uptime_seconds ",
                "jvm_gc_",
                "process_files_open_files ")
            .containsPattern("\natoll_event_loop_blocked_total [1-9]")
            .containsPattern("\natoll_event_loop_lag_max_seconds [0-9.E-]+\n"));
  }

  @Test
  void unknown_paths_and_methods_are_refused() {
    assertThat(port.get("/nothing").statusCode()).isEqualTo(404);
    assertThat(port.get("/drain").statusCode()).isEqualTo(405);
    assertThat(port.send("DELETE", "/metrics").join().statusCode()).isEqualTo(405);
    assertThat(port.get("/nothing").body()).isEqualTo("{\"error\":\"Not Found\"}");
  }
}
