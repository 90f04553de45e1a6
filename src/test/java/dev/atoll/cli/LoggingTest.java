package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atoll.config.LogSettings;
import dev.atoll.config.LogSettings.Format;
import dev.atoll.config.LogSettings.Level;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LoggingTest {
  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  @Test
  void a_text_line_has_time_level_logger_and_message() {
    Logger log = configured(Format.TEXT, Level.INFO);

    log.info("session closed reason={}", "REPLACED");
    log.atWarn().addKeyValue("peer", "0xé").log("slow");

    assertThat(written())
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  Doors session closed reason=REPLACED\n"
                + "\\S+Z WARN  Doors slow peer=\"0xé\"\n");
  }

  @Test
  void a_json_line_is_one_object() throws Exception {
    Logger log = configured(Format.JSON, Level.INFO);

    log.atError()
        .addKeyValue("peer", "0x1")
        .setCause(new IllegalStateException("broken\nin two"))
        .log("bug \"here\"\n");

    String line = written();
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    assertThat(Instant.parse(json.get("time").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(json.get("level").asText()).isEqualTo("ERROR");
    assertThat(json.get("logger").asText()).isEqualTo("dev.atoll.Doors");
    assertThat(json.get("thread").asText()).isEqualTo(Thread.currentThread().getName());
    assertThat(json.get("message").asText()).isEqualTo("bug \"here\"\n");
    assertThat(json.get("fields").get("peer").asText()).isEqualTo("0x1");
    assertThat(json.get("exception").asText()).contains("broken\nin two", "LoggingTest");
  }

  @Test
  void the_level_is_the_least_that_is_written() {
    Logger log = configured(Format.TEXT, Level.WARN);

    log.info("unseen");
    log.warn("seen");

    assertThat(written()).contains("seen").doesNotContain("unseen");
  }

  @Test
  void debug_is_about_this_program_only() {
    Logger log = configured(Format.TEXT, Level.DEBUG);

    log.debug("our detail");
    context.getLogger("io.netty.channel").debug("their detail");

    assertThat(written()).contains("our detail").doesNotContain("their detail");
  }

  @Test
  void hazelcast_is_heard_without_stack_traces() {
    configured(Format.TEXT, Level.INFO);

    context
        .getLogger("com.hazelcast.internal")
        .error("its own", new IllegalStateException("there"));
    context.getLogger("dev.atoll.Doors").error("ours", new IllegalStateException("here"));

    assertThat(written()).contains("its own", "ours", "here").doesNotContain("there");
  }

  @Test
  void a_connection_that_is_reset_is_no_error() {
    configured(Format.TEXT, Level.INFO);

    context.getLogger("io.vertx.core.net.impl.ConnectionBase").error("Connection reset by peer");

    assertThat(written()).isEmpty();
  }

  @Test
  void json_has_no_stack_traces_of_hazelcast() {
    configured(Format.JSON, Level.INFO);

    context
        .getLogger("com.hazelcast.internal")
        .error("its own", new IllegalStateException("there"));

    assertThat(written()).contains("its own").doesNotContain("there");
  }

  private Logger configured(Format format, Level level) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logging.configure(context, new LogSettings(format, level), stream);
    return context.getLogger("dev.atoll.Doors");
  }

  private String written() {
    context.stop();
    return stream.toString(StandardCharsets.UTF_8);
  }
}
