package dev.atoll.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.AuthRefusedException;
import dev.atoll.gateway.Credentials.Resume;
import dev.atoll.protocol.message.GatewayPublish;
import dev.atoll.session.ClientFault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The gateway for who has no more than {@code curl}: {@code POST /gateway/publish/<subject>}, and {@code GET /gateway/events} as
 * Server-Sent Events. Used on one event loop only.
 */
final class HttpDoor {
  private static final String PUBLISH = "/gateway/publish/:subject";
  private static final String EVENTS = "/gateway/events";
  private static final String OF_ISLANDS = "messageBus.island.";
  private static final String ONE_DAY_SECONDS = "86400";

  /** A message of {@link Publishing#MAX_BYTES} in Base64, and what stands around it. */
  private static final int MAX_BODY = 96 << 10;

  private final Entry entry;
  private final Publishing publishing;

  HttpDoor(Entry entry) {
    this.entry = entry;
    this.publishing = new Publishing(entry.parts());
  }

  void mount(Router router) {
    router.post(PUBLISH).handler(routing -> answering(routing, () -> receive(routing)));
    router.get(EVENTS).handler(routing -> answering(routing, () -> events(routing)));
    router.options(PUBLISH).handler(HttpDoor::preflight);
    router.options(EVENTS).handler(HttpDoor::preflight);
  }

  private interface Work {
    void run() throws InvalidProtocolBufferException;
  }

  /** Whatever is refused is told by name, as on the WebSocket. */
  private void answering(RoutingContext routing, Work work) {
    try {
      work.run();
    } catch (Refused refused) {
      entry.parts().meters().refused(refused.problem());
      answer(routing, refused.problem().status(), refused.problem().word(), refused.text());
    } catch (AuthRefusedException refused) {
      String name = refused.refusal().name().toLowerCase(Locale.ROOT);
      answer(routing, 401, name, "The token is refused");
    } catch (ClientFault fault) {
      String name = fault.reason().name().toLowerCase(Locale.ROOT);
      answer(routing, 503, name, fault.reason().text());
    } catch (InvalidProtocolBufferException noJson) {
      answer(routing, 400, Problem.BAD_COMMAND.word(), "The body is no JSON");
    }
  }

  /** The token first: nobody without one makes us read. */
  private void receive(RoutingContext routing) {
    Grant grant = entry.tokens().verify(Credentials.token(routing.request()));
    RequestBody.read(
        routing.request(),
        MAX_BODY,
        body -> answering(routing, () -> publish(routing, grant, body.getBytes())),
        () -> answer(routing, 413, Problem.TOO_LARGE.word(), "At most " + MAX_BODY + " bytes"));
  }

  private void publish(RoutingContext routing, Grant grant, byte[] body)
      throws InvalidProtocolBufferException {
    publishing.checkRate(grant, body.length);
    String subject = routing.pathParam("subject");
    GatewayPublish.Builder publish = content(routing, subject, body).setSubject(subject);
    entry.parts().servers().visited(grant);
    publishing.publish(grant, publish.build());
    answer(routing, 200, new JsonObject().put("ok", true));
  }

  /** Of a scene the body as it is; of an island a packet, or JSON that becomes one. */
  private static GatewayPublish.Builder content(RoutingContext routing, String subject, byte[] body)
      throws InvalidProtocolBufferException {
    String type = routing.request().getHeader(HttpHeaders.CONTENT_TYPE);
    boolean json = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    return json && subject.startsWith(OF_ISLANDS)
        ? JsonForm.content(body)
        : GatewayPublish.newBuilder().setPayload(ByteString.copyFrom(body));
  }

  private void events(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Credentials credentials = new Credentials(
        Credentials.token(request),
        Optional.ofNullable(request.getHeader("Last-Event-ID")).map(HttpDoor::resume));
    Grant grant = entry.tokens().verify(credentials.token());
    List<Wanted> wanted =
        request.params().getAll("subscribe").stream().map(Wanted::of).toList();
    Following.check(grant, wanted);
    if (wanted.isEmpty()) {
      throw new Refused(Problem.BAD_SUBJECT, "Give the parameter subscribe, once or several times");
    }
    EventStream stream = new EventStream(routing.vertx(), routing.response());
    ServerSession session = entered(credentials, stream, wanted.size());
    stream.carry(session);
    if (!session.follows()) {
      session.subscribe(wanted);
    }
  }

  private ServerSession entered(Credentials credentials, EventStream stream, int subscriptions) {
    try {
      return entry.enter(credentials, JsonForm.JSON, stream, subscriptions);
    } catch (RuntimeException refused) {
      stream.abandon();
      throw refused;
    }
  }

  /** {@code <session>:<sequence>}. */
  private static Resume resume(String lastEventId) {
    int colon = lastEventId.indexOf(':');
    return colon < 0
        ? Resume.of("", "")
        : Resume.of(lastEventId.substring(0, colon), lastEventId.substring(colon + 1));
  }

  private static void preflight(RoutingContext routing) {
    routing
        .response()
        .setStatusCode(204)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS")
        // a * does not stand for Authorization
        .putHeader(
            HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, Last-Event-ID")
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, ONE_DAY_SECONDS)
        .end();
  }

  private static void answer(RoutingContext routing, int status, String name, String text) {
    answer(routing, status, new JsonObject().put("error", name).put("message", text));
  }

  private static void answer(RoutingContext routing, int status, JsonObject body) {
    if (!routing.response().ended() && !routing.response().closed()) {
      routing
          .response()
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(body.toBuffer());
    }
  }
}
