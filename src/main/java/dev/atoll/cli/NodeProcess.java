package dev.atoll.cli;

import dev.atoll.cli.NodeStart.RunningNode;
import dev.atoll.cluster.ClusteredVertx;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.BuildVersion;
import dev.atoll.config.LogSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a node that is a program of its own: start, tell the URLs, wait, drain. */
final class NodeProcess {
  private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);

  /** A node that takes longer has lost something it waits for. */
  private static final Duration START = Duration.ofSeconds(60);

  /** What draining takes at most beside the time over which sockets are closed; with that of the default all stays under the 30 s after which orchestrators kill. */
  private static final Duration HAND_OVER = Duration.ofSeconds(16);

  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final NodeStart start;
  private final PrintWriter out;

  NodeProcess(NodeStart start, PrintWriter out) {
    this.start = start;
    this.out = out;
  }

  /** Logs what an operator should know of the settings. */
  void warn(String warning) {
    LOG.warn("settings: {}", warning);
  }

  /**
   * Blocks until the node has stopped.
   *
   * @param stop completed when it shall
   * @return exit code
   */
  int run(AtollSettings settings, CompletableFuture<Void> stop) {
    return run(settings, EditedSettings.NONE, stop);
  }

  /**
   * As above, and what may be edited meanwhile is taken from the file.
   *
   * @param edits watches it
   */
  int run(AtollSettings settings, EditedSettings edits, CompletableFuture<Void> stop) {
    Logging.starting(true);
    Vertx vertx = vertx(settings);
    try {
      RunningNode node = started(vertx, settings);
      Logging.starting(false);
      edits.watch(vertx, node.edits());
      tell(settings, node);
      await(stop);
      return drain(vertx, node, HAND_OVER.plus(settings.session().drainTime()));
    } finally {
      within(CLOSE, vertx.close());
    }
  }

  private static Vertx vertx(AtollSettings settings) {
    if (!settings.cluster().enabled()) {
      return Vertx.vertx(options());
    }
    try {
      return ClusteredVertx.start(options(), settings.cluster())
          .toCompletionStage()
          .toCompletableFuture()
          .get(START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      LOG.debug("cluster is not joined", failed.getCause());
      throw new CommandFailure("The node cannot start: " + reason(settings, failed.getCause()));
    } catch (TimeoutException late) {
      throw new CommandFailure(
          "The node has not joined its cluster within " + START.toSeconds() + " s.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("The node was interrupted while it joined its cluster.");
    }
  }

  private static VertxOptions options() {
    return new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1);
  }

  private RunningNode started(Vertx vertx, AtollSettings settings) {
    try {
      return start
          .start(vertx, settings)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      LOG.debug("start failed", failed.getCause());
      throw new CommandFailure("The node cannot start: " + reason(settings, failed.getCause()));
    } catch (TimeoutException late) {
      throw new CommandFailure("The node has not started within " + START.toSeconds() + " s.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("The node was interrupted while it started.");
    }
  }

  private static String reason(AtollSettings settings, @Nullable Throwable cause) {
    String message =
        cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
    return message.contains("in use") ? TakenPorts.tell(settings, message) : message;
  }

  /** People get lines to click on, collectors an event. */
  private void tell(AtollSettings settings, RunningNode node) {
    NodeUrls urls = NodeUrls.of(settings, node);
    Duration took = sinceStart();
    LOG.info("ready http={} operations={} ms={}", urls.here(), urls.operations(), took.toMillis());
    if (settings.log().format() == LogSettings.Format.TEXT) {
      out.printf(
          Locale.ROOT,
          "Atoll %s is ready after %.1f s%n",
          BuildVersion.current(),
          took.toMillis() / 1000.0);
      urls.lines(settings).forEach(out::println);
      out.println("Ctrl-C stops it.");
      out.flush();
    }
  }

  /** By the JVM's own clock: some kernels tell a process's start wrong by most of a second. */
  private static Duration sinceStart() {
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - started));
  }

  private static void await(CompletableFuture<Void> stop) {
    try {
      stop.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  private static int drain(Vertx vertx, RunningNode node, Duration limit) {
    LOG.info("draining limit={}s", limit.toSeconds());
    boolean drained = within(limit, vertx.undeploy(node.deployment()));
    LOG.info("stopped drained={}", drained);
    return drained ? ExitCode.OK : ExitCode.FAILED;
  }

  private static boolean within(Duration limit, Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException failed) {
      LOG.warn("stopping failed", failed.getCause());
    } catch (TimeoutException late) {
      LOG.warn("stopping took too long limit={}s", limit.toSeconds());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
