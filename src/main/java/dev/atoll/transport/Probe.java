package dev.atoll.transport;

import dev.atoll.auth.HttpExchange;
import dev.atoll.auth.HttpExchange.Answer;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks rooms elsewhere, time and again, whether there is anybody at the place where clients reach them, so that a node that was killed
 * is known to be gone within a second, and not when it is missed on the bus.
 *
 * <p>Only a place that answered before can be lost, and only by what tells that nobody is there: connections that are refused, or a proxy
 * that says so, twice in a row. A place that cannot be reached from here, or that answers late, tells nothing; whoever said that it is
 * there is believed then. Used on the context that it began on.
 */
final class Probe {
  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

  /** Any answer will do; this one is short, and needs nothing of the node. */
  private static final String PATH = "/health/live";

  /** A proxy that restarts refuses once. */
  private static final int REFUSALS_UNTIL_LOST = 2;

  /** Questions at the pace of doubt; after them who does not answer is no longer pressed. */
  private static final int MOST_PRESSED = 4;

  /** Questions without any answer until it is thought to be out of reach. */
  private static final int MOST_IN_VAIN = 20;

  private final Vertx vertx;
  private final HttpExchange http;
  private final String url;
  private final Tuning tuning;
  private Stage stage = Stage.UNREACHED;
  private int refusals;
  private int unanswered;
  private long refusedNanos;
  private volatile long timer = -1;
  private volatile boolean stopped;

  private enum Stage {
    /** Nothing is known from here. */
    UNREACHED,
    ANSWERS,
    /** Answered before, and not the last time. */
    DOUBTED,
    LOST
  }

  private enum Outcome {
    ANSWERED,
    REFUSED,
    UNKNOWN
  }

  /**
   * How often is asked.
   *
   * @param pause between two questions
   * @param doubt the same, when there was no answer
   * @param unreached the same, of what never answered for some time
   * @param most that a place that is lost stays so after it refused last; who says later that it is there is believed
   */
  record Tuning(Duration pause, Duration doubt, Duration unreached, Duration most) {
    /** Some 0.7 s at most from a kill to its discovery. */
    static Tuning of(Duration silence) {
      return new Tuning(
          Duration.ofMillis(500), Duration.ofMillis(150), Duration.ofSeconds(5), silence);
    }
  }

  /** @param url where clients reach it, {@code ws} or {@code wss}, without a slash at its end */
  Probe(Vertx vertx, HttpExchange http, String url, Tuning tuning) {
    this.vertx = vertx;
    this.http = http;
    this.url = url;
    this.tuning = tuning;
  }

  /** Whether it answered before, and there is nobody now. */
  boolean isLost() {
    return stage == Stage.LOST;
  }

  /** Asks now and from now on. */
  void start() {
    http.send(new RequestOptions()
            .setMethod(HttpMethod.HEAD)
            .setAbsoluteURI(url.replaceFirst("^ws", "http") + PATH))
        .onComplete(asked -> {
          if (!stopped) {
            heard(asked);
          }
        });
  }

  /** Asks no more; for any thread. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void heard(AsyncResult<Answer> asked) {
    Stage before = stage;
    stage = next(outcome(asked));
    if (before == Stage.UNREACHED && stage == Stage.ANSWERS) {
      LOG.info("transport answers, and is asked from now on url={}", url);
    } else if (before != Stage.LOST && stage == Stage.LOST) {
      LOG.warn("transport is gone, nobody answers there url={}", url);
    } else if (before == Stage.LOST && stage != Stage.LOST) {
      LOG.info("transport is believed again url={} answers={}", url, stage == Stage.ANSWERS);
    }
    timer = vertx.setTimer(pause().toMillis(), fired -> start());
  }

  private Stage next(Outcome outcome) {
    if (outcome == Outcome.ANSWERED) {
      refusals = 0;
      unanswered = 0;
      return Stage.ANSWERS;
    }
    unanswered++;
    if (outcome == Outcome.REFUSED) {
      refusals++;
      refusedNanos = System.nanoTime();
    }
    return switch (stage) {
      case UNREACHED -> Stage.UNREACHED;
      case ANSWERS, DOUBTED -> refusals >= REFUSALS_UNTIL_LOST ? Stage.LOST : Stage.DOUBTED;
      case LOST ->
        System.nanoTime() - refusedNanos > tuning.most().toNanos() ? Stage.UNREACHED : Stage.LOST;
    };
  }

  private Duration pause() {
    if (stage == Stage.UNREACHED && unanswered >= MOST_IN_VAIN) {
      return tuning.unreached();
    }
    boolean pressed = stage == Stage.DOUBTED && unanswered <= MOST_PRESSED;
    return pressed ? tuning.doubt() : tuning.pause();
  }

  private static Outcome outcome(AsyncResult<Answer> asked) {
    if (asked.failed()) {
      return isRefusal(asked.cause()) ? Outcome.REFUSED : Outcome.UNKNOWN;
    }
    int status = asked.result().status();
    // of proxies without anybody behind; a node itself answers this question with no such status
    return status == 502 || status == 503 ? Outcome.REFUSED : Outcome.ANSWERED;
  }

  /** The same type has networks that are not there, which tells of us and not of the place. */
  private static boolean isRefusal(Throwable cause) {
    return cause instanceof ConnectException
        && !(cause instanceof ConnectTimeoutException)
        && String.valueOf(cause.getMessage()).contains("refused");
  }
}
