package dev.atoll.auth;

import static dev.atoll.auth.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EthereumSignatureTest {
  private static final String RS = "11".repeat(64);

  @ParameterizedTest
  @ValueSource(strings = {"1b", "1c", "00", "01", "1B"})
  void takes_v_27_28_0_and_1(String v) {
    EthereumSignature signature = EthereumSignature.parse("0x" + RS + v);

    assertThat(signature.recoveryId()).isEqualTo(Integer.parseInt(v, 16) % 27);
    assertThat(EthereumSignature.parse(RS + v).hex()).isEqualTo(signature.hex());
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "03", "1a", "1d", "1e", "25", "26", "7f", "80", "9b", "ff"})
  void refuses_every_other_v(String v) {
    assertThat(refusalOf(() -> EthereumSignature.parse("0x" + RS + v)))
        .isEqualTo(AuthRefusal.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "0X", "1b", "0x1", "xyz", "0x0x", "\u0000"})
  void refuses_what_is_not_65_bytes(String text) {
    assertThat(refusalOf(() -> EthereumSignature.parse(text))).isEqualTo(AuthRefusal.BAD_SIGNATURE);
    assertThat(refusalOf(() -> EthereumSignature.parse(RS + "1b" + text + "00")))
        .isEqualTo(AuthRefusal.BAD_SIGNATURE);
  }

  @Test
  void refuses_numbers_out_of_range() {
    BigInteger order = EthereumSignature.ORDER;
    for (BigInteger wrong : new BigInteger[] {BigInteger.ZERO, order, order.add(BigInteger.ONE)}) {
      assertThat(refusalOf(
              () -> EthereumSignature.of(SignaturesContract.compact(wrong, BigInteger.ONE), 0)))
          .isEqualTo(AuthRefusal.BAD_SIGNATURE);
      assertThat(refusalOf(
              () -> EthereumSignature.of(SignaturesContract.compact(BigInteger.ONE, wrong), 0)))
          .isEqualTo(AuthRefusal.BAD_SIGNATURE);
    }
  }

  @Test
  void does_not_show_itself() {
    assertThat(EthereumSignature.parse(RS + "1b").toString()).doesNotContain("1");
    assertThat(new AuthLink(AuthLinkType.ECDSA_SIGNED_ENTITY, "a", RS).toString())
        .doesNotContain(RS);
    assertThat(ContractSignature.parse("0xc", "m", RS).toString()).doesNotContain(RS);
  }
}
