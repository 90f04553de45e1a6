package dev.atoll.rooms;

import dev.atoll.auth.Access;
import dev.atoll.auth.AccessSweep;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.Challenges;
import dev.atoll.auth.RoomTokens;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.NatsSettings.Trust;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.session.CloseReason;
import dev.atoll.session.Origins;
import dev.atoll.session.SocketKind;
import dev.atoll.session.Sockets;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * WebSocket rooms: the doors {@code /rooms/:roomId} and {@code /ws-rooms/:roomId}, and the members that hear each other behind them
 * (wire.md §3 and §4). Made, and used, on the one event loop that serves its router.
 */
public final class Rooms {
  /** Name of their door. */
  public static final String DOOR = "rooms";

  /** What one message of a member may have around a body of 64 KiB. */
  private static final int MOST_MESSAGE_BYTES = (64 << 10) + 64;

  private static final SocketKind KIND =
      new SocketKind(DOOR, MOST_MESSAGE_BYTES, CloseReason.UNDECODABLE);

  /** Subprotocol of clients of July 2022, which open the URL they were given, whatever its path. */
  private static final String SUBPROTOCOL_2022 = "comms";

  private final Parts parts;
  private final Origins origins;
  private final Dialects dialects = new Dialects();
  private final RoomDirectory directory;
  private final IslandRooms islands;
  private final SceneRooms scenes = new SceneRooms();
  private final ServerMessages serverMessages;
  private final RoomBridges bridges;
  private final AccessSweep sweep;
  private final Door door;
  private Optional<Spans> spans = Optional.empty();

  /**
   * What rooms are made of, beside their settings.
   *
   * @param vertx on one of whose event loops they live
   * @param bus tells them who left which island and what servers say, and is told what is said in islands
   * @param sockets open their WebSockets
   * @param authenticator verifies auth chains
   * @param tokens verifies room tokens
   * @param access knows who may not enter; started by its owner
   */
  public record Parts(
      Vertx vertx,
      Bus bus,
      Sockets sockets,
      Authenticator authenticator,
      RoomTokens tokens,
      Access access) {}

  /**
   * What is measured or waited for rather than chosen by an owner.
   *
   * @param grace that a client has to leave the room of an island it is no longer in
   * @param writesPerSecond receivers written to at most before ticks stretch
   * @param longestTick that a message waits at most
   * @param bridge between the rooms that an island moves from and to
   */
  record Tuning(Duration grace, int writesPerSecond, Duration longestTick, Bridge.Times bridge) {
    /** Clients enter the room of their new island first, and then leave that of the old one. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    static final Tuning DEFAULT =
        new Tuning(GRACE, Pacing.DEFAULT_WRITES_PER_SECOND, Pacing.DEFAULT_LONGEST);

    Tuning(Duration grace, int writesPerSecond, Duration longestTick) {
      this(grace, writesPerSecond, longestTick, Bridge.Times.DEFAULT);
    }
  }

  /** Listens on the bus from now on, until {@link #close}. To be called on the event loop, like all else here. */
  public Rooms(AtollSettings settings, Parts parts) {
    this(settings, parts, Tuning.DEFAULT);
  }

  Rooms(AtollSettings settings, Parts parts, Tuning tuning) {
    Vertx vertx = parts.vertx();
    Pacing pacing = new Pacing(
        tuning.writesPerSecond(),
        settings.rooms().shortestTick(),
        tuning.longestTick(),
        System::nanoTime);
    Room.Surroundings surroundings = new Room.Surroundings(
        new TickClock(vertx, vertx.getOrCreateContext(), pacing),
        new Tally(),
        dialects,
        settings.session().queueBytes().bytes());
    this.parts = parts;
    this.origins = new Origins(settings.http());
    IslandIds ids = new IslandIds(settings.islands().prefix());
    this.directory = new RoomDirectory(
        settings.rooms(),
        surroundings,
        outsiders(settings, parts.bus(), ids, scenes),
        settings.realm().ownAddress());
    this.islands = new IslandRooms(vertx, directory, ids, tuning.grace());
    this.serverMessages = new ServerMessages(
        vertx,
        new ServerMessages.Reach(directory, ids, scenes, hearsNats(settings)),
        surroundings.tally());
    this.bridges = new RoomBridges(
        new RoomBridges.Parts(vertx, parts.bus(), directory, ids, dialects.said()),
        tuning.bridge());
    directory.observeRooms(bridges::opened);
    this.sweep = new AccessSweep(
        vertx, parts.access(), settings.access().bansInterval(), new RoomsInside(directory));
    this.door = new Door(
        settings.rooms(),
        directory,
        islands,
        new Door.Auth(parts.authenticator(), new Challenges(), parts.tokens(), parts.access()));
    islands.start(parts.bus());
    serverMessages.start(parts.bus());
    sweep.start();
  }

