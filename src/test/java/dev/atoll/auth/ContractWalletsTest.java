package dev.atoll.auth;

import static dev.atoll.auth.Refusals.await;
import static dev.atoll.auth.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.EthereumSettings;
import dev.atoll.config.SecretUrl;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractWalletsTest {
  private static final String CONTRACT = "0x" + "c0".repeat(20);
  private static final String TEXT = "dcl-0.challenge";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String MAGIC = "0x1626ba7e" + "0".repeat(56);
  private static final String NO = "0x" + "0".repeat(63) + "1";
  private static final String BARE = hex(Keccak.text(TEXT));
  private static final String PERSONAL = hex(Keccak.personal(TEXT));

  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private LocalServer node;
  private ContractWallets wallets;

  @BeforeEach
  void start() {
    node = new LocalServer(vertx);
    wallets = wallets(Duration.ofSeconds(3));
  }

  @AfterEach
  void stop() {
    await(wallets.close());
    node.close();
    await(vertx.close());
  }

  private ContractWallets wallets(Duration deadline) {
    return new ContractWallets(
        vertx,
        new EthereumSettings(
            Optional.of(new SecretUrl(URI.create(node.url() + "/v3/key"))), "mainnet"),
        deadline);
  }

  private Future<Void> confirm() {
    return wallets.confirm(List.of(ContractSignature.parse(CONTRACT, TEXT, "0xabcdef")), NOW);
  }

  /** A node whose newest block is 0x64, made ten seconds before now; answers calls by hash and block. */
  private Handler<HttpServerRequest> playing(Function<String, Object> answers) {
    return request -> request.body().onSuccess(body -> {
      JsonObject question = body.toJsonObject();
      JsonArray parameters = question.getJsonArray("params");
      String asking = question.getString("method").equals("eth_call")
          ? call(parameters)
          : "block " + parameters.getString(0);
      asked.add(asking);
      Object answer = answers.apply(asking);
      JsonObject reply = new JsonObject().put("jsonrpc", "2.0").put("id", question.getValue("id"));
      request
          .response()
          .end(
              answer instanceof Error
                  ? reply
                      .put("error", new JsonObject().put("message", "execution reverted"))
                      .encode()
                  : reply.put("result", answer).encode());
    });
  }

  private static String call(JsonArray parameters) {
    JsonObject call = parameters.getJsonObject(0);
    assertThat(call.getString("to")).isEqualTo(CONTRACT);
    String data = call.getString("data");
    assertThat(data)
        .hasSize(2 + 8 + 4 * 64)
        .startsWith("0x1626ba7e")
        .endsWith(String.format("%064x%064x%s%s", 64, 3, "abcdef", "0".repeat(58)));
    String hash = data.substring(10, 74);
    String name = hash.equals(BARE) ? "bare" : hash.equals(PERSONAL) ? "personal" : "?";
    return name + " " + parameters.getString(1);
  }

  private static Object block(long number, Instant time) {
    return new JsonObject()
        .put("number", "0x" + Long.toHexString(number))
        .put("timestamp", "0x" + Long.toHexString(time.getEpochSecond()));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Object no(String asking) {
    return asking.startsWith("block") ? block(100, NOW.minusSeconds(10)) : NO;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare latest", "personal latest", "bare 0x64", "personal 0x64"})
  void takes_each_hash_now_and_at_the_block_of_the_date(String good) {
    node.does(playing(asking -> asking.equals(good) ? MAGIC : no(asking)));

    await(confirm());

    List<String> order =
        List.of("bare latest", "personal latest", "block latest", "bare 0x64", "personal 0x64");
    assertThat(asked).containsExactlyElementsOf(order.subList(0, order.indexOf(good) + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x",
        NO_WORD,
        "0x1626ba7e",
        "0xffffffff00000000000000000000000000000000000000000000000000000000"
      })
  void refuses_every_other_answer(String answer) {
    node.does(playing(asking -> asking.startsWith("block") ? no(asking) : answer));

    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.CONTRACT_REFUSED);
    assertThat(asked).hasSize(5);
  }

  private static final String NO_WORD =
      "0x0000000000000000000000000000000000000000000000000000000000000001";

  @Test
  void goes_on_after_a_revert() {
    node.does(playing(asking -> asking.equals("personal latest") ? MAGIC : new Error()));

    await(confirm());

    assertThat(asked).containsExactly("bare latest", "personal latest");
  }

  @Test
  void refuses_when_everything_reverts() {
    node.does(playing(asking -> asking.startsWith("block") ? no(asking) : new Error()));

    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.CONTRACT_REFUSED);
  }

  @Test
  void steps_back_to_the_block_of_the_date_when_the_newest_is_younger() {
    node.does(playing(asking -> switch (asking) {
      case "block latest" -> block(100, NOW.plusSeconds(30));
      case "block 0x61" -> block(97, NOW.minusSeconds(6));
      case "personal 0x61" -> MAGIC;
      default -> NO;
    }));

    await(confirm());

    assertThat(asked).endsWith("block latest", "block 0x61", "bare 0x61", "personal 0x61");
  }

  @Test
  void gives_up_the_search_for_a_block_after_a_few_guesses() {
    node.does(playing(asking ->
        asking.startsWith("block") ? block(1_000_000, Instant.parse("2100-01-01T00:00:00Z")) : NO));

    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.CONTRACT_REFUSED);
    assertThat(asked).hasSizeLessThan(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "[]",
        "{}",
        "null",
        "{\"result\":null}",
        "{\"result\":7}",
        "{\"result\":{}}",
        "{\"result\":\"1626ba7e\"}",
        "<html></html>",
        "{\"result\":"
      })
  void refuses_a_node_that_talks_nonsense(String nonsense) {
    node.says(200, nonsense);

    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);
    assertThat(node.requests).hasValue(1);
  }

  @Test
  void refuses_good_words_with_a_bad_status() {
    node.says(500, new JsonObject().put("result", MAGIC).encode());

    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);
  }

  @Test
  void follows_no_redirect() {
    try (LocalServer other = new LocalServer(vertx).does(playing(asking -> MAGIC))) {
      node.does(request -> request
          .response()
          .setStatusCode(307)
          .putHeader("location", other.url())
          .end());

      assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);
      assertThat(other.requests).hasValue(0);
    }
  }

  @Test
  void refuses_a_huge_answer_without_keeping_it() {
    node.floods();

    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);
  }

  @Test
  void refuses_a_dead_node_and_one_that_hangs_up() {
    node.does(request -> request.connection().close());
    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);

    node.close();
    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);
  }

  @Test
  void waits_three_seconds_in_all_for_a_node_that_hangs() {
    long begin = System.nanoTime();

    AuthRefusal refusal = refusalOf(confirm());

    assertThat(refusal).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(2900), Duration.ofSeconds(30));
  }

  @Test
  void counts_the_deadline_over_all_calls_and_links() {
    wallets = wallets(Duration.ofMillis(2000));
    // each answer takes more than half of it, so the second does not come in time
    Handler<HttpServerRequest> slow = playing(asking -> MAGIC);
    node.does(request -> {
      request.pause();
      vertx.setTimer(1200, later -> {
        slow.handle(request);
        request.resume();
      });
    });
    ContractSignature signature = ContractSignature.parse(CONTRACT, TEXT, "0xabcdef");

    assertThat(refusalOf(wallets.confirm(List.of(signature, signature), NOW)))
        .isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);
    // one alone does, though not while the machine stands still
    Awaitility.await().until(() -> isConfirmed(signature));
  }

  private boolean isConfirmed(ContractSignature signature) {
    return await(wallets.confirm(List.of(signature), NOW).map(confirmed -> true).otherwise(false));
  }

  @Test
  void an_answer_that_dribbles_does_not_get_around_the_deadline() {
    wallets = wallets(Duration.ofMillis(300));
    node.dribbles(vertx);

    assertThat(refusalOf(confirm())).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE);
  }

  @Test
  void refuses_the_33rd_at_once_as_busy_and_has_room_again_later() {
    List<Future<Void>> first = new ArrayList<>();
    for (int i = 0; i < ContractWallets.MOST_AT_ONCE; i++) {
      first.add(confirm());
    }

    Future<Void> oneMore = confirm();

    assertThat(oneMore.isComplete()).isTrue();
    assertThat(refusalOf(oneMore)).isEqualTo(AuthRefusal.BUSY);
    first.forEach(one -> assertThat(refusalOf(one)).isEqualTo(AuthRefusal.ETHEREUM_UNREACHABLE));
    node.does(playing(asking -> MAGIC));
    await(confirm());
  }

  @Test
  void says_clearly_that_no_node_is_set() {
    ContractWallets none =
        new ContractWallets(vertx, new EthereumSettings(Optional.empty(), "mainnet"));

    assertThat(refusalOf(none.confirm(List.of(ContractSignature.parse(CONTRACT, TEXT, "")), NOW)))
        .isEqualTo(AuthRefusal.CONTRACT_WALLETS_OFF);
    await(none.confirm(List.of(), NOW));
    await(none.close());
  }
}
