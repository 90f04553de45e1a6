package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.config.AtollSettings;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class NodeProcessTest {
  private final StringWriter out = new StringWriter();
  private final CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

  @Test
  void the_urls_have_the_real_ports() {
    AtollSettings settings = AtollSettings.of(Map.of("http.port", "0"));

    int code = process(HttpNode.start(true)).run(settings, stopped);

    assertThat(code).isZero();
    assertThat(out.toString())
        .containsPattern("is ready after \\d+\\.\\d s")
        .containsPattern("http://127\\.0\\.0\\.1:[1-9]\\d*/about")
        .containsPattern("ws://127\\.0\\.0\\.1:[1-9]\\d*/ws")
        .containsPattern("http://127\\.0\\.0\\.1:[1-9]\\d*/metrics");
  }

  @Test
  void a_public_url_is_the_one_to_use() {
    AtollSettings settings =
        AtollSettings.of(Map.of("http.port", "0", "http.public-url", "https://realm.example/x/"));

    process(HttpNode.start(true)).run(settings, stopped);

    assertThat(out.toString())
        .contains("https://realm.example/x/about\n", "wss://realm.example/x/ws\n")
        .containsPattern("listens at   http://127\\.0\\.0\\.1:[1-9]\\d*\n");
  }

  @Test
  void a_node_tells_only_the_doors_it_has() {
    AtollSettings settings =
        AtollSettings.of(Map.of("http.port", "0", "node.run", "bff,statistics,nats"));

    process(HttpNode.start(true)).run(settings, stopped);

    assertThat(out.toString())
        .contains("/rpc\n", "/islands\n")
        .doesNotContain("/ws\n", "/rooms/", "listens at", "/gateway");
  }

  @Test
  void a_gateway_that_is_open_is_told() {
    AtollSettings settings =
        AtollSettings.of(Map.of("http.port", "0", "gateway.secret", "sixteen letters and more"));

    process(HttpNode.start(true)).run(settings, stopped);

    assertThat(out.toString()).containsPattern("ws://127\\.0\\.0\\.1:[1-9]\\d*/gateway\n");
  }

  @Test
  void a_slow_start_warns_of_no_blocked_threads_and_a_running_node_does() {
    Logger blocked = LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker");
    List<Boolean> warnsWhileStarting = new ArrayList<>();
    NodeStart slow = (vertx, settings) -> {
      warnsWhileStarting.add(blocked.isWarnEnabled());
      return HttpNode.start(true).start(vertx, settings);
    };

    process(slow).run(AtollSettings.of(Map.of("http.port", "0")), stopped);

    assertThat(warnsWhileStarting).containsExactly(false);
    assertThat(blocked.isWarnEnabled()).isTrue();
  }

  @Test
  void collectors_of_json_get_no_plain_lines() {
    AtollSettings settings = AtollSettings.of(Map.of("http.port", "0", "log.format", "json"));

    process(HttpNode.start(true)).run(settings, stopped);

    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_port_in_use_is_told() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      AtollSettings settings = AtollSettings.of(
          Map.of("http.port", port, "http.host", "127.0.0.1", "operations.port", "0"));

      assertThatThrownBy(() -> process(HttpNode.start(true)).run(settings, stopped))
          .isInstanceOf(CommandFailure.class)
          .hasMessage("The node cannot start: 127.0.0.1 port " + port
              + " is in use; to choose another: --http.port=N (0: any)");
    }
  }

  @Test
  void a_port_of_the_cluster_that_is_in_use_is_told_by_its_key() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      AtollSettings settings =
          clustered(Map.of("cluster.secret", "sixteen letters and more", "cluster.port", port));

      assertThatThrownBy(() -> process(HttpNode.start(true)).run(settings, stopped))
          .isInstanceOf(CommandFailure.class)
          .hasMessage("The node cannot start: 127.0.0.1 port " + port
              + " is in use; to choose another: --cluster.port=N (0: any)");
    }
  }

  @Test
  void files_of_the_cluster_that_cannot_be_read_are_told_by_their_keys() {
    AtollSettings secret = clustered(Map.of("cluster.secret-file", "/nowhere/secret"));
    AtollSettings certificates = clustered(Map.of(
        "cluster.secret", "sixteen letters and more",
        "cluster.tls.cert-file", "/nowhere/cert",
        "cluster.tls.key-file", "/nowhere/key",
        "cluster.tls.ca-file", "/nowhere/ca"));

    assertThatThrownBy(() -> process(HttpNode.start(true)).run(secret, stopped))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "The node cannot start: cluster.secret-file: /nowhere/secret is not a file that can be read");
    assertThatThrownBy(() -> process(HttpNode.start(true)).run(certificates, stopped))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "The node cannot start: cluster.tls.cert-file: /nowhere/cert is not a file that can be read");
  }

  @Test
  void a_host_of_the_cluster_that_nobody_knows_is_told_by_its_key() {
    AtollSettings settings = clustered(Map.of(
        "cluster.secret", "sixteen letters and more", "cluster.host", "no.such.host.invalid"));

    assertThatThrownBy(() -> process(HttpNode.start(true)).run(settings, stopped))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cluster.host: no.such.host.invalid");
  }

  private static AtollSettings clustered(Map<String, String> own) {
    Map<String, String> all = new HashMap<>(Map.of(
        "http.port", "0",
        "operations.port", "0",
        "cluster.enabled", "true",
        "cluster.members", "127.0.0.1",
        "cluster.host", "127.0.0.1",
        "cluster.bus-port", "0",
        "rooms.public-url", "http://rooms.example"));
    all.putAll(own);
    return AtollSettings.of(all);
  }

  @Test
  void a_node_that_cannot_start_says_why() {
    NodeStart failing = (vertx, settings) -> Future.failedFuture("no luck");

    assertThatThrownBy(() -> process(failing).run(AtollSettings.defaults(), stopped))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("The node cannot start: no luck");
  }

  private NodeProcess process(NodeStart start) {
    return new NodeProcess(start, new PrintWriter(out, true));
  }
}
