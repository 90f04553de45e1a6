package dev.atoll.auth;

import static dev.atoll.auth.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Signatures} does. */
interface SignaturesContract {
  Signatures signatures();

  @Test
  default void recovers_who_signed_the_vectors() {
    JsonObject ephemeral = Vectors.AUTH.getJsonArray("authChain").getJsonObject(1);
    JsonObject entity = Vectors.AUTH.getJsonArray("authChain").getJsonObject(2);

    assertThat(signerOf(ephemeral)).isEqualTo(Vectors.WALLET);
    assertThat(signerOf(entity)).isEqualTo(Vectors.EPHEMERAL);
  }

  private String signerOf(JsonObject link) {
    EthereumSignature signature = EthereumSignature.parse(link.getString("signature"));
    return signatures().recover(Keccak.personal(link.getString("payload")), signature);
  }

  @Test
  default void signs_as_the_published_libraries_do() {
    EthereumKey wallet = signatures().key(HexFormat.of().parseHex(Vectors.WALLET_KEY, 2, 66));

    String signature = signatures().signText(Vectors.CHALLENGE, wallet);

    assertThat(wallet.address()).isEqualTo(Vectors.WALLET);
    assertThat(signature)
        .isEqualTo(
            Vectors.AUTH.getJsonArray("simpleChain").getJsonObject(1).getString("signature"));
  }

  @Test
  default void signs_and_recovers_with_random_keys() {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      EthereumKey key = signatures().key(bytes(random));
      byte[] hash = bytes(random);

      EthereumSignature signature = signatures().sign(hash, key);

      assertThat(signatures().recover(hash, signature)).isEqualTo(key.address());
      assertThat(signature.s().multiply(BigInteger.TWO)).isLessThan(EthereumSignature.ORDER);
    }
  }

  @Test
  default void recovers_from_the_upper_s_too() {
    EthereumKey key = signatures().key(bytes(new Random(8)));
    byte[] hash = Keccak.personal("twin");
    EthereumSignature lower = signatures().sign(hash, key);

    EthereumSignature upper = EthereumSignature.of(
        compact(lower.r(), EthereumSignature.ORDER.subtract(lower.s())), 1 - lower.recoveryId());

    assertThat(signatures().recover(hash, upper)).isEqualTo(key.address());
  }

  @Test
  default void refuses_an_r_that_is_on_no_point() {
    // 5 is the x of no point of the curve
    EthereumSignature signature =
        EthereumSignature.of(compact(BigInteger.valueOf(5), BigInteger.ONE), 0);

    assertThat(refusalOf(() -> signatures().recover(Keccak.text("x"), signature)))
        .isEqualTo(AuthRefusal.BAD_SIGNATURE);
  }

  @Test
  default void refuses_the_signature_that_leads_to_the_point_at_infinity() {
    ECPoint generator = SECNamedCurves.getByName("secp256k1").getG().normalize();
    byte[] hash = Keccak.text("anybody could make this one");
    int odd = generator.getAffineYCoord().testBitZero() ? 1 : 0;

    // R = G and s = hash, so s R - hash G is nothing
    BigInteger s = new BigInteger(1, hash).mod(EthereumSignature.ORDER);
    EthereumSignature signature =
        EthereumSignature.of(compact(generator.getAffineXCoord().toBigInteger(), s), odd);

    assertThat(refusalOf(() -> signatures().recover(hash, signature)))
        .isEqualTo(AuthRefusal.BAD_SIGNATURE);
  }

  @Test
  default void refuses_secrets_that_are_no_keys_without_showing_them() {
    byte[] order = compact(EthereumSignature.ORDER, BigInteger.ONE);
    byte[] tooLarge = Arrays.copyOf(order, 32);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> signatures().key(tooLarge))
        .withMessage("not a private key");
    assertThatIllegalArgumentException().isThrownBy(() -> signatures().key(new byte[32]));
    assertThatIllegalArgumentException().isThrownBy(() -> signatures().key(new byte[31]));
  }

  static byte[] compact(BigInteger r, BigInteger s) {
    return HexFormat.of().parseHex(String.format("%064x%064x", r, s));
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }
}
