package dev.atoll.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Sign;

class KeccakTest {

  @Test
  void hashes_as_the_vectors_say() {
    String message = Vectors.AUTH.getString("ephemeralMessage");

    assertThat(hex(Keccak.text(message)))
        .isEqualTo(Vectors.AUTH.getString("ephemeralMessageHashRaw"));
    assertThat(hex(Keccak.personal(message)))
        .isEqualTo(Vectors.AUTH.getString("ephemeralMessageHashEip191"));
    assertThat(hex(Keccak.personal(Vectors.CHALLENGE)))
        .isEqualTo(Vectors.AUTH.getString("challengeHashEip191"));
  }

  @Test
  void counts_bytes_and_not_characters() {
    String text = "Olá, 世界 🏝";

    byte[] byWeb3j = Sign.getEthereumMessageHash(text.getBytes(StandardCharsets.UTF_8));

    assertThat(Keccak.personal(text)).isEqualTo(byWeb3j);
  }

  @Test
  void writes_addresses_as_wallets_do() {
    String address =
        Vectors.ALL.getJsonObject("accounts").getJsonObject("wallet").getString("address");

    assertThat(EthereumAddress.checksummed(address.toLowerCase())).isEqualTo(address);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
