package dev.atoll.auth;

import static dev.atoll.auth.Refusals.await;
import static dev.atoll.auth.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.config.EthereumSettings;
import dev.atoll.config.SecretUrl;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
  private static final EthereumSettings NO_NODE = new EthereumSettings(Optional.empty(), "mainnet");
  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService workers = Authenticator.workers(2, 4);
  private final Authenticator authenticator = authenticator(NO_NODE);

  private Authenticator authenticator(EthereumSettings settings) {
    ContractWallets wallets = new ContractWallets(vertx, settings);
    return new Authenticator(
        vertx, workers, new Authenticator.Rules(Signatures.fastest(), wallets, Vectors.CLOCK));
  }

  @AfterEach
  void stop() {
    await(authenticator.close());
    await(vertx.close());
  }

  @Test
  void tells_the_owner_of_a_good_chain() {
    assertThat(await(authenticator.authenticate(Vectors.CHAIN, Vectors.CHALLENGE)))
        .isEqualTo(Vectors.WALLET);
  }

  @Test
  void tells_why_a_chain_is_refused() {
    assertThat(refusalOf(authenticator.authenticate(Vectors.CHAIN, "dcl-0.other")))
        .isEqualTo(AuthRefusal.WRONG_PAYLOAD);
    assertThat(refusalOf(authenticator.authenticate("garbage", Vectors.CHALLENGE)))
        .isEqualTo(AuthRefusal.MALFORMED);
  }

  @Test
  void answers_on_the_context_it_was_called_on() {
    Context context = vertx.getOrCreateContext();
    Promise<Context> good = Promise.promise();
    Promise<Context> bad = Promise.promise();

    context.runOnContext(now -> {
      authenticator
          .authenticate(Vectors.CHAIN, Vectors.CHALLENGE)
          .onComplete(done -> good.complete(Vertx.currentContext()));
      authenticator.authenticate("", "").onComplete(done -> bad.complete(Vertx.currentContext()));
    });

    assertThat(await(good.future())).isSameAs(context);
    assertThat(await(bad.future())).isSameAs(context);
  }

  @Test
  void refuses_at_once_when_too_many_wait() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      workers.execute(() -> uninterrupted(gate));
    }
    List<Future<String>> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(authenticator.authenticate(Vectors.CHAIN, Vectors.CHALLENGE));
    }

    Future<String> oneMore = authenticator.authenticate(Vectors.CHAIN, Vectors.CHALLENGE);

    assertThat(oneMore.isComplete()).isTrue();
    assertThat(refusalOf(oneMore)).isEqualTo(AuthRefusal.BUSY);
    gate.countDown();
    assertThat(waiting).allSatisfy(one -> assertThat(await(one)).isEqualTo(Vectors.WALLET));
  }

  private static void uninterrupted(CountDownLatch gate) {
    try {
      gate.await(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void asks_the_contract_when_the_owner_is_one() {
    try (LocalServer node = new LocalServer(vertx)) {
      node.says(200, "{\"result\":\"0x1626ba7e" + "0".repeat(56) + "\"}");
      Authenticator asking = authenticator(
          new EthereumSettings(Optional.of(new SecretUrl(URI.create(node.url()))), "mainnet"));

      String owner = await(asking.authenticate(contractChain(), "dcl-0.x"));

      assertThat(owner).isEqualTo("0x" + "c0".repeat(20));
      assertThat(node.requests).hasValue(1);
    }
  }

  @Test
  void refuses_contract_wallets_clearly_without_a_node() {
    assertThat(refusalOf(authenticator.authenticate(contractChain(), "dcl-0.x")))
        .isEqualTo(AuthRefusal.CONTRACT_WALLETS_OFF);
  }

  private static String contractChain() {
    String text = Chains.ephemeralText(Chains.EPHEMERAL.address(), Chains.FUTURE);
    return Chains.empty()
        .link("SIGNER", "0x" + "C0".repeat(20), null)
        .link("ECDSA_EIP_1654_EPHEMERAL", text, "0x" + "ab".repeat(130))
        .entity(Chains.EPHEMERAL, "dcl-0.x")
        .json();
  }

  @Test
  void refuses_after_it_was_closed() {
    await(authenticator.close());

    assertThat(refusalOf(authenticator.authenticate(Vectors.CHAIN, Vectors.CHALLENGE)))
        .isEqualTo(AuthRefusal.BUSY);
  }

  @Test
  void the_one_of_a_node_works_with_the_systems_clock() {
    Authenticator real = Authenticator.create(vertx, NO_NODE);

    assertThat(await(real.authenticate(Vectors.SIMPLE_CHAIN, Vectors.CHALLENGE)))
        .isEqualTo(Vectors.WALLET);
    await(real.close());
  }
}
