package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.AtollSettings;
import dev.atoll.gateway.Area;
import dev.atoll.gateway.GatewayTokens;
import dev.atoll.gateway.Grant;
import dev.atoll.gateway.Parcels;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GatewayTokenTest {
  private static final String SECRET = "a secret of the tests' gateway";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void a_token_for_reading_and_writing_the_same() {
    Grant grant = made(
        "--scene",
        "X",
        "--scene",
        "name.dcl.eth",
        "--parcels",
        "-10,-10..10,10",
        "--publish",
        "--expires",
        "1d");

    Area area = new Area(Set.of("X", "name.dcl.eth"), List.of(Parcels.of("-10,-10..10,10")));
    assertThat(grant.read()).isEqualTo(area);
    assertThat(grant.write()).isEqualTo(area);
    assertThat(Duration.between(Instant.now(), grant.expires()))
        .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    assertThat(err.toString()).contains("id " + grant.id() + ", until ");
  }

  @Test
  void a_token_that_writes_less_than_it_reads() {
    Grant grant = made("--parcels=0,0..9,9", "--publish=5,5", "--publish=X");

    assertThat(grant.read()).isEqualTo(new Area(Set.of(), List.of(Parcels.of("0,0..9,9"))));
    assertThat(grant.write()).isEqualTo(new Area(Set.of("X"), List.of(Parcels.of("5,5"))));
  }

  @Test
  void a_setting_after_publish_is_not_what_to_publish_into() {
    assertThat(made("--scene", "X", "--publish").write())
        .isEqualTo(new Area(Set.of("X"), List.of()));
  }

  @Test
  void a_parcel_west_and_south_of_the_middle_is_one_to_publish_into() {
    assertThat(made("--publish", "-5,-5").write())
        .isEqualTo(new Area(Set.of(), List.of(Parcels.of("-5,-5"))));
  }

  @Test
  void a_token_that_only_reads() {
    assertThat(made("--scene", "X").write()).isEqualTo(Area.NOTHING);
  }

  @Test
  void what_makes_no_token_is_told() {
    assertThat(run("--gateway.secret=" + SECRET)).isEqualTo(2);
    assertThat(run("--parcels", "3,3..1,1", "--gateway.secret=" + SECRET)).isEqualTo(2);
    assertThat(run("--scene", "X")).isEqualTo(1);
    assertThat(run("--scene", "X", "--gateway.secret-file=/nowhere")).isEqualTo(1);
    assertThat(run("--scene", "X", "--gateway.secret=" + SECRET, "--expires", "soon"))
        .isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("a token for nothing", "3,3..1,1", "Set gateway.secret", "/nowhere", "'soon'");
  }

  private Grant made(String... arguments) {
    String[] all = Stream.concat(Arrays.stream(arguments), Stream.of("--gateway.secret=" + SECRET))
        .toArray(String[]::new);
    assertThat(run(all)).as(err.toString()).isZero();
    Vertx vertx = Vertx.vertx();
    try {
      return GatewayTokens.create(
              vertx, AtollSettings.of(Map.of("gateway.secret", SECRET)).gateway())
          .verify(out.toString().strip());
    } finally {
      vertx.close().await();
    }
  }

  private int run(String... arguments) {
    CommandLine commandLine =
        Atoll.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(
        Stream.concat(Stream.of("token", "gateway"), Arrays.stream(arguments))
            .toArray(String[]::new));
  }
}
