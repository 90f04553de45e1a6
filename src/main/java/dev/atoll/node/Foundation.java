package dev.atoll.node;

import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.RoomTokens;
import dev.atoll.bus.Bus;
import dev.atoll.cluster.Cluster;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.http.PublicServer;
import dev.atoll.session.Origins;
import dev.atoll.session.Sockets;
import dev.atoll.transport.TransportFactory;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * What the parts of a node stand on, whichever of them run.
 *
 * @param vertx that the node is deployed in
 * @param context of the node
 * @param settings of the node
 * @param bus where its parts meet
 * @param meters where they count
 * @param server of the public port
 * @param sockets all of the node
 * @param origins which origin a request came through
 * @param tokens of rooms
 * @param access who may not enter
 * @param authenticator who signed
 * @param transports how islands get to ride on transports that were heard of; parts add what they can make
 * @param cluster the other nodes of the realm; empty where this one is alone
 * @param listeners tell whether a third-party server listens to an island; parts add theirs, which any thread may ask
 * @param gap measures moves; started by the parts that see entries
 */
record Foundation(
    Vertx vertx,
    Context context,
    AtollSettings settings,
    Bus bus,
    PrometheusMeterRegistry meters,
    PublicServer server,
    Sockets sockets,
    Origins origins,
    RoomTokens tokens,
    Access access,
    Authenticator authenticator,
    List<TransportFactory> transports,
    Optional<Cluster> cluster,
    List<Predicate<String>> listeners,
    MoveGap gap) {
  /** Of a transport. */
  private static final int LONGEST_ID = 64;

  static Foundation lay(
      Vertx vertx, Context context, AtollSettings settings, Composition.Shared shared) {
    return new Foundation(
        vertx,
        context,
        settings,
        shared.bus(),
        shared.meters(),
        new PublicServer(vertx, settings, shared.meters()),
        new Sockets(vertx, settings.session(), shared.meters()),
        new Origins(settings.http()),
        RoomTokens.create(vertx, settings.rooms().secret()),
        new Access(vertx, settings),
        Authenticator.create(vertx, settings.ethereum()),
        new CopyOnWriteArrayList<>(),
        cluster(vertx, settings, shared),
        new CopyOnWriteArrayList<>(),
        new MoveGap(shared.meters(), System::nanoTime));
  }

  private static Optional<Cluster> cluster(
      Vertx vertx, AtollSettings settings, Composition.Shared shared) {
    if (!settings.cluster().enabled()) {
      return Optional.empty();
    }
    Cluster.Self told = new Cluster.Self(
        settings.node().runs(Part.ARCHIPELAGO),
        settings.node().runs(Part.ROOMS),
        SharedSettings.of(settings));
    return Optional.of(new Cluster(vertx, settings.cluster(), shared.bus(), shared.meters(), told));
  }

  /** Where other nodes send peers to this node's rooms; its port must be open. */
  String roomsUrl() {
    return settings
        .rooms()
        .publicUrl()
        .map(Origins::published)
        .or(origins::published)
        .orElseGet(() -> "ws://localhost:" + server.port());
  }

  /** Under which this node's rooms are known in the realm: where they are, so that it stays the same from start to start. */
  String roomsId() {
    String place = roomsUrl().replaceFirst("^wss?://", "").replaceAll("[^A-Za-z0-9_.:-]", "-");
    return place.length() <= LONGEST_ID ? place : place.substring(place.length() - LONGEST_ID);
  }

  boolean runs(Part part) {
    return settings.node().runs(part);
  }

  /** Finds the other nodes of the realm. */
  Future<Void> join() {
    return cluster.map(Cluster::start).orElseGet(Future::succeededFuture);
  }

  /** Whether this node does not know what the others did, and tells nothing. */
  boolean isHeld() {
    return cluster.filter(Cluster::isHeld).isPresent();
  }

  /** Whether this node hears no other though there should be some. */
  boolean isAlone() {
    int expected = settings.cluster().expectedSize();
    return cluster.filter(nodes -> expected > 1 && nodes.nodes().size() == 1).isPresent();
  }

  /**
   * Tells the other nodes that this one is about to leave; succeeds when another forms the realm's islands, or there is none that could,
   * or it has waited for long enough.
   *
   * @param leads whether this one forms them now
   */
  Future<Void> handOver(boolean leads) {
    return cluster.map(nodes -> nodes.drain(leads)).orElseGet(Future::succeededFuture);
  }

  /** Over which sockets are closed: at once where no other node would take who comes back. */
  Duration drainTime() {
    return cluster.filter(Cluster::hasSuccessor).isPresent()
        ? settings.session().drainTime()
        : Duration.ZERO;
  }

  /** Leaves the other nodes. */
  Future<Void> part() {
    return cluster.map(Cluster::stop).orElseGet(Future::succeededFuture);
  }

  Future<Void> close() {
    return authenticator.close().eventually(access::close);
  }
}
