package dev.atoll.nats;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.ClusterSecret;
import dev.atoll.cluster.LoginPieces;
import dev.atoll.cluster.NewestTerm;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.ClusterSettings;
import dev.atoll.nats.NatsMeters.Drop;
import dev.atoll.nats.Teller.Moment;
import dev.atoll.protocol.message.LoginsMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mirrors the bus to NATS and back, docs/nats.md. What happens here is told there in every dialect of {@code nats.dialects};
 * what comes from there is published on the bus with {@link dev.atoll.bus.Headers#VIA} and never sent back. Each event
 * crosses once: messages of this node that come home are recognised by a header, those of other Atolls are read in one
 * dialect, and those of other services in the first form that arrives ({@link Copies} says what is guaranteed).
 *
 * <p>NATS being away, slow or hostile touches nobody: starting does not wait for it, and nothing here blocks the event loop.
 * A verticle that belongs to one event loop.
 */
public final class NatsBridge extends VerticleBase implements NatsLink.Listener {
  private static final long TICK_MILLIS = 1_000;

  /** Between two pieces of what is told anew; sockets have their turn. */
  private static final long PACE_MILLIS = 2;

  private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final Logger LOG = LoggerFactory.getLogger(NatsBridge.class);

  private static final int MOST_TRANSPORTS = 1000;

  /** Of what tells clusters apart: 64 bits. */
  private static final int CLUSTER_DIGITS = 16;

  /** Leaders tell each second that they lead, and some of it may be lost. */
  private static final Duration TERM_SILENCE = Duration.ofSeconds(6);

  private final Bus bus;
  private final AtollSettings settings;
  private final MeterRegistry registry;
  private final NatsMeters meters;
  private final Policy policy;
  private final Dialects dialects;
  private final OwnPeers ownPeers = new OwnPeers();
  private final NewestTerm terms = new NewestTerm(TERM_SILENCE);
  private final Marks marks;
  private final Teller teller;
  private final Incoming incoming;

  /** Nothing without {@code rooms.secret}: then no transport is told of, and none is believed. */
  private final Optional<TransportSeal> seal;

  private final Optional<BridgeSeal> bridgeSeal;

  /** Who of this node listens to what transports are told of islands that move. */
  private final Map<Subject, Bus.Audience> bridgedHere = new HashMap<>();

  private final LoginPieces pieces = new LoginPieces();

  private final List<Subscription> subscriptions = new ArrayList<>();
  private final BooleanSupplier held;
  private @Nullable Running running;
  private @Nullable Outlet outlet;
  private boolean silent;
  private Bus.@Nullable Elsewhere rooms;
  private boolean pacing;
  private volatile boolean connected;

  /** What is there between start and stop. */
  private record Running(
      NatsLink link, Inbox inbox, Listening listening, Wishes wishes, long timer) {}

  /**
   * @param bus that is mirrored
   * @param settings with at least one {@code nats.url}
   * @param registry where is counted
   */
  public NatsBridge(Bus bus, AtollSettings settings, MeterRegistry registry) {
    this(bus, settings, registry, () -> false);
  }

  /** @param held whether nothing is to be told now, since this node does not know what others did; asked at each message */
  public NatsBridge(Bus bus, AtollSettings settings, MeterRegistry registry, BooleanSupplier held) {
    this.held = held;
    this.bus = bus;
    this.settings = settings;
    this.registry = registry;
    this.meters = new NatsMeters(registry);
    this.policy = Policy.of(settings);
    this.dialects = new Dialects(settings.nats().dialects());
    Marks.Origin origin = new Marks.Origin(cluster(settings), "n" + UUID.randomUUID());
    this.marks = new Marks(origin);
    this.seal = settings.rooms().secret().map(TransportSeal::new);
    this.bridgeSeal =
        settings.rooms().secret().map(secret -> new BridgeSeal(secret, origin.toString()));
    this.teller = new Teller(
        dialects,
        new Outbound(settings.nats().legacyPositions()),
        new Teller.Known(ownPeers, terms),
        meters);
    this.incoming =
        new Incoming(bus, new Incoming.Trust(policy, ownPeers, seal, bridgeSeal), dialects, meters);
  }

  /** Of its name and its secret, so that another one of that name is another one; tells neither. */
  private static Optional<String> cluster(AtollSettings settings) {
    ClusterSettings cluster = settings.cluster();
    return cluster.enabled()
        ? Optional.of("c"
            + new ClusterSecret(cluster.known(), cluster.name())
                .derived("nats origin of " + cluster.name())
                .value()
                .substring(0, CLUSTER_DIGITS))
        : Optional.empty();
  }

  /**
   * Begins to connect and does not wait for it. Fails when a connection could never be made: a file with a secret cannot be
   * read or holds none, or this Java has no TLS.
   */
  @Override
  public Future<?> start() {
    NatsLink link = new NatsLink(
        vertx,
        new ConnectOptions(settings.nats(), name(), () -> meters.dropped(Drop.MALFORMED)),
        this);
    Inbox inbox = new Inbox(vertx, incoming::received);
    Listening listening =
        new Listening(policy, dialects, inbox, new Listening.Own(marks, terms), meters);
    Wishes wishes = new Wishes(context, dialects, listening, link);
    running =
        new Running(link, inbox, listening, wishes, vertx.setPeriodic(TICK_MILLIS, id -> tick()));
    overhearEvents();
    overhearMessages();
    bus.watch(wishes);
    NatsMeters.gauge(
        registry, "atoll.nats.connected", "1 while NATS is connected", () -> connected ? 1 : 0);
    NatsMeters.gauge(
        registry,
        "atoll.nats.waiting.bytes",
        "Bytes that wait for NATS to be back",
        teller::waitingBytes);
    return link.start();
  }

  /** Says what was handed over, for at most a second, and closes the connection; nothing is published from now on. */
  @Override
  public Future<?> stop() {
    Running was = running;
    if (was == null) {
      return Future.succeededFuture();
    }
    running = null;
    vertx.cancelTimer(was.timer());
    was.wishes().stop();
    was.inbox().close();
    subscriptions.forEach(Subscription::cancel);
    subscriptions.clear();
    if (rooms != null) {
      rooms.cancel();
    }
    connected = false;
    return was.link().stop();
  }

  /** Whether NATS is there. Safe for any thread. */
  public boolean isConnected() {
    return connected;
  }

  private String name() {
    return "atoll " + settings.realm().name();
  }

  private void overhearEvents() {
    overhear(Subjects.EVERY_CONNECT, teller::connect);
    overhear(Subjects.EVERY_DISCONNECT, message -> teller.disconnect(message, System.nanoTime()));
    overhear(Subjects.EVERY_HEARTBEAT, teller::heartbeat);
    overhear(
        Subjects.EVERY_ISLAND_CHANGED, message -> teller.islandChanged(message, System.nanoTime()));
    overhear(Subjects.EVERY_PEER_JOIN, message -> tell(Kind.PEER_JOIN, message));
    overhear(Subjects.EVERY_PEER_LEFT, message -> tell(Kind.PEER_LEFT, message));
    overhear(
        Subjects.only(Subjects.ISLANDS), message -> teller.islands(message, System.nanoTime()));
    overhear(
        Subjects.only(Subjects.DISCOVERY), message -> teller.discovery(message, System.nanoTime()));
    if (settings.cluster().enabled()) {
      overhearNodes();
    }
    seal.ifPresent(by -> overhear(
        Subjects.only(Subjects.TRANSPORT_DISCOVERY),
        message -> teller.transport(message, by, now())));
    bridgeSeal.ifPresent(by -> overhear(Subjects.EVERY_BRIDGE, message -> {
      if (!isForThisNode(message)) {
        teller.bridge(message, by, now());
        pace();
      }
    }));
  }

  /** Those who have a session at another node of this realm are no foreign service's either. */
  private void overhearNodes() {
    overhear(Subjects.only(Subjects.TERM), message -> teller.term(message, System.nanoTime()));
    overhear(Subjects.only(Subjects.LOGINS), this::loginsTold);
    overhear(
        Subjects.EVERY_REPLACED,
        message -> ownPeers.loggedInElsewhere(
            Subjects.replacedPeer(message.subject()), Subjects.replacingNode(message.subject())));
    overhear(Subjects.EVERY_NODE_LOST, message -> {
      pieces.lost(Subjects.lostNode(message.subject()));
      ownPeers.at(Subjects.lostNode(message.subject()), Set.of());
    });
  }

  private void loginsTold(Message message) {
    message.headers().get(Headers.NODE).ifPresent(node -> {
      try {
        LoginsMessage piece = message.payload().as(LoginsMessage.class, LoginsMessage.parser());
        pieces.heard(node, piece).ifPresent(logins -> ownPeers.at(node, logins.keySet()));
      } catch (InvalidProtocolBufferException | IllegalArgumentException malformed) {
        LOG.warn("logins cannot be read node={}", node);
      }
    });
  }

  private static Moment now() {
    return new Moment(System.nanoTime(), System.currentTimeMillis());
  }

  /** Each transport is at one place. */
  private boolean isForThisNode(Message message) {
    if (bridgedHere.size() > MOST_TRANSPORTS) {
      bridgedHere.clear();
    }
    return bridgedHere
        .computeIfAbsent(message.subject(), each -> bus.audience(Subjects.only(each)))
        .isThere();
  }

  private void overhearMessages() {
    overhear(Subjects.EVERY_TOPIC, message -> {
      if (message.subject().size() > 4 || !Topics.isReserved(message.subject().token(3))) {
        tell(Kind.TOPIC, message);
      }
    });
    overhear(Subjects.EVERY_SCENE_MESSAGE, message -> tell(Kind.SCENE, message));
    hearRooms();
  }

  /** Asked for and not overheard: rooms publish only what somebody asks for. Those of other nodes have a bridge of their own. */
  private void hearRooms() {
    Bus.Elsewhere asked = bus.elsewhere(message -> {
      look();
      tell(Kind.ISLAND_MESSAGE, message);
    });
    for (String kind : settings.nats().islandMessages()) {
      asked.begins(Pattern.of("messageBus.island.*.peer.*." + kind));
    }
    rooms = asked;
  }

  private void overhear(Pattern pattern, Handler<Message> handler) {
    subscriptions.add(bus.overhear(pattern, message -> {
      look();
      handler.handle(message);
    }));
  }

  /** What may not be told now is told as after an outage: not what was, but what is then. */
  private void look() {
    boolean was = silent;
    silent = held.getAsBoolean();
    if (silent != was && outlet != null) {
      if (silent) {
        teller.detach(System.nanoTime());
      } else {
        attach(outlet);
      }
    }
  }

  private void attach(Outlet there) {
    teller.attach(there, System.nanoTime());
    seal.ifPresent(by -> teller.tellTransports(by, now(), settings.transports().silence()));
    pace();
  }

  private void tell(Kind kind, Message message) {
    teller.tell(kind, message, System.nanoTime());
    pace();
  }

  @Override
  public void connected(Connection connection) {
    Running now = running;
    if (now == null) {
      return;
    }
    connected = true;
    meters.connected();
    Outlet there = new Outlet(connection, marks, meters);
    outlet = there;
    now.listening().attach(connection, there);
    if (!silent) {
      attach(there);
    }
  }

  @Override
  public void lost() {
    connected = false;
    outlet = null;
    Running now = running;
    if (now != null) {
      now.listening().detach();
    }
    teller.detach(System.nanoTime());
  }

  @Override
  public void failed() {
    meters.failed();
  }

  private void tick() {
    look();
    teller.tick(System.nanoTime());
    Running now = running;
    if (now != null) {
      now.listening().countDropped();
    }
    pace();
  }

  /** Goes on with what is left to say, a piece at a time. */
  private void pace() {
    if (pacing || !hasMore()) {
      return;
    }
    pacing = true;
    vertx.setTimer(PACE_MILLIS, id -> {
      pacing = false;
      goOn();
      pace();
    });
  }

  private boolean hasMore() {
    Running now = running;
    return now != null && (teller.hasMore() || now.listening().hasMore(System.nanoTime()));
  }

  private void goOn() {
    Running now = running;
    if (now != null) {
      long nanos = System.nanoTime();
      Turn turn = new Turn(nanos + PIECE_NANOS);
      now.listening().goOn(turn, nanos);
      teller.goOn(turn, nanos);
    }
  }
}
