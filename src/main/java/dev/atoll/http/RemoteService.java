package dev.atoll.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The realm's content or lambdas server, asked for its {@code /status} in the background: whoever wants to know how it is
 * gets the last answer. Used on one event loop.
 */
final class RemoteService {
  /** The first question loads what TLS is made of, which a node that starts need not wait for. */
  private static final Duration PAUSE_AT_START = Duration.ofMillis(50);

  private static final Duration PAUSE_WHILE_HEALTHY = Duration.ofMinutes(1);
  private static final Duration PAUSE_WHILE_SILENT = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(RemoteService.class);

  private final Vertx vertx;
  private final String name;
  private final URI url;
  private final Fetch fetch;
  private boolean healthy;
  private boolean stopped;
  private long timer = -1;
  private JsonObject status = new JsonObject();

  RemoteService(Vertx vertx, String name, URI url, Fetch fetch) {
    this.vertx = vertx;
    this.name = name;
    this.url = url;
    this.fetch = fetch;
  }

  /** Asks now and again from time to time, sooner while there is no good answer. */
  void start() {
    schedule(PAUSE_AT_START);
  }

  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void ask() {
    fetch.get(Urls.below(url, "status")).map(RemoteService::parsed).onComplete(answer -> {
      if (answer.succeeded()) {
        status = answer.result();
      } else {
        LOG.debug("Realm service silent name={} cause={}", name, answer.cause().toString());
      }
      became(answer.succeeded());
      schedule(healthy ? PAUSE_WHILE_HEALTHY : PAUSE_WHILE_SILENT);
    });
  }

  /** As {@code /about} has it. */
  JsonObject about() {
    JsonObject about = new JsonObject().put("healthy", healthy);
    copy("version", about);
    copy("commitHash", about);
    return about.put("publicUrl", url.toString());
  }

  private void became(boolean now) {
    if (healthy != now) {
      LOG.info("Realm service {} name={} url={}", now ? "answers" : "is silent", name, url);
    }
    healthy = now;
  }

  private void schedule(Duration pause) {
    if (!stopped) {
      timer = vertx.setTimer(pause.toMillis(), ignored -> ask());
    }
  }

  private void copy(String member, JsonObject about) {
    if (healthy && status.getValue(member) instanceof String text) {
      about.put(member, text);
    }
  }

  /** A server that answers is there, even when its status is no JSON. */
  private static JsonObject parsed(Buffer body) {
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException other) {
      return new JsonObject();
    }
  }
}
