package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.config.BuildVersion;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealmPagesTest {
  private static final BuildVersion BUILD = BuildVersion.current();

  @Test
  void about_says_all_that_explorers_ask_while_nothing_else_is_reachable() {
    try (PublicPort port = new PublicPort("realm.name", "lagoon")) {
      port.users = 7;

      HttpResponse<String> about = port.get("/about");

      assertThat(about.statusCode()).isEqualTo(200);
      assertThat(new JsonObject(about.body())).isEqualTo(new JsonObject("""
          {"healthy": true, "acceptingUsers": true,
           "configurations": {"networkId": 1, "globalScenesUrn": [], "scenesUrn": [], "realmName": "lagoon"},
           "content": {"healthy": false, "publicUrl": "http://127.0.0.1:1/content"},
           "lambdas": {"healthy": false, "publicUrl": "http://127.0.0.1:1/lambdas"},
           "comms": {"healthy": true, "protocol": "v3", "version": "%1$s", "commitHash": "%2$s", "usersCount": 7,
                     "adapter": "archipelago:archipelago:ws://127.0.0.1:%3$d/ws"},
           "bff": {"healthy": true, "version": "%1$s", "commitHash": "%2$s", "userCount": 7,
                   "protocolVersion": "1.0_0", "publicUrl": "http://127.0.0.1:%3$d/bff"}}
          """.formatted(
              BUILD.version(), BUILD.commitHash(), port.port())));
    }
  }

  @Test
  void about_tells_how_content_and_lambdas_are() {
    try (FakeContent fake = new FakeContent();
        PublicPort port = new PublicPort(
            "realm.content-url", fake.url(), "realm.lambdas-url", fake.url() + "/")) {
      await().atMost(Patience.TIME).untilAsserted(() -> {
        JsonObject about = new JsonObject(port.body("/about"));

        assertThat(about.getJsonObject("content"))
            .isEqualTo(new JsonObject()
                .put("healthy", true)
                .put("version", "6.0.1")
                .put("commitHash", "c0ffee")
                .put("publicUrl", fake.url()));
        assertThat(about.getJsonObject("lambdas").getBoolean("healthy")).isTrue();
      });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no json", "[1,2]", "{\"version\":{\"a\":1},\"commitHash\":7}", "null"})
  void a_service_with_a_strange_status_is_healthy_and_nothing_of_it_is_told(String status) {
    try (FakeContent fake = new FakeContent();
        PublicPort port = port(fake, status)) {
      await()
          .atMost(Patience.TIME)
          .untilAsserted(
              () -> assertThat(new JsonObject(port.body("/about")).getJsonObject("content"))
                  .isEqualTo(new JsonObject().put("healthy", true).put("publicUrl", fake.url())));
    }
  }

  private static PublicPort port(FakeContent fake, String status) {
    fake.statusPage = path -> status;
    return new PublicPort("realm.content-url", fake.url());
  }

  @Test
  void a_node_that_is_not_ready_says_so_with_503() {
    try (PublicPort port = new PublicPort()) {
      port.parts.put("accepting", false);

      HttpResponse<String> about = port.get("/about");
      HttpResponse<String> ready = port.get("/health/ready");
      HttpResponse<String> live = port.get("/health/live");

      assertThat(about.statusCode()).isEqualTo(503);
      JsonObject body = new JsonObject(about.body());
      assertThat(body.getBoolean("healthy")).isFalse();
      assertThat(body.getBoolean("acceptingUsers")).isFalse();
      assertThat(body.getJsonObject("comms").getBoolean("healthy")).isFalse();
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body())
          .isEqualTo("{\"status\":\"fail\",\"details\":{\"started\":{\"status\":\"pass\"},"
              + "\"accepting\":{\"status\":\"fail\"}}}");
      assertThat(live.statusCode()).isEqualTo(200);
      assertThat(live.body()).isEqualTo("alive");
    }
  }

  @Test
  void a_ready_node_says_so() {
    try (PublicPort port = new PublicPort()) {
      HttpResponse<String> ready = port.get("/health/ready");

      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.headers().firstValue("content-type"))
          .hasValue("application/health+json; charset=utf-8");
      assertThat(ready.body())
          .isEqualTo("{\"status\":\"pass\",\"details\":{\"started\":{\"status\":\"pass\"}}}");
    }
  }

  @Test
  void status_has_the_fields_of_connector_and_rooms() {
    try (PublicPort port = new PublicPort()) {
      port.users = 3;
      port.rooms.put("I1", 2);
      port.rooms.put("scene \"x\"", 5);

      for (String path : new String[] {"/status", "/rooms/status", "/comms/status"}) {
        JsonObject status = new JsonObject(port.body(path));

        assertThat((Long) status.remove("currentTime"))
            .isBetween(System.currentTimeMillis() - 10_000, System.currentTimeMillis());
        assertThat(status).as(path).isEqualTo(new JsonObject("""
            {"version": "%s", "commitHash": "%s", "userCount": 3, "users": 7, "rooms": 2,
             "details": [{"roomName": "I1", "count": 2}, {"roomName": "scene \\"x\\"", "count": 5}]}
            """.formatted(
                BUILD.version(), BUILD.commitHash())));
      }
    }
  }

  @Test
  void ten_thousand_rooms_are_listed() {
    try (PublicPort port = new PublicPort()) {
      IntStream.range(0, 10_000).forEach(i -> port.rooms.put("room-" + i, 1));

      JsonObject status = new JsonObject(port.body("/rooms/status"));

      assertThat(status.getJsonArray("details")).hasSize(10_000);
      assertThat(status.getInteger("users")).isEqualTo(10_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example/path",
        "a\"b",
        "a b",
        "<script>alert(1)</script>",
        "user@evil.example",
        "evil.example:99999",
        "evil.example:80:90",
        "[::1",
        "[\"},alert(1)]",
        "[evil.example]",
        "evil?x=y",
        "evil#x",
        "évil"
      })
  void a_host_that_is_no_authority_is_not_reflected(String host) {
    try (PublicPort port = new PublicPort("http.trusted-proxies", "127.0.0.1")) {
      String own = "GET /about HTTP/1.1\r\nConnection: close\r\nHost: ";

      String byHost = port.raw(own + host + "\r\n\r\n");
      String byProxy = port.raw(own + "realm.example\r\nX-Forwarded-Host: " + host + "\r\n\r\n");

      assertThat(byHost).doesNotContain("evil", "alert", "a\"b");
      assertThat(byProxy).contains("\"archipelago:archipelago:ws://realm.example/ws\"");
    }
  }

  @Test
  void a_line_break_in_a_forwarded_host_forges_no_header() {
    try (PublicPort port = new PublicPort("http.trusted-proxies", "127.0.0.1")) {
      String answer = port.raw("GET /about HTTP/1.1\r\nHost: realm.example\r\n"
          + "X-Forwarded-Host: a%0d%0aSet-Cookie:x=y\r\nConnection: close\r\n\r\n");

      assertThat(answer.toLowerCase()).doesNotContain("\nset-cookie");
    }
  }

  @Test
  void a_client_without_host_gets_the_local_address() {
    try (PublicPort port = new PublicPort()) {
      assertThat(port.raw("GET /about HTTP/1.0\r\n\r\n"))
          .contains("ws://127.0.0.1:" + port.port() + "/ws");
    }
  }

  @Test
  void the_public_url_is_where_clients_are_sent() {
    try (PublicPort port = new PublicPort("http.public-url", "https://realm.example/lagoon/")) {
      assertThat(port.body("/about"))
          .contains("\"archipelago:archipelago:wss://realm.example/lagoon/ws\"");
    }
  }
}
