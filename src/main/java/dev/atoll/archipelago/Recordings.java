package dev.atoll.archipelago;

import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.trace.TraceRecorder;
import dev.atoll.islands.trace.TraceRecording;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces of the engine, one at a time. Used on the archipelago's context; texts are made on worker threads. */
final class Recordings {
  /** Of a trace's text: a minute of some three thousand peers. */
  static final int MAX_BYTES = 32 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

  private final IslandsEngine engine;
  private Optional<Running> running = Optional.empty();
  private boolean stopped;

  private record Running(TraceRecorder recorder, Promise<Buffer> recorded, long timer) {}

  Recordings(IslandsEngine engine) {
    this.engine = engine;
  }

  /** Records from now on for so long; fails when one is being recorded, and when {@link #stop} comes first. */
  Future<Buffer> record(Vertx vertx, Duration time) {
    if (stopped || running.isPresent()) {
      return Future.failedFuture(
          stopped ? "The archipelago has stopped" : "A trace is being recorded already");
    }
    TraceRecorder recorder = TraceRecorder.start(engine, "recorded", MAX_BYTES);
    Promise<Buffer> recorded = Promise.promise();
    long timer = vertx.setTimer(time.toMillis(), id -> end(vertx));
    running = Optional.of(new Running(recorder, recorded, timer));
    return recorded.future();
  }

  private void end(Vertx vertx) {
    running.ifPresent(ended -> {
      running = Optional.empty();
      TraceRecording recording = ended.recorder().stop();
      if (recording.isCut()) {
        LOG.warn("Trace was cut, it grew too large steps={}", recording.steps());
      }
      vertx
          .executeBlocking(() -> Buffer.buffer(recording.text()), false)
          .onComplete(ended.recorded());
    });
  }

  /** Whoever waits for a trace is told that there will be none. */
  void stop(Vertx vertx) {
    stopped = true;
    running.ifPresent(ended -> cancel(vertx, ended, "The archipelago stops"));
  }

  /** Nobody waits for this one any more: where it is still being recorded, it ends and fails. */
  void abandon(Vertx vertx, Future<Buffer> recording) {
    running
        .filter(now -> now.recorded().future() == recording)
        .ifPresent(ended -> cancel(vertx, ended, "Nobody waits for the trace"));
  }

  private void cancel(Vertx vertx, Running ended, String cause) {
    running = Optional.empty();
    vertx.cancelTimer(ended.timer());
    ended.recorder().stop();
    ended.recorded().fail(cause);
  }
}
