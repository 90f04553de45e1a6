package dev.atoll.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.LoadedSettings;
import dev.atoll.config.SettingsLoader;
import dev.atoll.config.SettingsSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code conf/} that no test can run: they are what they claim to be, and this program understands what they tell it. */
class DeploymentFilesTest {
  private static final Path CONF = Path.of("conf");
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir
  private Path folder;

  private Path secret;

  @BeforeEach
  void secret() throws IOException {
    secret = Files.writeString(folder.resolve("secret"), "sixteen characters, or more");
  }

  @Test
  void the_nodes_of_the_compose_file_are_one_realm_of_three() throws Exception {
    JsonNode compose = YAML.readTree(CONF.resolve("compose.yaml").toFile());

    // merge keys are left to the reader of the file: all three are the same anchor
    AtollSettings settings = settings(environment(compose.at("/x-node/environment")));

    assertThat(settings.cluster().members()).containsExactly("node1", "node2", "node3");
    assertThat(compose.at("/services").fieldNames())
        .toIterable()
        .containsAll(settings.cluster().members());
    assertThat(settings.cluster().expectedSize()).isEqualTo(3);
    assertThat(settings.nats().url()).hasToString("[nats://nats:4222]");
    assertThat(settings.livekit()).hasSize(1);
  }

  @Test
  void nodes_in_kubernetes_find_each_other_before_they_are_ready() throws Exception {
    Map<String, JsonNode> objects = kubernetes();
    JsonNode nodes = objects.get("Service/atoll-nodes");
    JsonNode set = objects.get("StatefulSet/atoll");
    JsonNode container = set.at("/spec/template/spec/containers/0");

    AtollSettings settings = settings(namedValues(container.get("env")));

    assertThat(nodes.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(nodes.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(settings.cluster().dns()).contains(nodes.at("/metadata/name").asText());
    assertThat(set.at("/spec/podManagementPolicy").asText()).isEqualTo("Parallel");
    assertThat(set.at("/spec/replicas").asInt()).isEqualTo(settings.cluster().expectedSize());
    assertThat(container.get("ports").findValuesAsText("containerPort"))
        .containsExactlyInAnyOrder(
            Integer.toString(settings.http().port()),
            Integer.toString(settings.operations().port()),
            Integer.toString(settings.cluster().port()),
            Integer.toString(settings.cluster().busPort()));
  }

  @Test
  void whom_services_and_policies_of_kubernetes_choose_is_there() throws Exception {
    Map<String, JsonNode> objects = kubernetes();
    JsonNode labels = objects.get("StatefulSet/atoll").at("/spec/template/metadata/labels");

    List<JsonNode> selectors = new ArrayList<>();
    objects.forEach((name, object) -> {
      if (name.startsWith("Service/")) {
        selectors.add(object.at("/spec/selector"));
      }
      selectors.addAll(object.findValues("matchLabels"));
    });

    assertThat(selectors).hasSizeGreaterThan(5).allMatch(labels::equals);
  }

  @Test
  void the_unit_of_systemd_starts_this_program_with_a_file_and_a_secret() throws Exception {
    String unit = Files.readString(CONF.resolve("atoll.service"));
    Matcher command = Pattern.compile("(?m)^ExecStart=/usr/bin/java -jar \\S+/atoll.jar (.*)$")
        .matcher(unit);
    assertThat(command.find()).isTrue();
    assertThat(unit).containsPattern("(?m)^LoadCredential=cluster-secret:/\\S+$");

    List<String> flags = new ArrayList<>(List.of(command
        .group(1)
        .replace("${CREDENTIALS_DIRECTORY}/cluster-secret", secret.toString())
        .split(" ")));
    assertThat(flags.remove(0)).isEqualTo("--config");
    assertThat(flags.remove(0)).isEqualTo("/etc/atoll/atoll.yaml");
    LoadedSettings loaded = SettingsLoader.load(new SettingsSources(
        Optional.of(CONF.resolve("atoll.yaml").toAbsolutePath()), Map.of(), flags, folder));

    assertThat(loaded.settings().cluster().known().value())
        .isEqualTo("sixteen characters, or more");
  }

  private static Map<String, JsonNode> kubernetes() throws IOException {
    Map<String, JsonNode> objects = new HashMap<>();
    try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class)
        .readValues(CONF.resolve("kubernetes.yaml").toFile())) {
      all.forEachRemaining(object -> objects.put(
          object.get("kind").asText() + "/" + object.at("/metadata/name").asText(), object));
    }
    return objects;
  }

  private static Map<String, String> environment(JsonNode values) {
    Map<String, String> environment = new HashMap<>();
    values
        .fields()
        .forEachRemaining(each -> environment.put(each.getKey(), each.getValue().asText()));
    return environment;
  }

  private static Map<String, String> namedValues(JsonNode list) {
    Map<String, String> environment = new HashMap<>();
    list.forEach(
        each -> environment.put(each.get("name").asText(), each.get("value").asText()));
    return environment;
  }

  /** With the secret in a file that is there. */
  private AtollSettings settings(Map<String, String> environment) {
    assertThat(environment).containsKey("ATOLL_CLUSTER_SECRET_FILE");
    environment.put("ATOLL_CLUSTER_SECRET_FILE", secret.toString());
    LoadedSettings loaded =
        SettingsLoader.load(new SettingsSources(Optional.empty(), environment, List.of(), folder));
    assertThat(loaded.warnings()).isEmpty();
    return loaded.settings();
  }
}
