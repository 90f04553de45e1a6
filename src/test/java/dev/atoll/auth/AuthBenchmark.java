package dev.atoll.auth;

import dev.atoll.config.Secret;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What logging in costs, in µs of one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AuthBenchmark {
  /** Implementation of {@link Signatures}. */
  @Param({"native", "web3j"})
  public String library = "native";

  private final Vertx vertx = Vertx.vertx();
  private final RoomTokens tokens =
      new RoomTokens(vertx, new Secret("0123456789abcdef"), Vectors.CLOCK);
  private final String token = tokens.mint(Vectors.WALLET, "I1");
  private final byte[] hash = Keccak.personal(Vectors.CHALLENGE);
  private final EthereumSignature signature = EthereumSignature.parse(
      Vectors.AUTH.getJsonArray("simpleChain").getJsonObject(1).getString("signature"));
  private final Challenges challenges = new Challenges();

  private Signatures signatures() {
    return library.equals("native") ? Libraries.NATIVE : Libraries.WEB3J;
  }

  private static final class Libraries {
    static final Signatures NATIVE = NativeSignatures.load();
    static final Signatures WEB3J = new Web3jSignatures();
    static final Identity IDENTITY =
        Identity.of(NATIVE, Vectors.WALLET_KEY, Vectors.EPHEMERAL_KEY, Vectors.EXPIRATION);
    static final Identity SLOW_IDENTITY =
        Identity.of(WEB3J, Vectors.WALLET_KEY, Vectors.EPHEMERAL_KEY, Vectors.EXPIRATION);
  }

  @Benchmark
  public String recover() {
    return signatures().recover(hash, signature);
  }

  @Benchmark
  public EthereumSignature sign() {
    return signatures().sign(hash, Chains.WALLET);
  }

  @Benchmark
  public Identity newIdentity() {
    return Identity.of(signatures(), Vectors.WALLET_KEY, Vectors.EPHEMERAL_KEY, Vectors.EXPIRATION);
  }

  @Benchmark
  public String chainOfAnIdentity() {
    return (library.equals("native") ? Libraries.IDENTITY : Libraries.SLOW_IDENTITY)
        .authChain(Vectors.CHALLENGE);
  }

  @Benchmark
  public VerifiedChain verifyChainOfThree() {
    return new ChainVerifier(signatures(), Vectors.CLOCK)
        .verify(AuthChain.parse(Vectors.CHAIN), Vectors.CHALLENGE);
  }

  @Benchmark
  public AuthChain parseChain() {
    return AuthChain.parse(Vectors.CHAIN);
  }

  @Benchmark
  public byte[] personalHash() {
    return Keccak.personal(Vectors.CHALLENGE);
  }

  @Benchmark
  public String challenge() {
    return challenges.next();
  }

  @Benchmark
  public String mintToken() {
    return tokens.mint(Vectors.WALLET, "I1");
  }

  @Benchmark
  public String verifyToken() {
    return tokens.verify(token, "I1", List.of("ws://127.0.0.1:8080"));
  }

  @TearDown
  public void stop() {
    vertx.close();
  }
}
