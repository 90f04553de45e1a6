package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.atoll.Patience;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.LoadedSettings;
import dev.atoll.config.SettingsLoader;
import dev.atoll.config.SettingsSources;
import dev.atoll.config.TransportRule;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
class EditedSettingsTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(EditedSettings.class);

  @TempDir
  private Path folder;

  private final List<GatewaySettings> tokens = new CopyOnWriteArrayList<>();
  private final EditedSettings.Node node = new EditedSettings.Node() {
    @Override
    public void rules(List<TransportRule> rules) {
      taken.add(rules);
    }

    @Override
    public void tokens(GatewaySettings gateway) {
      tokens.add(gateway);
    }
  };

  private final List<List<TransportRule>> taken = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private Path file;

  @BeforeEach
  void watch(Vertx vertx) throws Exception {
    told.list = new CopyOnWriteArrayList<>();
    told.start();
    LOG.addAppender(told);
    Files.writeString(folder.resolve("secret"), "a secret of sixteen characters");
    file = Files.writeString(folder.resolve("atoll.yaml"), yaml(""));
    new EditedSettings(Optional.of(file), this::load, load().settings()).watch(vertx, node);
  }

  @AfterEach
  void stop() {
    LOG.detachAppender(told);
  }

  @Test
  void an_edit_of_the_rules_counts_at_once() throws Exception {
    Files.writeString(file, "rules:\n  - { use: [p2p, ws-room] }\n");

    await().atMost(Patience.TIME).until(() -> !taken.isEmpty());

    assertThat(taken.get(0))
        .extracting(TransportRule::use)
        .containsExactly(List.of("p2p", "ws-room"));
  }

  @Test
  void so_does_a_file_that_replaces_it() throws Exception {
    Path other = Files.writeString(folder.resolve("new"), "rules:\n  - { use: [livekit] }\n");
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

    await().atMost(Patience.TIME).until(() -> !taken.isEmpty());

    assertThat(taken.get(0)).extracting(TransportRule::use).containsExactly(List.of("livekit"));
  }

  @Test
  void a_bad_edit_is_refused_with_its_reason_and_a_good_one_after_it_counts() throws Exception {
    Files.writeString(file, "rules:\n  - { use: [carrier-pigeon] }\n");
    await().atMost(Patience.TIME).until(() -> !told.list.isEmpty());
    assertThat(told.list.get(0).getFormattedMessage()).contains("carrier-pigeon", "the rules stay");
    assertThat(taken).isEmpty();

    Files.writeString(file, "rules:\n  - { use: [p2p] }\n");
    await().atMost(Patience.TIME).until(() -> !taken.isEmpty());
  }

  @Test
  void revoked_tokens_of_the_gateway_count_at_once() throws Exception {
    Files.writeString(file, yaml(", revoked: [stolen]"));

    await().atMost(Patience.TIME).until(() -> !tokens.isEmpty());

    assertThat(tokens.get(0).revoked()).containsExactly("stolen");
    assertThat(taken).isEmpty();
  }

  @Test
  void so_does_a_secret_in_a_file_of_its_own() throws Exception {
    Files.writeString(folder.resolve("secret"), "another secret of as many");

    await().atMost(Patience.TIME).until(() -> !tokens.isEmpty());

    assertThat(taken).isEmpty();
  }

  private String yaml(String beside) {
    return "rules:\n  - { use: [ws-room] }\ngateway: { secret-file: '" + folder.resolve("secret")
        + "'" + beside + " }\n";
  }

  @Test
  void other_settings_wait_for_the_next_start() throws Exception {
    Files.writeString(file, "http:\n  port: 1234\n" + yaml(""));

    await().atMost(Patience.TIME).until(() -> !told.list.isEmpty());

    assertThat(told.list.get(0).getFormattedMessage()).contains("from the next start");
    assertThat(taken).isEmpty();
  }

  private LoadedSettings load() {
    return SettingsLoader.load(new SettingsSources(Optional.of(file), Map.of(), List.of(), folder));
  }
}
