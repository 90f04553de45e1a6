package dev.atoll.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The pages of Decentraland's stats service: peers, islands, parcels, hot scenes and the archipelago's health, each also
 * below {@code /comms}. Lists of everybody are at most a second old; the bytes are shared by all who ask.
 */
public final class StatisticsPages {
  private static final Answer NO_PEER =
      Answer.json(404, new JsonObject().put("ok", false).putNull("peer"));

  private final Statistics statistics;
  private final HotScenes hotScenes;
  private final Cached peers;
  private final Cached islands;
  private final Cached parcels;

  public StatisticsPages(Vertx vertx, Statistics statistics, HotScenes hotScenes) {
    this.statistics = statistics;
    this.hotScenes = hotScenes;
    this.peers = new Cached(vertx, () -> {
      Crowd crowd = statistics.crowd();
      return () -> CrowdJson.peers(crowd.peers());
    });
    this.islands = new Cached(vertx, () -> {
      Crowd crowd = statistics.crowd();
      return () -> CrowdJson.islands(crowd);
    });
    this.parcels = new Cached(vertx, () -> {
      Crowd crowd = statistics.crowd();
      return () -> CrowdJson.parcels(crowd);
    });
  }

  /** Adds the pages to the public port. */
  public void mount(PublicServer server) {
    mount(server, "/peers", this::peers);
    mount(server, "/peers/:id", this::peer);
    mount(server, "/islands", context -> send(context, islands.get()));
    mount(server, "/islands/:id", this::island);
    mount(server, "/parcels", context -> send(context, parcels.get()));
    mount(server, "/hot-scenes", context -> send(context, hotScenes.get()));
    mount(server, "/core-status", this::coreStatus);
  }

  private static void mount(PublicServer server, String path, Handler<RoutingContext> page) {
    server.get(path, page);
    server.get("/comms" + path, page);
  }

  private void peers(RoutingContext context) {
    List<String> ids = context.queryParam("id");
    if (ids.isEmpty()) {
      send(context, peers.get());
      return;
    }
    Set<String> asked = new LinkedHashSet<>(ids);
    List<Peer> found = new ArrayList<>();
    for (String id : asked) {
      statistics.peer(id.toLowerCase(Locale.ROOT)).ifPresent(found::add);
    }
    Answer.json(CrowdJson.peers(found)).send(context);
  }

  private void peer(RoutingContext context) {
    statistics
        .peer(context.pathParam("id").toLowerCase(Locale.ROOT))
        .map(peer -> Answer.json(CrowdJson.peer(peer)))
        .orElse(NO_PEER)
        .send(context);
  }

  private void island(RoutingContext context) {
    statistics
        .island(context.pathParam("id"))
        .map(island -> Answer.json(CrowdJson.island(island, statistics::peer)))
        .orElse(Answer.NOT_FOUND)
        .send(context);
  }

  private void coreStatus(RoutingContext context) {
    JsonObject body = new JsonObject()
        .put("healthy", statistics.archipelagoLives())
        .put("userCount", statistics.archipelagoUsers());
    Answer.json(200, body).send(context);
  }

  private static void send(RoutingContext context, Future<Buffer> body) {
    body.onSuccess(bytes -> Answer.json(bytes).send(context)).onFailure(context::fail);
  }
}
