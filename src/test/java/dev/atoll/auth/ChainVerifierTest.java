package dev.atoll.auth;

import static dev.atoll.auth.Chains.EPHEMERAL;
import static dev.atoll.auth.Chains.FUTURE;
import static dev.atoll.auth.Chains.SIGNATURES;
import static dev.atoll.auth.Chains.STRANGER;
import static dev.atoll.auth.Chains.WALLET;
import static dev.atoll.auth.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainVerifierTest {
  private static final String CHALLENGE = "dcl-0.abc123";
  private final ChainVerifier verifier = new ChainVerifier(SIGNATURES, Vectors.CLOCK);

  private VerifiedChain verify(String json) {
    return verifier.verify(AuthChain.parse(json), CHALLENGE);
  }

  private AuthRefusal refusal(Chains chain) {
    return refusalOf(() -> verify(chain.json()));
  }

  @Test
  void lets_the_vectors_in() {
    assertThat(
            verifier.verify(AuthChain.parse(Vectors.CHAIN), Vectors.CHALLENGE).owner())
        .isEqualTo(Vectors.WALLET);
    assertThat(verifier
            .verify(AuthChain.parse(Vectors.SIMPLE_CHAIN), Vectors.CHALLENGE)
            .owner())
        .isEqualTo(Vectors.WALLET);
  }

  @Test
  void verifies_the_chain_of_a_signed_fetch() {
    var fetch = Vectors.ALL.getJsonObject("signedFetch");
    var headers = fetch.getJsonObject("headers");
    String json = "[" + headers.getString("x-identity-auth-chain-0") + ","
        + headers.getString("x-identity-auth-chain-1") + ","
        + headers.getString("x-identity-auth-chain-2") + "]";

    VerifiedChain verified = verifier.verify(AuthChain.parse(json), fetch.getString("payload"));

    assertThat(verified.owner()).isEqualTo(Vectors.WALLET);
  }

  @Test
  void takes_an_ephemeral_key_that_lends_to_another() {
    Chains chain = Chains.of(WALLET)
        .ephemeral(WALLET, EPHEMERAL, FUTURE)
        .ephemeral(EPHEMERAL, STRANGER, FUTURE)
        .entity(STRANGER, CHALLENGE);

    assertThat(verify(chain.json()).owner()).isEqualTo(Vectors.WALLET);
  }

  @Test
  void refuses_an_owner_who_signed_nothing() {
    assertThat(refusal(Chains.of(WALLET))).isEqualTo(AuthRefusal.UNSIGNED);
    assertThat(refusal(Chains.empty().link("SIGNER", CHALLENGE, "")))
        .isEqualTo(AuthRefusal.NOT_AN_ADDRESS);
    assertThat(refusalOf(
            () -> verifier.verify(AuthChain.parse(Chains.of(WALLET).json()), WALLET.address())))
        .isEqualTo(AuthRefusal.UNSIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "19e7e376e7c213b7e7e7e46cc70a5dd086daff2a",
        "0X19e7e376e7c213b7e7e7e46cc70a5dd086daff2a",
        "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2",
        "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a0",
        "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2g",
        "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a\n",
        "0x１9e7e376e7c213b7e7e7e46cc70a5dd086daff2a"
      })
  void refuses_an_owner_who_is_no_address(String owner) {
    Chains chain = Chains.empty().link("SIGNER", owner, "").entity(WALLET, CHALLENGE);

    assertThat(refusal(chain)).isEqualTo(AuthRefusal.NOT_AN_ADDRESS);
  }

  @Test
  void refuses_links_out_of_order() {
    Chains twoOwners =
        Chains.of(WALLET).link("SIGNER", STRANGER.address(), "").entity(STRANGER, CHALLENGE);
    Chains noOwner = Chains.empty().entity(WALLET, CHALLENGE);
    Chains onlyLent = Chains.of(WALLET).ephemeral(WALLET, EPHEMERAL, FUTURE);
    Chains signedAnAddress =
        Chains.of(WALLET).entity(WALLET, STRANGER.address()).entity(STRANGER, CHALLENGE);

    assertThat(refusal(twoOwners)).isEqualTo(AuthRefusal.WRONG_ORDER);
    assertThat(refusal(noOwner)).isEqualTo(AuthRefusal.WRONG_ORDER);
    assertThat(refusal(onlyLent)).isEqualTo(AuthRefusal.WRONG_ORDER);
    assertThat(refusal(signedAnAddress)).isEqualTo(AuthRefusal.WRONG_ORDER);
  }

  @Test
  void refuses_a_signature_of_somebody_else() {
    Chains wrongEntity =
        Chains.of(WALLET).ephemeral(WALLET, EPHEMERAL, FUTURE).entity(STRANGER, CHALLENGE);
    Chains wrongLender =
        Chains.of(WALLET).ephemeral(STRANGER, EPHEMERAL, FUTURE).entity(EPHEMERAL, CHALLENGE);
    Chains ownerAfterLending =
        Chains.of(WALLET).ephemeral(WALLET, EPHEMERAL, FUTURE).entity(WALLET, CHALLENGE);

    assertThat(refusal(wrongEntity)).isEqualTo(AuthRefusal.WRONG_SIGNER);
    assertThat(refusal(wrongLender)).isEqualTo(AuthRefusal.WRONG_SIGNER);
    assertThat(refusal(ownerAfterLending)).isEqualTo(AuthRefusal.WRONG_SIGNER);
  }

  @Test
  void refuses_a_chain_for_another_challenge_to_the_letter() {
    for (String other :
        new String[] {"dcl-0.other", CHALLENGE.toUpperCase(), CHALLENGE + " ", ""}) {
      assertThat(refusal(Chains.of(WALLET).entity(WALLET, other)))
          .isEqualTo(AuthRefusal.WRONG_PAYLOAD);
    }
  }

  @Test
  void refuses_a_signature_whose_v_is_29() {
    String good = SIGNATURES.signText(CHALLENGE, WALLET);
    int v = Integer.parseInt(good.substring(130), 16);
    String twoMore = good.substring(0, 130) + Integer.toHexString(v + 2);

    Chains chain = Chains.of(WALLET).link("ECDSA_SIGNED_ENTITY", CHALLENGE, twoMore);

    assertThat(refusal(chain)).isEqualTo(AuthRefusal.BAD_SIGNATURE);
  }

  @Test
  void takes_v_0_and_1_and_a_signature_without_0x() {
    String good = SIGNATURES.signText(CHALLENGE, WALLET);
    String plain = good.substring(2, 130) + (good.endsWith("1b") ? "00" : "01");

    Chains chain = Chains.of(WALLET).link("ECDSA_SIGNED_ENTITY", CHALLENGE, plain);

    assertThat(verify(chain.json()).owner()).isEqualTo(Vectors.WALLET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-12-31T23:59:59.999Z",
        "2026-01-01T00:00:00Z",
        "2026-01-01",
        "2026-01-01T01:00:00+01:00",
        "1970-01-01"
      })
  void refuses_what_is_over_by_the_clock(String expiration) {
    Chains chain =
        Chains.of(WALLET).ephemeral(WALLET, EPHEMERAL, expiration).entity(EPHEMERAL, CHALLENGE);

    assertThat(refusal(chain)).isEqualTo(AuthRefusal.EXPIRED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00:00.001Z",
        "2026-01-01T00:00:01",
        "2026-01-02",
        "2026-01-01T00:00:00-01:00",
        "3021-10-16T22:32:29.626Z",
        "2026-01-01T00:01Z",
        "2035-01-01T00:00:00.123456789Z"
      })
  void takes_what_lasts_by_the_clock_in_each_form_clients_write(String expiration) {
    Chains chain =
        Chains.of(WALLET).ephemeral(WALLET, EPHEMERAL, expiration).entity(EPHEMERAL, CHALLENGE);

    assertThat(verify(chain.json()).owner()).isEqualTo(Vectors.WALLET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "never",
        "Infinity",
        "2035",
        "2035-13-01T00:00:00Z",
        "2035-01-01T",
        "2035-02-30",
        "NaN",
        "99999999999999"
      })
  void refuses_an_expiration_that_is_no_date(String expiration) {
    Chains chain =
        Chains.of(WALLET).ephemeral(WALLET, EPHEMERAL, expiration).entity(EPHEMERAL, CHALLENGE);

    assertThat(refusal(chain)).isEqualTo(AuthRefusal.BAD_EPHEMERAL);
  }

  @Test
  void refuses_ephemeral_texts_of_another_shape() {
    String address = EPHEMERAL.address();
    String[] texts = {
      "",
      "a",
      "a\nb\nc",
      "a\nEphemeral address: " + address,
      "a\nExpiration: " + FUTURE + "\nEphemeral address: " + address,
      "a\nEphemeral address: " + CHALLENGE + "\nExpiration: " + FUTURE,
      "a\nephemeral address: " + address + "\nExpiration: " + FUTURE,
      Chains.ephemeralText(address, FUTURE) + "\n",
      "a\nb\nEphemeral address: " + address + "\nExpiration: " + FUTURE,
    };
    for (String text : texts) {
      Chains chain =
          Chains.of(WALLET).signed("ECDSA_EPHEMERAL", text, WALLET).entity(EPHEMERAL, CHALLENGE);

      assertThat(refusal(chain)).as(text).isEqualTo(AuthRefusal.BAD_EPHEMERAL);
    }
  }

  @Test
  void removes_carriage_returns_before_it_hashes_an_ephemeral_text() {
    String signed = Chains.ephemeralText(EPHEMERAL.address(), FUTURE);
    String sent = signed.replace("\n", "\r\n");

    Chains chain = Chains.of(WALLET)
        .link("ECDSA_EPHEMERAL", sent, SIGNATURES.signText(signed, WALLET))
        .entity(EPHEMERAL, CHALLENGE);

    assertThat(verify(chain.json()).owner()).isEqualTo(Vectors.WALLET);
  }

  @Test
  void leaves_to_the_contract_what_only_a_contract_can_judge() {
    String contract = "0x" + "C0".repeat(20);
    String text = Chains.ephemeralText(EPHEMERAL.address(), FUTURE);
    Chains chain = Chains.empty()
        .link("SIGNER", contract, "")
        .link("ECDSA_EIP_1654_EPHEMERAL", text.replace("\n", "\r\n"), "0xabcdef")
        .entity(EPHEMERAL, CHALLENGE);

    VerifiedChain verified = verify(chain.json());

    assertThat(verified.owner()).isEqualTo(contract.toLowerCase());
    assertThat(verified.toAsk()).singleElement().satisfies(asked -> {
      assertThat(asked.contract()).isEqualTo(contract.toLowerCase());
      assertThat(asked.message()).isEqualTo(text);
      assertThat(asked.signature()).containsExactly(0xab, 0xcd, 0xef);
    });
  }

  @Test
  void refuses_a_contract_signature_that_is_not_hexadecimal_without_asking() {
    Chains chain = Chains.of(WALLET).link("ECDSA_EIP_1654_SIGNED_ENTITY", CHALLENGE, "0xnope");

    assertThat(refusal(chain)).isEqualTo(AuthRefusal.BAD_SIGNATURE);
  }
}
