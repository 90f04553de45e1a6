package dev.atoll.auth;

import static dev.atoll.auth.Chains.WALLET;
import static dev.atoll.auth.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthChainTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "{}",
        "[]",
        "[1]",
        "[null]",
        "[[]]",
        "\"[]\"",
        "[{}]",
        "[",
        "[{\"type\":\"SIGNER\"}]",
        "[{\"type\":\"SIGNER\",\"payload\":1,\"signature\":\"\"}]",
        "[{\"type\":\"signer\",\"payload\":\"0x0\",\"signature\":\"\"}]",
        "[{\"type\":\"SIGNER\",\"type\":\"SIGNER\",\"payload\":\"0x0\"}]",
        "[{\"type\":\"SIGNER\",\"payload\":\"\\ud800\"}]",
        "[1e999999999]",
        "NaN",
        "[{\"type\":\"SIGNER\",\"payload\":\"0x0\"}] x"
      })
  void refuses_what_is_no_chain(String json) {
    assertThat(refusalOf(() -> AuthChain.parse(json))).isEqualTo(AuthRefusal.MALFORMED);
  }

  @Test
  void refuses_more_than_ten_links() {
    Chains chain = Chains.of(WALLET);
    for (int i = 0; i < 8; i++) {
      chain.link("ECDSA_EPHEMERAL", "", "");
    }

    assertThat(AuthChain.parse(chain.link("ECDSA_SIGNED_ENTITY", "", "").json()).links())
        .hasSize(10);
    assertThat(refusalOf(
            () -> AuthChain.parse(chain.link("ECDSA_SIGNED_ENTITY", "", "").json())))
        .isEqualTo(AuthRefusal.MALFORMED);
  }

  @Test
  void refuses_what_is_too_long_or_too_deep() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    String deepMember = "[{\"x\":" + deep + "}]";
    String tooLong = Chains.of(WALLET)
        .link("ECDSA_SIGNED_ENTITY", "x".repeat(AuthChain.MAX_LENGTH), "")
        .json();

    assertThat(refusalOf(() -> AuthChain.parse(deep))).isEqualTo(AuthRefusal.MALFORMED);
    assertThat(refusalOf(() -> AuthChain.parse(deepMember))).isEqualTo(AuthRefusal.MALFORMED);
    assertThat(refusalOf(() -> AuthChain.parse(tooLong))).isEqualTo(AuthRefusal.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "null", "\"anything\"", "7", "{}"})
  void takes_whatever_a_signer_sends_for_a_signature_and_members_it_does_not_know(
      String signature) {
    String json = "[{\"more\":[{}],\"type\":\"SIGNER\",\"payload\":\"" + WALLET.address()
        + "\",\"signature\":" + signature
        + "},{\"type\":\"ECDSA_SIGNED_ENTITY\",\"payload\":\"p\",\"signature\":\"s\",\"x\":null}]";

    AuthChain chain = AuthChain.parse(json);

    assertThat(chain.owner()).isEqualTo(WALLET.address());
    assertThat(chain.finalPayload()).isEqualTo("p");
  }

  @Test
  void takes_a_signer_without_a_signature() {
    String json = "[{\"type\":\"SIGNER\",\"payload\":\"" + WALLET.address()
        + "\"},{\"type\":\"ECDSA_SIGNED_ENTITY\",\"payload\":\"p\",\"signature\":\"s\"}]";

    assertThat(AuthChain.parse(json).links()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "{}", "[]"})
  void refuses_other_links_whose_signature_is_no_text(String signature) {
    String json = "[{\"type\":\"SIGNER\",\"payload\":\"" + WALLET.address()
        + "\"},{\"type\":\"ECDSA_SIGNED_ENTITY\",\"payload\":\"p\",\"signature\":" + signature
        + "}]";

    assertThat(refusalOf(() -> AuthChain.parse(json))).isEqualTo(AuthRefusal.MALFORMED);
  }
}
