package dev.atoll.node;

import dev.atoll.auth.RegistrationTokens;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.Cluster;
import dev.atoll.cluster.RealmNodes.Watch;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.config.RoomsSettings;
import dev.atoll.config.Secret;
import dev.atoll.config.TransportKind;
import dev.atoll.rooms.RoomCounters;
import dev.atoll.rooms.Rooms;
import dev.atoll.transport.TransportStatus;
import dev.atoll.transport.WsRoomTransport;
import dev.atoll.transport.registration.Registrant;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** WebSocket rooms, which tell of themselves as something that can carry islands. */
final class RoomsPart implements NodePart {
  /** Of the silence after which an archipelago takes them for gone: two may get lost. */
  private static final int TOLD_IN_A_SILENCE = 3;

  /** How long members of a draining node have to move: a wave at the default moves-per-second takes longer, a node's stop cannot. */
  private static final Duration MOST_TO_MOVE = Duration.ofSeconds(10);

  private static final long LOOK_EACH_MILLIS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(RoomsPart.class);

  private final Foundation foundation;
  private final Rooms rooms;
  private final long started = System.currentTimeMillis();
  private long timer = -1;
  private Watch watch = () -> {};
  private Optional<Registrant> registrant = Optional.empty();
  private boolean draining;
  private int nodes = 1;
  private @Nullable Future<Void> left;

  RoomsPart(Foundation foundation) {
    this.foundation = foundation;
    this.rooms = new Rooms(
        foundation.settings(),
        new Rooms.Parts(
            foundation.vertx(),
            foundation.bus(),
            foundation.sockets(),
            foundation.authenticator(),
            foundation.tokens(),
            foundation.access()));
  }

  @Override
  public Future<?> start() {
    rooms.mount(foundation.server().router());
    foundation.cluster().ifPresent(nodes -> rooms.span(nodes, areIslandsOfAll()));
    foundation.gap().start(foundation.bus());
    rooms.observe(
        (room, address) -> foundation.gap().entered(TransportKind.WS_ROOM, room, address));
    Gauge.builder("atoll.rooms.bridged", rooms, Rooms::bridged)
        .description("Islands that move to these rooms or from them and are bridged meanwhile")
        .register(foundation.meters());
    return Future.succeededFuture();
  }

  @Override
  public void opened() {
    boolean isSomewhere = foundation.origins().published().isPresent()
        || foundation.settings().rooms().publicUrl().isPresent();
    if (isForOthers() && !isSomewhere) {
      LOG.warn("Peers are sent to these rooms on localhost: set http.public-url");
    }
    long period = foundation.settings().transports().silence().toMillis() / TOLD_IN_A_SILENCE;
    if (canBridge()) {
      rooms.bridge(foundation.roomsId());
    }
    timer = foundation.vertx().setPeriodic(0, period, id -> tell());
    // one that comes, or comes back, may lead soon, and would move what it does not know of
    foundation.cluster().ifPresent(nodes -> watch = nodes.watch(now -> tellNew(now.size())));
    foundation.settings().transports().registerWith().ifPresent(this::registerWith);
  }

  private void registerWith(URI url) {
    Secret secret = foundation.settings().transports().registration().orElseThrow();
    Registrant started = new Registrant(new Registrant.Parts(
        foundation.vertx(),
        url,
        RegistrationTokens.create(foundation.vertx(), secret),
        new WsRoomTransport(foundation.tokens(), foundation::roomsUrl),
        foundation.settings().rooms().size(),
        () -> new Registrant.Load(draining ? 0 : seats(), rooms.users())));
    started.start();
    registrant = Optional.of(started);
  }

  /** Of all rooms there may be. */
  private int seats() {
    RoomsSettings settings = foundation.settings().rooms();
    long seats = (long) settings.size() * settings.max() - rooms.users();
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, seats));
  }

  /** Other nodes may send their islands here. */
  private boolean isForOthers() {
    return foundation.cluster().filter(nodes -> nodes.nodes().size() > 1).isPresent()
        || isForForeigners();
  }

  private boolean isForForeigners() {
    return !foundation.runs(Part.ARCHIPELAGO)
        && foundation.runs(Part.NATS)
        && !foundation.settings().nats().url().isEmpty();
  }

  /** Whether the islands' rooms are those of all nodes: peers are sent to none in particular. */
  private boolean areIslandsOfAll() {
    return foundation.cluster().isPresent()
        && foundation.settings().rooms().publicUrl().isEmpty();
  }

  /** With side-cars of this node, or with other nodes, which would not be believed without the secret. */
  private boolean canBridge() {
    if (areIslandsOfAll()) {
      // what a bridge says of who hears whom where holds for rooms of one node
      return false;
    }
    boolean withSideCars = foundation.runs(Part.ARCHIPELAGO)
        && foundation.runs(Part.SIDE_CAR)
        && !foundation.settings().livekit().isEmpty();
    return withSideCars
        || foundation.cluster().isPresent()
        || foundation.settings().rooms().secret().isPresent()
            && foundation.runs(Part.NATS)
            && !foundation.settings().nats().url().isEmpty();
  }

  private void tellNew(int now) {
    if (now > nodes && timer >= 0) {
      tell();
    }
    nodes = now;
  }

  private void tell() {
    TransportStatus status = new TransportStatus(
        foundation.roomsId(),
        TransportKind.WS_ROOM,
        foundation.roomsUrl(),
        seats(),
        rooms.users(),
        foundation.settings().rooms().size(),
        true,
        draining,
        canBridge(),
        foundation.cluster().map(Cluster::rank).orElse(started));
    foundation
        .bus()
        .publish(new Message(Subjects.TRANSPORT_DISCOVERY, Payload.of(status.toMessage())));
  }

  @Override
  public Future<Void> leave() {
    Future<Void> leaving = left;
    if (leaving != null) {
      return leaving;
    }
    draining = true;
    if (timer < 0) {
      return Future.succeededFuture();
    }
    tell();
    Promise<Void> empty = Promise.promise();
    left = empty.future();
    if (isForOthers() && !areIslandsOfAll()) {
      awaitEmpty(System.nanoTime() + MOST_TO_MOVE.toNanos(), empty);
    } else {
      empty.complete();
    }
    return empty.future();
  }

  private void awaitEmpty(long deadline, Promise<Void> empty) {
    if (rooms.users() == 0 || System.nanoTime() - deadline > 0) {
      empty.complete();
      return;
    }
    foundation.vertx().setTimer(LOOK_EACH_MILLIS, id -> awaitEmpty(deadline, empty));
  }

  @Override
  public void flush() {
    rooms.flush();
  }

  @Override
  public Future<?> stop() {
    watch.end();
    foundation.vertx().cancelTimer(timer);
    timer = -1;
    registrant.ifPresent(Registrant::stop);
    foundation.gap().stop();
    rooms.close();
    return Future.succeededFuture();
  }

  /** Members of each room, by its name. */
  Map<String, Integer> occupancy() {
    return rooms.occupancy();
  }

  /** What was counted so far. */
  RoomCounters counters() {
    return rooms.counters();
  }
}
