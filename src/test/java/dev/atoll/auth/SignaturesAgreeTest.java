package dev.atoll.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whichever implementation a platform gets, it lets in the same people. */
class SignaturesAgreeTest {
  private final Signatures first = NativeSignatures.load();
  private final Signatures second = new Web3jSignatures();

  @Property(tries = 200)
  void both_recover_the_same_or_refuse(
      @ForAll @Size(32) byte[] hash,
      @ForAll("numbers") byte[] compact,
      @ForAll @IntRange(max = 1) int id) {
    assertThat(outcome(first, hash, compact, id)).isEqualTo(outcome(second, hash, compact, id));
  }

  @Property(tries = 50)
  void both_sign_the_same(@ForAll @Size(32) byte[] hash, @ForAll @Size(32) byte[] secret) {
    if (EthereumKey.isSecret(secret)) {
      EthereumKey key = first.key(secret);

      assertThat(second.key(secret).address()).isEqualTo(key.address());
      assertThat(second.sign(hash, key).hex()).isEqualTo(first.sign(hash, key).hex());
    }
  }

  /** r and s, each at random, small, or close to the order. */
  @Provide
  Arbitrary<byte[]> numbers() {
    BigInteger order = EthereumSignature.ORDER;
    BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    Arbitrary<BigInteger> number = Arbitraries.oneOf(
        Arbitraries.bigIntegers().between(BigInteger.ZERO, most),
        Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.TEN),
        Arbitraries.bigIntegers()
            .between(order.subtract(BigInteger.TEN), order.add(BigInteger.TEN)));
    return Combinators.combine(number, number).as(SignaturesContract::compact);
  }

  private static String outcome(Signatures signatures, byte[] hash, byte[] compact, int id) {
    try {
      return signatures.recover(hash, EthereumSignature.of(Arrays.copyOf(compact, 64), id));
    } catch (AuthRefusedException e) {
      return e.getMessage();
    }
  }
}