  /** Whether NATS is trusted with what servers say in rooms. */
  private static boolean hearsNats(AtollSettings settings) {
    return settings.node().runs(Part.NATS)
        && !settings.nats().url().isEmpty()
        && settings.natsTrust() == Trust.ALL;
  }

  /**
   * Scenes are followed in every room where servers are heard, through the gateway, at whichever node, or NATS: they speak where the scene
   * is spoken.
   */
  private static Function<String, Outsiders> outsiders(
      AtollSettings settings, Bus bus, IslandIds ids, SceneRooms scenes) {
    boolean followed =
        settings.gateway().isOn() || settings.cluster().enabled() || hearsNats(settings);
    Bus.Audience anyScene = bus.audience(Subjects.EVERY_SPOKEN_SCENE);
    return room -> new RoomOutsiders(
        ids.contains(room) ? new IslandMessages(bus, room) : Outsiders.NONE,
        new SpokenScenes(bus, scenes, room),
        followed,
        anyScene);
  }

  /** Adds the doors to a router. What is no WebSocket upgrade is left to other routes. */
  public void mount(Router router) {
    router.get("/rooms/:roomId").handler(routing -> open(routing, dialectOf(routing.request())));
    router.get("/ws-rooms/:roomId").handler(routing -> open(routing, dialects.july()));
  }

  /** By the subprotocol that is echoed, which is the first. */
  private Dialect dialectOf(HttpServerRequest request) {
    String asked = request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    boolean isOld = asked != null && asked.split(",", 2)[0].strip().equals(SUBPROTOCOL_2022);
    return isOld ? dialects.july() : dialects.today();
  }

  /** Is told who comes in. */
  @FunctionalInterface
  public interface Entries {
    /** That address is a member of that room now. */
    void entered(String room, String address);
  }

  /** Tells that one of everybody who comes in from now on, and no other. */
  public void observe(Entries observer) {
    directory.observe(observer);
  }

  /**
   * From now on islands that move to these rooms or from them are bridged, as {@link Subjects#bridge} tells.
   *
   * @param transport id under which these rooms tell of themselves
   */
  public void bridge(String transport) {
    bridges.start(transport);
  }

  /**
   * From now on rooms span the nodes of this realm: those of islands where they are to, and all others. To be called before anybody is
   * inside, on the event loop.
   *
   * @param islands whether the rooms of islands do; else each is this node's alone
   */
  public void span(RealmNodes nodes, boolean islands) {
    Spans over = new Spans(
        new Spans.Parts(
            parts.vertx(),
            parts.bus(),
            directory,
            dialects.today(),
            scenes,
            room -> islands || !this.islands.isIsland(room)),
        nodes.self());
    directory.span(over);
    over.start(nodes);
    serverMessages.relay(parts.bus());
    spans = Optional.of(over);
  }

  /** How many islands are bridged now. */
  public int bridged() {
    return bridges.size();
  }

  /** How many members each room has, by name, as it is now; of those that span nodes in the whole realm. */
  public Map<String, Integer> occupancy() {
    return directory.occupancy();
  }

  /** How many members there are in all rooms at this node. */
  public int users() {
    return directory.size();
  }

  /** What was counted so far; fit for each scrape. */
  public RoomCounters counters() {
    return directory.counters();
  }

  /** Writes what members said to those who hear it, without waiting for the end of a tick: before their sockets are closed. */
  public void flush() {
    directory.flush();
  }

  /** Listens to the bus no more and lets members be; their sockets are closed by {@link Sockets#drain}. */
  public void close() {
    spans.ifPresent(Spans::stop);
    bridges.stop();
    islands.stop();
    serverMessages.stop();
    sweep.stop();
  }

  private void open(RoutingContext routing, Dialect dialect) {
    HttpServerRequest request = routing.request();
    if (!request.canUpgradeToWebSocket()) {
      routing.next();
      return;
    }
    RoomRequest wanted = new RoomRequest(
        RoomName.ofPath(request.path()),
        Optional.ofNullable(request.getParam("access_token")),
        origins.all(request),
        dialect);
    parts.sockets().upgrade(request, KIND, socket -> RoomSession.open(door, wanted, socket));
  }
}
