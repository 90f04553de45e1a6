package dev.atoll.http;

import dev.atoll.auth.Access;
import dev.atoll.auth.AuthRefusal;
import dev.atoll.auth.AuthRefusedException;
import dev.atoll.auth.SignedFetch;
import dev.atoll.session.Origins;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.SignedRooms;
import dev.atoll.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms for signed requests: {@code POST /signed-login/<room>} (ADR-180) answers {@code {fixedAdapter}}, and
 * {@code POST /get-scene-adapter}, as Decentraland's comms-gatekeeper, {@code {adapter}} for scenes and worlds.
 */
public final class SignedPages {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;

  /** Bytes of UTF-8, which rooms take. */
  private static final int LONGEST_ROOM = 128;

  private static final String INTENT = "dcl:explorer:comms-handshake";
  private static final String SIGNER = "dcl:explorer";

  /** By which an explorer signs for a scene that asks, in the user's name. */
  private static final String SCENE_SIGNER = "decentraland-kernel-scene";

  private static final Logger LOG = LoggerFactory.getLogger(SignedPages.class);

  private final SignedFetch signedFetch;
  private final Access access;
  private final Origins origins;
  private final Function<String, Transport> transports;

  /** Why there is no room for somebody; the message is for clients. */
  private static final class RefusedException extends RuntimeException {
    private final int status;
    private final String text;

    RefusedException(int status, String text) {
      super(text, null, false, false);
      this.status = status;
      this.text = text;
    }
  }

  /**
   * @param access who gets no room
   * @param transports which carries a room
   */
  public SignedPages(
      SignedFetch signedFetch,
      Access access,
      Origins origins,
      Function<String, Transport> transports) {
    this.signedFetch = signedFetch;
    this.access = access;
    this.origins = origins;
    this.transports = transports;
  }

  /** Adds the pages to the public port. */
  public void mount(PublicServer server) {
    server.post("/signed-login/:room", this::login);
    server.post("/get-scene-adapter", this::scene);
  }

  private void login(RoutingContext context) {
    String room = context.pathParam("room");
    answer(context, "fixedAdapter", metadata -> {
      boolean isLogin =
          INTENT.equals(metadata.getValue("intent")) && SIGNER.equals(metadata.getValue("signer"));
      require(isLogin, UNAUTHORIZED, "Not signed to log in");
      return SignedRooms.login(room);
    });
  }

  private void scene(RoutingContext context) {
    answer(context, "adapter", metadata -> {
      require(!isByScene(metadata), UNAUTHORIZED, "Signed by a scene");
      String realm = text(metadata, "realmName", UNAUTHORIZED);
      return SignedRooms.scene(realm, text(metadata, "sceneId", BAD_REQUEST));
    });
  }

  /** The signature says nothing of capital letters, so that whoever hands a request on may have changed them. */
  private static boolean isByScene(JsonObject metadata) {
    return metadata.stream()
        .anyMatch(field -> field.getKey().toLowerCase(Locale.ROOT).equals("signer")
            && field.getValue() instanceof String signer
            && signer.toLowerCase(Locale.ROOT).equals(SCENE_SIGNER));
  }

  private static String text(JsonObject metadata, String name, int status) {
    if (metadata.getValue(name) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new RefusedException(status, "No " + name);
  }

  /**
   * @param member of the answer that holds the connection string
   * @param roomOf name of the room that is asked for
   */
  private void answer(RoutingContext context, String member, Function<JsonObject, String> roomOf) {
    HttpServerRequest request = context.request();
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    signedFetch
        .verify(new SignedFetch.Request(request.method().name(), paths(request), request.headers()))
        .compose(signed -> admitted(signed.address())
            .map(admitted -> checked(roomOf.apply(signed.metadata())))
            .compose(room -> connectionString(room, signed.address(), request)))
        .onSuccess(
            string -> Answer.json(200, new JsonObject().put(member, string)).send(context))
        .onFailure(cause -> refused(context, cause));
  }

  /** As it came, and as it is before a proxy that takes off the path of the public URL. */
  private Set<String> paths(HttpServerRequest request) {
    Set<String> paths = new LinkedHashSet<>(List.of(request.path()));
    origins
        .published()
        .map(origin -> URI.create(origin).getRawPath())
        .ifPresent(before -> paths.add(before + request.path()));
    return paths;
  }

  private Future<Void> admitted(String address) {
    if (access.denied(address)) {
      return Future.failedFuture(new RefusedException(UNAUTHORIZED, "Address denied"));
    }
    return access
        .banned(address)
        .compose(banned -> banned
            ? Future.failedFuture(new RefusedException(FORBIDDEN, "Address banned"))
            : Future.succeededFuture());
  }

  private static String checked(String room) {
    boolean holds = room.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ROOM
        && room.indexOf('/') < 0
        && room.chars().noneMatch(Character::isISOControl);
    require(holds, BAD_REQUEST, "Not the name of a room");
    return room;
  }

  private Future<String> connectionString(String room, String address, HttpServerRequest request) {
    return transports
        .apply(room)
        .connectionStrings(room, List.of(new Passenger(address, origins.of(request))))
        .map(strings -> strings.get(address));
  }

  private static void refused(RoutingContext context, Throwable cause) {
    if (cause instanceof RefusedException refused) {
      refuse(context, refused.status, refused.text);
    } else if (cause instanceof AuthRefusedException refused) {
      refuse(context, status(refused.refusal()), "Signature refused: " + refused.refusal());
    } else {
      LOG.error("No room for a signed request", cause);
      refuse(context, UNAVAILABLE, "No room now");
    }
  }

  private static int status(AuthRefusal refusal) {
    return switch (refusal) {
      case MALFORMED, UNSIGNED, WRONG_ORDER, NOT_AN_ADDRESS -> BAD_REQUEST;
      case BUSY, ETHEREUM_UNREACHABLE -> UNAVAILABLE;
      default -> UNAUTHORIZED;
    };
  }

  /** Explorers show {@code message}; Decentraland's services have {@code error} too. */
  private static void refuse(RoutingContext context, int status, String text) {
    Answer.json(status, new JsonObject().put("error", text).put("message", text))
        .send(context);
  }

  private static void require(boolean holds, int status, String text) {
    if (!holds) {
      throw new RefusedException(status, text);
    }
  }
}
