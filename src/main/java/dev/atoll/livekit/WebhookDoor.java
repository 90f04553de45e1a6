package dev.atoll.livekit;

import dev.atoll.auth.AuthRefusedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /livekit/webhook}: LiveKit tells who came and went. Believed with a token in {@code Authorization} that is signed with
 * the key of a deployment and holds the hash of the body (https://docs.livekit.io/home/server/webhooks/); answered 200, and 401,
 * 413 or 400 else.
 */
final class WebhookDoor {
  static final int MOST_BYTES = 64 << 10;

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_LARGE = 413;
  private static final String BEARER = "Bearer ";
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDoor.class);

  private final List<Deployment> deployments;
  private final Counter refused;

  /** @param hash of the body, as the token has it */
  private record Sender(Deployment deployment, String hash) {}

  WebhookDoor(List<Deployment> deployments, MeterRegistry meters) {
    this.deployments = deployments;
    this.refused = LiveKitMeters.refusedWebhooks(meters);
  }

  void mount(Router router) {
    router.post("/livekit/webhook").handler(this::receive);
  }

  /** The token first: nobody without one makes us read. */
  private void receive(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<Sender> sender = sender(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (sender.isEmpty()) {
      refuse(context, UNAUTHORIZED);
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(part -> {
      if (body.length() + part.length() > MOST_BYTES) {
        request.handler(ignored -> {});
        refuse(context, TOO_LARGE);
      } else {
        body.appendBuffer(part);
      }
    });
    request.endHandler(end -> {
      if (!context.response().ended()) {
        received(context, sender.get(), body);
      }
    });
  }

  private Optional<Sender> sender(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    String token =
        authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : authorization;
    for (Deployment each : deployments) {
      try {
        if (each.verify(token).getValue("sha256") instanceof String hash) {
          return Optional.of(new Sender(each, hash));
        }
      } catch (AuthRefusedException notByThisKey) {
        // another one's may be it
      }
    }
    return Optional.empty();
  }

  private void received(RoutingContext context, Sender sender, Buffer body) {
    byte[] told = sender.hash().getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(told, hash(body).getBytes(StandardCharsets.UTF_8))) {
      refuse(context, UNAUTHORIZED);
      return;
    }
    try {
      sender.deployment().heard(new JsonObject(body));
    } catch (RuntimeException malformed) {
      LOG.debug("Undecodable webhook id={}", sender.deployment().id());
      refuse(context, BAD_REQUEST);
      return;
    }
    context.response().end();
  }

  private static String hash(Buffer body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException none) {
      throw new IllegalStateException(none);
    }
  }

  /** Whatever is still to come of the body is not read. */
  private void refuse(RoutingContext context, int status) {
    refused.increment();
    HttpServerRequest request = context.request();
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONNECTION, "close")
        .endHandler(sent -> request.connection().close())
        .end();
  }
}
