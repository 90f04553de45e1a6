package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.config.BuildVersion;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
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
           "comms": {"healthy": true, "protocol": "v3", "version": "%s", "commitHash": "%s", "usersCount": 7,
                     "adapter": "archipelago:archipelago:ws://127.0.0.1:%d/ws"}}
          """.formatted(
              BUILD.version(), BUILD.commitHash(), port.port())));
    }
  }

  @Test
  void about_tells_how_content_and_lambdas_are() {
    try (FakeContent fake = new FakeContent();
        PublicPort port = new PublicPort(
            "realm.content-url", fake.url(), "realm.lambdas-url", fake.url() + "/")) {
      await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
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
