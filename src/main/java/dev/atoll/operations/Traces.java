package dev.atoll.operations;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /trace?seconds=60}: records one trace at a time and gives it to who asked, unless that one has gone, which ends the recording. Used on one event loop. */
final class Traces {
  private static final int DEFAULT_SECONDS = 60;
  static final int MAX_SECONDS = 600;
  private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

  private final TraceSource source;
  private boolean recording;

  Traces(TraceSource source) {
    this.source = source;
  }

  void record(RoutingContext context) {
    Optional<Duration> time = seconds(context.queryParam("seconds"));
    if (time.isEmpty()) {
      Replies.error(context, 400, "seconds is a whole number from 1 to " + MAX_SECONDS);
      return;
    }
    if (recording) {
      Replies.error(context, 409, "A trace is being recorded");
      return;
    }
    recording = true;
    LOG.info("Recording a trace seconds={}", time.get().toSeconds());
    Promise<Void> gone = Promise.promise();
    context.addEndHandler(ended -> gone.tryComplete());
    source.record(time.get(), gone.future()).onComplete(done -> {
      recording = false;
      if (context.response().closed()) {
        LOG.info("Trace abandoned by who asked for it");
      } else if (done.succeeded()) {
        send(context.response(), done.result());
      } else {
        LOG.warn("Trace failed cause={}", done.cause().toString());
        Replies.error(context, 500, "The trace could not be recorded");
      }
    });
  }

  private static Optional<Duration> seconds(List<String> given) {
    if (given.isEmpty()) {
      return Optional.of(Duration.ofSeconds(DEFAULT_SECONDS));
    }
    String text = given.get(0);
    if (!text.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int seconds = Integer.parseInt(text);
    return seconds < 1 || seconds > MAX_SECONDS
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds));
  }

  private static void send(HttpServerResponse response, Buffer trace) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader("content-disposition", "attachment; filename=\"atoll-trace.json\"")
        .end(trace);
  }
}
