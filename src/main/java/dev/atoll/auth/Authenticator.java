package dev.atoll.auth;

import dev.atoll.config.EthereumSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Verifies auth chains away from the event loops: signatures on threads of its own, contract wallets by their Ethereum node.
 * Remembers nothing. Safe for any thread.
 */
public final class Authenticator {
  /** Chains that may wait: a crowd at the door for a fifth of a second, 32 MiB at the very worst; more are refused as busy. */
  private static final int DEFAULT_QUEUE = 2048;

  private static final int MOST_THREADS = 8;

  private final Vertx vertx;
  private final ExecutorService workers;
  private final Rules rules;

  /**
   * What a chain has to pass.
   *
   * @param signatures how they are recovered
   * @param wallets what contracts are asked with
   * @param clock against which links expire
   */
  record Rules(Signatures signatures, ContractWallets wallets, Clock clock) {
    VerifiedChain verify(String json, String challenge) {
      return new ChainVerifier(signatures, clock).verify(AuthChain.parse(json), challenge);
    }
  }

  Authenticator(Vertx vertx, ExecutorService workers, Rules rules) {
    this.vertx = vertx;
    this.workers = workers;
    this.rules = rules;
  }

  /** One with as many threads as there are cores (eight at most), the fastest signatures, and the system's clock. */
  public static Authenticator create(Vertx vertx, EthereumSettings settings) {
    ContractWallets wallets = new ContractWallets(vertx, settings);
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    Rules rules = new Rules(Signatures.fastest(), wallets, Clock.systemUTC());
    return new Authenticator(vertx, workers(threads, DEFAULT_QUEUE), rules);
  }

  static ExecutorService workers(int threads, int queue) {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
          Thread thread = new Thread(task, "atoll-auth-" + count.getAndIncrement());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Tells who signed a challenge.
   *
   * @param authChainJson what the client sent
   * @param challenge the text made for its socket, to be forgotten by the caller whatever comes out
   * @return lower-case address of the owner; failed with an {@link AuthRefusedException}. Completes on the Vert.x context this was
   *     called on, within some 4 s
   */
  public Future<String> authenticate(String authChainJson, String challenge) {
    Context context = vertx.getOrCreateContext();
    Promise<VerifiedChain> verified = Promise.promise();
    try {
      workers.execute(() -> verify(authChainJson, challenge, context, verified));
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(new AuthRefusedException(AuthRefusal.BUSY));
    }
    return verified
        .future()
        .compose(chain ->
            rules.wallets().confirm(chain.toAsk(), rules.clock().instant()).map(chain.owner()));
  }

  private void verify(
      String json, String challenge, Context context, Promise<VerifiedChain> verified) {
    Future<VerifiedChain> outcome;
    try {
      outcome = Future.succeededFuture(rules.verify(json, challenge));
    } catch (Throwable e) {
      // a native library may throw an Error; whoever waits must hear of it
      outcome = Future.failedFuture(e);
    }
    Future<VerifiedChain> told = outcome;
    try {
      context.runOnContext(now -> told.onComplete(verified));
    } catch (RejectedExecutionException e) {
      // the event loop is gone, and whoever asked with it
    }
  }

  /** Takes no more; what is already waiting is still answered. */
  public Future<Void> close() {
    workers.shutdown();
    return rules.wallets().close();
  }
}
