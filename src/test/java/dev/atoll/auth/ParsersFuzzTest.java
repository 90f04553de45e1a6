package dev.atoll.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is sent, a parser either takes it or refuses it in the one way it says, and soon. */
class ParsersFuzzTest {
  private static final int TRIES = 2000;
  private static final Vertx VERTX = Vertx.vertx();
  private static final RoomTokens TOKENS = new RoomTokens(
      VERTX,
      new Secret(Vectors.ALL.getJsonObject("jwt").getJsonObject("room2022").getString("secret")),
      Vectors.CLOCK);
  private static final String TOKEN =
      Vectors.ALL.getJsonObject("jwt").getJsonObject("room2022").getString("token");
  private static final String EPHEMERAL = Vectors.AUTH.getString("ephemeralMessage");
  private static final String LIST =
      "{\"users\":[{\"wallet\":\"" + Vectors.WALLET + "\"},{\"wallet\":\"x\"}]}";

  private final ChainVerifier verifier = new ChainVerifier(Signatures.fastest(), Vectors.CLOCK);

  @AfterContainer
  static void stop() {
    VERTX.close();
  }

  @Property(tries = TRIES)
  void chains_of_whatever_text(@ForAll String text) {
    refusedOr(() -> AuthChain.parse(text));
  }

  @Property(tries = TRIES)
  void chains_of_json(@ForAll("json") String text) {
    refusedOr(() -> AuthChain.parse(text));
  }

  @Property(tries = TRIES)
  void a_damaged_chain_lets_in_its_owner_or_nobody(@ForAll("damagedChains") String text) {
    refusedOr(() -> assertThat(
            verifier.verify(AuthChain.parse(text), Vectors.CHALLENGE).owner())
        .isEqualTo(Vectors.WALLET));
  }

  @Property(tries = TRIES)
  void a_damaged_token_lets_in_its_peer_or_nobody(@ForAll("damagedTokens") String text) {
    refusedOr(() ->
        assertThat(TOKENS.verify(text, "I1", List.of("ws://host"))).isEqualTo(Vectors.WALLET));
  }

  @Property(tries = TRIES)
  void tokens_of_whatever_text(@ForAll String text) {
    refusedOr(() -> TOKENS.verify(text, text, List.of(text)));
  }

  @Property(tries = TRIES)
  void audiences_of_whatever_text(@ForAll("damagedAudiences") String text, @ForAll String origin) {
    RoomAudience.parse(text)
        .ifPresent(parsed -> parsed.means("I1", List.of(origin, "ws://host/a/")));
  }

  @Property(tries = TRIES)
  void every_room_id_is_found_again_in_its_own_path(@ForAll String roomId) {
    String decodable = new String(roomId.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    assertThat(RoomAudience.parse(RoomTokens.path(decodable)))
        .hasValueSatisfying(own -> assertThat(own.means(decodable, List.of())).isTrue());
  }

  @Property(tries = TRIES)
  void ephemeral_texts(@ForAll("damagedEphemerals") String text) {
    refusedOr(() -> EphemeralPayload.parse(text));
  }

  @Property(tries = TRIES)
  void signatures_of_whatever_text(@ForAll("damagedSignatures") String text) {
    refusedOr(() -> EthereumSignature.parse(text));
    refusedOr(() -> ContractSignature.parse("0x", "", text));
  }

  @Property(tries = TRIES)
  void deny_lists(@ForAll("damagedLists") String text) {
    try {
      DeniedAddresses.parse(Buffer.buffer(text));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("no deny list: ");
    }
  }

  private static void refusedOr(Runnable parser) {
    long begin = System.nanoTime();
    try {
      parser.run();
    } catch (AuthRefusedException e) {
      assertThat(e).hasMessage(e.refusal().name());
    }
    // far above what any takes, below what a loop gone wild takes
    assertThat(System.nanoTime() - begin).isLessThan(Patience.TIME.toNanos());
  }

  @Provide
  Arbitrary<String> damagedChains() {
    return damaged(Vectors.CHAIN);
  }

  @Provide
  Arbitrary<String> damagedTokens() {
    return damaged(TOKEN);
  }

  @Provide
  Arbitrary<String> damagedEphemerals() {
    return damaged(EPHEMERAL);
  }

  @Provide
  Arbitrary<String> damagedAudiences() {
    return damaged("wss://host:443/a/rooms/I%311");
  }

  @Provide
  Arbitrary<String> damagedLists() {
    return damaged(LIST);
  }

  @Provide
  Arbitrary<String> damagedSignatures() {
    return damaged(
        Vectors.AUTH.getJsonArray("simpleChain").getJsonObject(1).getString("signature"));
  }

  /** A good text of which one stretch was replaced. */
  private static Arbitrary<String> damaged(String good) {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, good.length());
    Arbitrary<String> stuff = Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(8),
        Arbitraries.strings().withChars("{}[],:\"\\0123456789abcdefx-%/. \n").ofMaxLength(8),
        Arbitraries.just(good));
    return Combinators.combine(place, place, stuff)
        .as((from, to, text) ->
            good.substring(0, Math.min(from, to)) + text + good.substring(Math.max(from, to)));
  }

  /** Arrays of things that are nearly links. */
  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> value = Arbitraries.of(
        "null",
        "1",
        "-1e9",
        "true",
        "\"\"",
        "\"SIGNER\"",
        "\"ECDSA_EPHEMERAL\"",
        "\"ECDSA_SIGNED_ENTITY\"",
        "\"ECDSA_EIP_1654_EPHEMERAL\"",
        "[]",
        "{}",
        "\"" + Vectors.WALLET + "\"",
        "\"\\udc00\"",
        "\"\\u0000\"");
    Arbitrary<String> member = Combinators.combine(
            Arbitraries.of("type", "payload", "signature", "x"), value)
        .as((name, content) -> "\"" + name + "\":" + content);
    Arbitrary<String> link =
        member.list().ofMaxSize(4).map(members -> "{" + String.join(",", members) + "}");
    return link.list().ofMaxSize(12).map(links -> "[" + String.join(",", links) + "]");
  }
}
