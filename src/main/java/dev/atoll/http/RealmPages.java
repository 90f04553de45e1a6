package dev.atoll.http;

import dev.atoll.config.BuildVersion;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.config.RealmSettings;
import dev.atoll.session.Origins;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;

/**
 * What the realm says of itself: {@code /about}, by which explorers find it, {@code /status} and the health checks.
 *
 * <p>No answer waits for anybody: how content and lambdas are is asked in the background.
 */
public final class RealmPages {
  /** Ethereum's main network, which explorers take wallets' chains from. */
  private static final int NETWORK = 1;

  /** Of the BFF's services, as its own page said it. */
  private static final String BFF_PROTOCOL = "1.0_0";

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);
  private static final int MAX_STATUS_BYTES = 64 << 10;
  private static final String HEALTH_JSON = "application/health+json; charset=utf-8";

  private final RealmSettings settings;
  private final RealmView view;
  private final Origins origins;
  private final BuildVersion build;
  private final Fetch fetch;
  private final RemoteService content;
  private final RemoteService lambdas;
  private final Cached rooms;

  public RealmPages(Vertx vertx, RealmSettings settings, Origins origins, RealmView view) {
    this.settings = settings;
    this.origins = origins;
    this.view = view;
    this.build = BuildVersion.current();
    this.fetch = new Fetch(vertx, TIME_TO_ANSWER, MAX_STATUS_BYTES);
    this.content = new RemoteService(vertx, "content", settings.contentUrl(), fetch);
    this.lambdas = new RemoteService(vertx, "lambdas", settings.lambdasUrl(), fetch);
    this.rooms = new Cached(vertx, () -> {
      Map<String, Integer> counts = view.rooms().get();
      return () -> roomFields(counts);
    });
  }

  /** Adds the pages to the public port. */
  public void mount(PublicServer server) {
    server.get("/about", this::about);
    server.get("/status", this::status);
    server.get("/comms/status", this::status);
    server.get("/rooms/status", this::status);
    server.get(
        "/health/live",
        context -> new Answer(200, "text/plain", Buffer.buffer("alive")).send(context));
    server.get("/health/ready", this::ready);
  }

  /** Begins to ask how content and lambdas are. */
  public void start() {
    content.start();
    lambdas.start();
  }

  /** Asks no more. */
  public Future<Void> stop() {
    content.stop();
    lambdas.stop();
    return fetch.close();
  }

  private void about(RoutingContext context) {
    boolean ready = view.ready();
    JsonObject body = new JsonObject()
        .put("healthy", ready)
        .put("acceptingUsers", ready && view.hasDoor())
        .put("configurations", configurations())
        .put("content", content.about())
        .put("lambdas", lambdas.about())
        .put("comms", comms(ready, origins.of(context.request())));
    if (view.node().runs(Part.BFF)) {
      body.put("bff", bff(ready, origins.of(context.request())));
    }
    // it names the origin that was asked for, and whether the realm takes users now
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Answer.json(ready ? 200 : 503, body).send(context);
  }

  private JsonObject configurations() {
    return new JsonObject()
        .put("networkId", NETWORK)
        .put("globalScenesUrn", new JsonArray())
        .put("scenesUrn", new JsonArray())
        .put("realmName", settings.name());
  }

  /** No {@code fixedAdapter}: clients would take it for the only room of a world. No {@code adapter} where its door is not. */
  private JsonObject comms(boolean ready, String origin) {
    JsonObject comms = new JsonObject()
        .put("healthy", ready && view.hasDoor())
        .put("protocol", "v3")
        .put("version", build.version())
        .put("commitHash", build.commitHash())
        .put("usersCount", view.users().getAsInt());
    return view.node().runs(Part.HANDSHAKE)
        ? comms.put("adapter", "archipelago:archipelago:" + origin + "/ws")
        : comms;
  }

  /** Where web clients of 2022 and 2023 find the door {@code /bff/rpc}. */
  private JsonObject bff(boolean ready, String origin) {
    return new JsonObject()
        .put("healthy", ready)
        .put("version", build.version())
        .put("commitHash", build.commitHash())
        .put("userCount", view.users().getAsInt())
        .put("protocolVersion", BFF_PROTOCOL)
        .put("publicUrl", origin.replaceFirst("^ws", "http") + "/bff");
  }

  /** The archipelago connector's fields and those of the rooms service. */
  private void status(RoutingContext context) {
    rooms.get().onFailure(context::fail).onSuccess(roomFields -> {
      JsonObject own = new JsonObject()
          .put("version", build.version())
          .put("currentTime", System.currentTimeMillis())
          .put("commitHash", build.commitHash())
          .put("userCount", view.users().getAsInt());
      Answer.json(joined(own.toBuffer(), roomFields)).send(context);
    });
  }

  private static Buffer roomFields(Map<String, Integer> rooms) {
    JsonArray details = new JsonArray();
    int users = 0;
    for (Map.Entry<String, Integer> room : rooms.entrySet()) {
      users += room.getValue();
      details.add(new JsonObject().put("roomName", room.getKey()).put("count", room.getValue()));
    }
    return new JsonObject()
        .put("users", users)
        .put("rooms", rooms.size())
        .put("details", details)
        .toBuffer();
  }

  /** Two JSON objects as one. */
  private static Buffer joined(Buffer first, Buffer second) {
    return Buffer.buffer(first.length() + second.length())
        .appendBuffer(first, 0, first.length() - 1)
        .appendString(",")
        .appendBuffer(second, 1, second.length() - 1);
  }

  private void ready(RoutingContext context) {
    JsonObject details = new JsonObject();
    for (Map.Entry<String, Boolean> part : view.parts().get().entrySet()) {
      details.put(part.getKey(), new JsonObject().put("status", pass(part.getValue())));
    }
    for (Map.Entry<String, Boolean> link : view.links().get().entrySet()) {
      String status = link.getValue() ? "pass" : "warn";
      details.put(link.getKey(), new JsonObject().put("status", status));
    }
    boolean ready = view.ready();
    JsonObject body = new JsonObject().put("status", pass(ready)).put("details", details);
    new Answer(ready ? 200 : 503, HEALTH_JSON, body.toBuffer()).send(context);
  }

  private static String pass(boolean holds) {
    return holds ? "pass" : "fail";
  }
}
