package dev.atoll.auth;

import dev.atoll.auth.EthereumNode.Block;
import dev.atoll.config.EthereumSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks contract wallets (EIP-1654) whether a signature is theirs, in the order measured on the reference (wire.md §1.4): the bare
 * hash of the text, then its personal hash, both at {@code latest}, then both at the block of the date. At most 3 s a login in
 * all, 32 logins at once, more are refused as busy. Safe for any thread; answers on the caller's context.
 */
final class ContractWallets {
  private static final Logger LOG = LoggerFactory.getLogger(ContractWallets.class);
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(3);
  static final int MOST_AT_ONCE = 32;

  private static final String LATEST = "latest";
  private static final byte[] SELECTOR = HexFormat.of().parseHex("1626ba7e");
  private static final String MAGIC = "1626ba7e";
  private static final int WORD = 32;

  /** Ethereum makes a block each 12 s, now and then misses one. */
  private static final int BLOCK_SECONDS = 12;

  /** Guesses at the block of a date; each lands near enough that a second is rare. */
  private static final int MOST_GUESSES = 4;

  private final Optional<EthereumNode> node;
  private final Duration deadline;
  private final AtomicInteger asking = new AtomicInteger();

  ContractWallets(Vertx vertx, EthereumSettings settings) {
    this(vertx, settings, DEFAULT_DEADLINE);
  }

  ContractWallets(Vertx vertx, EthereumSettings settings, Duration deadline) {
    this.node =
        settings.rpcUrl().map(url -> new EthereumNode(vertx, url.value(), deadline, MOST_AT_ONCE));
    this.deadline = deadline;
  }

  /**
   * Asks for each signature in turn.
   *
   * @param date when they have to have been good, besides now
   * @return failed with an {@link AuthRefusedException} unless all are confirmed
   */
  Future<Void> confirm(List<ContractSignature> signatures, Instant date) {
    if (signatures.isEmpty()) {
      return Future.succeededFuture();
    }
    if (node.isEmpty()) {
      return refused(AuthRefusal.CONTRACT_WALLETS_OFF);
    }
    if (asking.incrementAndGet() > MOST_AT_ONCE) {
      asking.decrementAndGet();
      return refused(AuthRefusal.BUSY);
    }
    Questions questions = new Questions(node.get(), date, System.nanoTime() + deadline.toNanos());
    Future<Void> all = Future.succeededFuture();
    for (ContractSignature signature : signatures) {
      all = all.compose(done -> questions.confirm(signature));
    }
    return all.onComplete(done -> asking.decrementAndGet());
  }

  private static Future<Void> refused(AuthRefusal refusal) {
    return Future.failedFuture(new AuthRefusedException(refusal));
  }

  Future<Void> close() {
    return node.map(EthereumNode::close).orElse(Future.succeededFuture());
  }

  /**
   * All that is asked for one login.
   *
   * @param date of the block that is tried last
   * @param end {@link System#nanoTime} after which nothing is asked
   */
  private record Questions(EthereumNode node, Instant date, long end) {

    Future<Void> confirm(ContractSignature signature) {
      return bothHashes(signature, LATEST)
          .compose(good -> or(
              good,
              () ->
                  blockAtDate().compose(block -> bothHashes(signature, quantity(block.number())))))
          .recover(Questions::unreachable)
          .compose(good -> good ? Future.succeededFuture() : refused(AuthRefusal.CONTRACT_REFUSED));
    }

    private static Future<Boolean> unreachable(Throwable cause) {
      LOG.debug("Ethereum node gave no usable answer cause={}", cause.getClass().getSimpleName());
      return Future.failedFuture(new AuthRefusedException(AuthRefusal.ETHEREUM_UNREACHABLE));
    }

    private Future<Boolean> bothHashes(ContractSignature signature, String block) {
      return isValid(signature, Keccak.text(signature.message()), block)
          .compose(good ->
              or(good, () -> isValid(signature, Keccak.personal(signature.message()), block)));
    }

    private static Future<Boolean> or(boolean already, Supplier<Future<Boolean>> next) {
      return already ? Future.succeededFuture(true) : next.get();
    }

    private Future<Boolean> isValid(ContractSignature signature, byte[] hash, String block) {
      byte[] input = input(hash, signature.signature());
      return node.call(signature.contract(), input, block, left())
          .map(answer -> answer.length() >= 2 * WORD
              && answer.substring(0, MAGIC.length()).toLowerCase(Locale.ROOT).equals(MAGIC));
    }

    private Future<Block> blockAtDate() {
      return node.block(LATEST, left()).compose(block -> notAfterDate(block, MOST_GUESSES));
    }

    /** Steps back as long as the block is younger than the date, which it mostly is not: logins are dated now. */
    private Future<Block> notAfterDate(Block block, int guesses) {
      long secondsAfter = Duration.between(date, block.time()).toSeconds();
      if (secondsAfter <= 0 || guesses == 0 || block.number() <= 1) {
        return Future.succeededFuture(block);
      }
      long back = (secondsAfter + BLOCK_SECONDS - 1) / BLOCK_SECONDS;
      String guess = quantity(Math.max(1, block.number() - back));
      return node.block(guess, left()).compose(older -> notAfterDate(older, guesses - 1));
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static String quantity(long number) {
      return "0x" + Long.toHexString(number);
    }

    /** Call of {@code isValidSignature(bytes32,bytes)} in the encoding of Solidity's ABI. */
    private static byte[] input(byte[] hash, byte[] signature) {
      int padded = (signature.length + WORD - 1) / WORD * WORD;
      return ByteBuffer.allocate(SELECTOR.length + 3 * WORD + padded)
          .put(SELECTOR)
          .put(hash)
          .put(word(2 * WORD))
          .put(word(signature.length))
          .put(signature)
          .array();
    }

    private static byte[] word(int number) {
      return ByteBuffer.allocate(WORD).putInt(WORD - Integer.BYTES, number).array();
    }
  }
}
