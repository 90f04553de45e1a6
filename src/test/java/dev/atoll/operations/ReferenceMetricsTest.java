package dev.atoll.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.config.AtollSettings;
import dev.atoll.http.PublicServer;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a list of names, types and labels from the {@code metrics.ts} of the reference services. */
class ReferenceMetricsTest {
  private static final Pattern LABEL = Pattern.compile("([A-Za-z_]+)=\"");

  private final OperationsPort port = new OperationsPort();

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void names_types_and_labels_are_those_of_the_references() throws Exception {
    askThePublicPort();
    List<String> golden = lines("reference-metrics.txt").toList();

    List<String> metrics = port.get("/metrics").body().lines().toList();

    assertThat(golden).hasSize(19).allSatisfy(line -> {
      String[] words = line.split(" ");
      assertThat(metrics).containsOnlyOnce("# TYPE " + words[0] + " " + words[1]);
      assertThat(labels(metrics, words[0], words[1]))
          .isEqualTo(new TreeSet<>(List.of(words).subList(2, words.length)));
    });
  }

  @Test
  void the_network_is_that_of_the_settings() {
    assertThat(port.get("/metrics").body()).contains("ethNetwork=\"sepolia\"");
  }

  @Test
  void superseded_messages_of_rooms_are_counted() {
    assertThat(port.get("/metrics").body()).contains("\natoll_rooms_superseded_total 30\n");
  }

  @Test
  void every_family_is_written_once_and_every_sample_belongs_to_one() throws Exception {
    askThePublicPort();

    List<String> metrics = port.get("/metrics").body().lines().toList();

    List<String> names = metrics.stream()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ")[2])
        .toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(metrics.stream().filter(line -> !line.startsWith("#")))
        .allSatisfy(line -> assertThat(names)
            .containsAnyOf(
                line.split("[ {]")[0],
                line.split("[ {]")[0].replaceAll("_(bucket|sum|count|max)$", "")));
  }

  @Test
  void values_are_those_of_now() {
    String metrics = port.get("/metrics").body();

    assertThat(metrics)
        .contains(
            "\ndcl_archipelago_peers_count 11\n",
            "\ndcl_archipelago_islands_count 12\n",
            "\ndcl_archipelago_change_island_count 13\n",
            "\ndcl_archipelago_transports_count{transport=\"ws\"} 1\n",
            "\ndcl_ws_rooms_count 21\n",
            "\ndcl_ws_rooms_connections 22\n",
            "\ndcl_ws_rooms_connections_total 23\n",
            "\ndcl_ws_rooms_kicks_total 24\n",
            "\ndcl_ws_rooms_unknown_sent_messages_total 25\n",
            "\ndcl_ws_rooms_in_messages 26\n",
            "\ndcl_ws_rooms_in_bytes 27\n",
            "\ndcl_ws_rooms_out_messages 28\n",
            "\ndcl_ws_rooms_out_bytes 29\n",
            "\natoll_rooms_superseded_total 30\n",
            "\nexplorer_bff_connected_users 31\n");
  }

  private void askThePublicPort() throws Exception {
    AtollSettings settings = AtollSettings.of(Map.of("http.host", "127.0.0.1", "http.port", "0"));
    PublicServer server = new PublicServer(port.vertx, settings, port.meters);
    server
        .start()
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/x"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    // counted after the answer is on its way
    await()
        .atMost(Patience.TIME)
        .until(() -> port.meters.scrape().contains("http_requests_total{"));
  }

  /** Of the first sample of a family, {@code le} left out. */
  private static Set<String> labels(List<String> metrics, String name, String type) {
    String sample = type.equals("histogram") ? name + "_bucket" : name;
    String line = metrics.stream()
        .filter(each -> each.startsWith(sample + " ") || each.startsWith(sample + "{"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sample of " + name));
    Set<String> labels = new TreeSet<>();
    Matcher matcher = LABEL.matcher(line);
    while (matcher.find()) {
      labels.add(matcher.group(1));
    }
    labels.remove("le");
    return labels;
  }

  private static Stream<String> lines(String resource) throws Exception {
    try (InputStream stream = ReferenceMetricsTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }
}
