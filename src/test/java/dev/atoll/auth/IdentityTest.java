package dev.atoll.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonArray;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IdentityTest {

  @Test
  void makes_the_chain_of_the_vectors_with_either_implementation() {
    for (Signatures signatures :
        new Signatures[] {NativeSignatures.load(), new Web3jSignatures()}) {
      Identity identity =
          Identity.of(signatures, Vectors.WALLET_KEY, Vectors.EPHEMERAL_KEY, Vectors.EXPIRATION);

      assertThat(new JsonArray(identity.authChain(Vectors.CHALLENGE)))
          .isEqualTo(new JsonArray(Vectors.CHAIN));
      assertThat(identity.authChain(Vectors.CHALLENGE)).isEqualTo(Vectors.CHAIN);
      assertThat(identity.address()).isEqualTo(Vectors.WALLET);
    }
  }

  @Test
  void random_ones_differ_and_are_let_in() {
    Identity one = Identity.random(Instant.parse("2035-01-01T00:00:00Z"));
    Identity other = Identity.random(Instant.parse("2035-01-01T00:00:00Z"));
    ChainVerifier verifier = new ChainVerifier(new Web3jSignatures(), Vectors.CLOCK);

    VerifiedChain verified =
        verifier.verify(AuthChain.parse(one.authChain("a \"quoted\" text")), "a \"quoted\" text");

    assertThat(verified.owner()).isEqualTo(one.address()).isNotEqualTo(other.address());
  }

  @Test
  void shows_no_key() {
    Identity identity = Identity.of("11".repeat(32), Vectors.EPHEMERAL_KEY, Vectors.EXPIRATION);

    assertThat(identity).hasToString("Identity[" + Vectors.WALLET + "]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.of("zz", Vectors.EPHEMERAL_KEY, Vectors.EXPIRATION))
        .withMessage("not a private key");
  }
}
