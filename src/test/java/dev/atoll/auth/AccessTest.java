package dev.atoll.auth;

import static dev.atoll.auth.Refusals.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.atoll.config.AccessSettings;
import dev.atoll.config.AccessSettings.WhenUnreachable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AccessTest {
  private static final String ONE = "0x" + "aa".repeat(20);
  private static final String OTHER = "0x" + "bb".repeat(20);
  private static final Duration PATIENT = Duration.ofSeconds(15);

  /** For sources that hang; what has to be answered in it is asked until it is, since machines that build are slow. */
  private static final Duration SHORT = Duration.ofMillis(700);

  private final Vertx vertx = Vertx.vertx();
  private LocalServer server;

  @BeforeEach
  void start() {
    server = new LocalServer(vertx);
  }

  @AfterEach
  void stop() {
    server.close();
    await(vertx.close());
  }

  private static AccessSettings settings(String denyList, String bansUrl, WhenUnreachable when) {
    return new AccessSettings(
        Optional.ofNullable(denyList), Optional.ofNullable(bansUrl), Duration.ofSeconds(30), when);
  }

  private DenyList denyList(WhenUnreachable when, Duration deadline) {
    DenyListSource source =
        new DenyListSource.Url(vertx, server.url() + "/list?key=secret", deadline);
    return new DenyList(vertx, Optional.of(source), when, DenyList.DEFAULT_PAUSES);
  }

  private Bans bans(WhenUnreachable when, Duration deadline) {
    return new Bans(vertx, settings(null, server.url() + "/users/{address}/bans", when), deadline);
  }

  private void saysBanned(boolean banned) {
    server.says(200, "{\"data\":{\"isBanned\":" + banned + "}}");
  }

  @Test
  void nobody_is_denied_or_banned_where_nothing_is_set() {
    Access access = new Access(vertx, settings(null, null, WhenUnreachable.CLOSED));
    await(access.start());

    assertThat(access.denied(ONE)).isFalse();
    assertThat(await(access.banned(ONE))).isFalse();
    assertThat(await(access.bannedOf(List.of(ONE)))).isEmpty();
    await(access.close());
  }

  @Test
  void a_list_that_is_slow_holds_no_start_up_and_the_setting_decides_meanwhile() {
    server.does(LocalServer.HANG);
    Access access = new Access(vertx, settings(server.url(), null, WhenUnreachable.CLOSED));

    long begin = System.nanoTime();
    await(access.start());

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isLessThan(DenyListSource.DEFAULT_DEADLINE);
    assertThat(access.denied(ONE)).isTrue();
    await(access.close());
  }

  @Test
  void denies_those_of_a_url_in_any_case() {
    server.says(200, "{\"users\":[{\"wallet\":\"0x" + "Aa".repeat(20) + "\"}]}");
    Access access = new Access(vertx, settings(server.url(), null, WhenUnreachable.OPEN));

    await(access.start());

    assertThat(access.denied(ONE)).isTrue();
    assertThat(access.denied("0x" + "AA".repeat(20))).isTrue();
    assertThat(access.denied(OTHER)).isFalse();
    await(access.close());
  }

  @Test
  void denies_those_of_a_file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("deny.txt"), ONE + "\n");
    Access access = new Access(vertx, settings(file.toString(), null, WhenUnreachable.OPEN));

    await(access.start());

    assertThat(access.denied(ONE)).isTrue();
    await(access.close());
  }

  @Test
  void a_file_that_is_missing_or_a_folder_is_a_source_that_fails(@TempDir Path folder) {
    for (Path wrong : new Path[] {folder, folder.resolve("missing")}) {
      Access access = new Access(vertx, settings(wrong.toString(), null, WhenUnreachable.CLOSED));

      await(access.start());

      assertThat(access.denied(ONE)).isTrue();
      await(access.close());
    }
  }

  @Test
  void while_there_has_been_no_list_the_setting_decides() {
    DenyList open = denyList(WhenUnreachable.OPEN, SHORT);
    DenyList closed = denyList(WhenUnreachable.CLOSED, SHORT);

    assertThat(await(open.refresh())).isFalse();
    assertThat(await(closed.refresh())).isFalse();

    assertThat(open.denies(ONE)).isFalse();
    assertThat(closed.denies(ONE)).isTrue();
    server.says(200, OTHER);
    await().until(() -> await(closed.refresh()));
    assertThat(closed.denies(ONE)).isFalse();
  }

  @Test
  void the_last_good_list_stays_whatever_becomes_of_its_source() {
    DenyList list = denyList(WhenUnreachable.OPEN, SHORT);
    server.says(200, ONE);
    await().until(() -> await(list.refresh()));
    List<Runnable> troubles = List.of(
        () -> server.does(LocalServer.HANG),
        () -> server.dribbles(vertx),
        () -> server.floods(),
        () -> server.says(500, OTHER),
        () -> server.says(302, OTHER),
        () -> server.says(200, "<html>maintenance</html>"),
        () -> server.does(request -> request.connection().close()),
        () -> server.close());

    for (Runnable trouble : troubles) {
      trouble.run();

      assertThat(await(list.refresh())).isFalse();
      assertThat(list.denies(ONE)).isTrue();
      assertThat(list.denies(OTHER)).isFalse();
    }
    server = new LocalServer(vertx);
  }

  @Test
  void a_newer_list_replaces_the_last_one() {
    DenyList list = denyList(WhenUnreachable.OPEN, PATIENT);
    server.says(200, ONE);
    await(list.refresh());

    server.says(200, OTHER);
    await(list.refresh());

    assertThat(list.denies(ONE)).isFalse();
    assertThat(list.denies(OTHER)).isTrue();
  }

  @Test
  void asks_for_an_address_in_lower_case_and_percent_encoded() {
    List<String> paths = new ArrayList<>();
    server.does(request -> {
      paths.add(request.uri());
      request.response().end("{\"data\":{\"isBanned\":true}}");
    });
    Bans bans = bans(WhenUnreachable.OPEN, PATIENT);

    assertThat(await(bans.isBanned("0x" + "AA".repeat(20)))).isTrue();
    assertThat(await(bans.isBanned("a/../b?c#d e"))).isTrue();

    assertThat(paths)
        .containsExactly("/users/" + ONE + "/bans", "/users/a%2F..%2Fb%3Fc%23d%20e/bans");
  }

  @Test
  void the_last_good_answer_stays_whatever_becomes_of_the_service() {
    Bans open = bans(WhenUnreachable.OPEN, SHORT);
    Bans closed = bans(WhenUnreachable.CLOSED, SHORT);
    saysBanned(true);
    await().until(() -> await(open.isBanned(ONE)));
    saysBanned(false);
    await().until(() -> !await(closed.isBanned(OTHER)));
    List<Runnable> troubles = List.of(
        () -> server.does(LocalServer.HANG),
        () -> server.dribbles(vertx),
        () -> server.floods(),
        () -> server.says(500, "{\"data\":{\"isBanned\":false}}"),
        () -> server.says(200, "{\"data\":{\"isBanned\":\"no\"}}"),
        () -> server.says(200, "{\"data\":[]}"),
        () -> server.says(200, "[]"),
        () -> server.says(200, ""),
        () -> server.close());

    for (Runnable trouble : troubles) {
      trouble.run();

      assertThat(await(open.isBanned(ONE))).isTrue();
      assertThat(await(closed.isBanned(OTHER))).isFalse();
    }
    server = new LocalServer(vertx);
  }

  @Test
  void whom_the_service_never_told_of_the_setting_decides() {
    server.says(500, "");

    assertThat(await(bans(WhenUnreachable.OPEN, PATIENT).isBanned(ONE))).isFalse();
    assertThat(await(bans(WhenUnreachable.CLOSED, PATIENT).isBanned(ONE))).isTrue();
  }

  @Test
  void waits_a_second_for_a_service_that_hangs() {
    Access access =
        new Access(vertx, settings(null, server.url() + "/{address}", WhenUnreachable.OPEN));
    long begin = System.nanoTime();

    assertThat(await(access.banned(ONE))).isFalse();

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(30));
    await(access.close());
  }

  @Test
  void sweeps_twenty_at_a_time() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.does(request -> {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      vertx.setTimer(5, later -> {
        now.decrementAndGet();
        request
            .response()
            .end("{\"data\":{\"isBanned\":" + request.uri().contains("7/bans") + "}}");
      });
    });
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < 105; i++) {
      addresses.add(String.format("0x%040d", i));
    }

    var banned = await(bans(WhenUnreachable.OPEN, PATIENT).bannedOf(addresses));

    assertThat(banned).hasSize(10).allMatch(address -> address.endsWith("7"));
    assertThat(most.get()).isLessThanOrEqualTo(20);
    assertThat(server.requests).hasValue(105);
  }

  @Test
  void a_sweep_throws_nobody_out_for_not_knowing() {
    Bans bans = bans(WhenUnreachable.CLOSED, PATIENT);
    saysBanned(true);
    await(bans.isBanned(ONE));
    server.says(500, "");

    assertThat(await(bans.bannedOf(List.of(ONE, OTHER)))).containsExactly(ONE);
  }

  @Test
  void sweeps_a_great_crowd_past_a_dead_service() {
    Bans bans = bans(WhenUnreachable.OPEN, PATIENT);
    await(bans.close());
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      addresses.add(String.format("0x%040d", i));
    }

    assertThat(await(bans.bannedOf(addresses))).isEmpty();
  }

  @Test
  void writes_no_key_of_a_url_and_no_word_of_a_source_into_the_log() {
    ListAppender<ILoggingEvent> written = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger("dev.atoll.auth");
    written.start();
    log.addAppender(written);
    server.says(200, "{\"leak\":");

    await(denyList(WhenUnreachable.OPEN, PATIENT).refresh());
    await(bans(WhenUnreachable.OPEN, PATIENT).isBanned(ONE));

    log.detachAppender(written);
    assertThat(written.list)
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line.getFormattedMessage()).doesNotContain("secret", "leak"));
  }

  @Test
  void reads_again_on_its_own() {
    DenyListSource source = new DenyListSource.Url(vertx, server.url(), PATIENT);
    DenyList.Pauses often = new DenyList.Pauses(Duration.ofMillis(20), Duration.ofMillis(20));
    DenyList list = new DenyList(vertx, Optional.of(source), WhenUnreachable.OPEN, often);
    server.says(500, "");
    await(list.start());

    server.says(200, ONE);
    await().untilAsserted(() -> assertThat(list.denies(ONE)).isTrue());
    server.says(200, OTHER);
    await().untilAsserted(() -> assertThat(list.denies(ONE)).isFalse());

    await(list.close());
    int before = server.requests.get();
    await().during(Duration.ofMillis(200)).until(() -> server.requests.get() <= before + 1);
  }
}
