package dev.atoll.archipelago;

import static org.awaitility.Awaitility.await;

import dev.atoll.bus.Headers;
import dev.atoll.bus.JoinedBuses;
import dev.atoll.bus.Message;
import dev.atoll.bus.OnContext;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.IslandsSettings;
import dev.atoll.handshake.SessionReports;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.transport.TransportChoice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Archipelagos of nodes that hear each other over joined buses, on one event loop, and by a clock that stands still until {@link #pass}. */
final class Archipelagos implements AutoCloseable {
  /** How long who is absent keeps its place. */
  static final Duration ABSENCE = Duration.ofSeconds(2);

  /** With each flush, of 50 ms: by a quicker clock nodes that look at it each second would find that they stood still. */
  private static final Duration STEP = Duration.ofMillis(100);

  private final AtomicLong nanos = new AtomicLong(-Duration.ofSeconds(5).toNanos());
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final JoinedBuses buses = new JoinedBuses("a", "b", "c");
  private final Map<String, FakeNodes> nodes = new LinkedHashMap<>();
  private final Map<String, Archipelago> archipelagos = new LinkedHashMap<>();

  /** What the sessions of a node were told of their islands, and what it heard of who comes and goes. */
  final List<String> told = new CopyOnWriteArrayList<>();

  /** Members of each island by the last report that a node heard. */
  private final Map<String, Map<String, List<String>>> reports = new ConcurrentHashMap<>();

  Archipelagos() {
    heal();
  }

  /** So much time goes by, with flushes all the while. */
  void pass(Duration time) {
    for (long steps = time.dividedBy(STEP); steps > 0; steps--) {
      nanos.addAndGet(STEP.toNanos());
      flushes(1);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  long term(String node) {
    return archipelagos.get(node).leader().map(Archipelago.Leader::term).orElse(0L);
  }

  /** Peers that a node says from now on to be gone, and by which login. */
  List<String> goneAt(String node) {
    List<String> gone = new CopyOnWriteArrayList<>();
    on(() -> buses.of(node).overhear(Subjects.EVERY_DISCONNECT, message -> {
      if (!message.headers().isFromAnotherNode()) {
        gone.add(message.subject().token(1) + " "
            + message.headers().get(Headers.LOGIN).orElse(""));
      }
    }));
    return gone;
  }

  /** As each node hears it by itself. */
  void publishFromOutside(String peer, float x) {
    Heartbeat heartbeat =
        Heartbeat.newBuilder().setPosition(Position.newBuilder().setX(x)).build();
    Headers headers = new Headers(Map.of(Headers.VIA, Headers.NATS));
    for (String node : nodes.keySet()) {
      publish(node, new Message(Subjects.heartbeat(peer), Payload.of(heartbeat), headers));
    }
  }

  /** Two nodes that see each other and nobody else hear that the older one drains. */
  void drain(String older, String younger) {
    List<RealmNode> now =
        List.of(new RealmNode(older, true, true), new RealmNode(younger, true, false));
    nodes.get(older).set(now);
    nodes.get(younger).set(now);
  }

  /** The older node drains. */
  void giveWay() {
    drain("a", "b");
    await().until(() -> leads("b") && !leads("a"));
  }

  String leader(String node) {
    return archipelagos.get(node).leader().map(Archipelago.Leader::node).orElse("");
  }

  /** p1 at a, p2 and p3 at b, all in one island, which everybody has heard. */
  void settledRealm() {
    start("a", "b");
    see("a", "b");
    login("p1", "a", 1);
    login("p2", "b", 2);
    login("p3", "b", 3);
    at("p1", 0, "a", 1);
    at("p2", 10, "b", 2);
    at("p3", 20, "b", 3);
    await().until(() -> {
      Map<String, List<String>> seen = islands("b");
      return seen.size() == 1
          && seen.values().iterator().next().size() == 3
          && told.stream().filter(each -> each.matches("[ab] p\\d I.*")).count() == 3;
    });
  }

  void start(String... ids) {
    IslandsSettings settings = AtollSettings.defaults().islands();
    IslandsSettings quick = quick(settings);
    for (String id : ids) {
      FakeNodes own = new FakeNodes(id);
      nodes.put(id, own);
      on(() -> {
        new SessionReports(buses.of(id), id).start();
        buses.of(id).overhear(Subjects.EVERY_ISLAND_CHANGED, message -> changed(id, message));
        buses.of(id).overhear(Subjects.EVERY_PEER_LEFT, message -> left(id, message));
        buses.of(id).overhear(Subjects.only(Subjects.ISLANDS), message -> reported(id, message));
        Archipelago archipelago = new Archipelago(
            buses.of(id),
            quick,
            TransportChoice.always(new FakeTransport()),
            Optional.of(new Archipelago.Membership(
                own, ABSENCE, () -> RulesVersion.started(1, id), nanos::get)),
            new SimpleMeterRegistry());
        archipelagos.put(id, archipelago);
        archipelago.init(vertx, context);
        try {
          archipelago.start();
        } catch (Exception impossible) {
          throw new IllegalStateException(impossible);
        }
      });
    }
  }

  private static IslandsSettings quick(IslandsSettings usual) {
    return new IslandsSettings(
        usual.joinDistance(),
        usual.leaveDistance(),
        usual.size(),
        Duration.ofMillis(50),
        usual.heartbeatTimeout(),
        usual.prefix(),
        usual.merge(),
        usual.threading(),
        usual.transport());
  }

  /** All see these, the oldest first. */
  void see(String... ids) {
    see(List.of(ids), ids);
  }

  void see(List<String> view, String... who) {
    List<RealmNode> now =
        view.stream().map(id -> new RealmNode(id, true, false)).toList();
    for (String id : who) {
      nodes.get(id).set(now);
    }
  }

  /** Nobody hears another, and nodes have not noticed. */
  void cut() {
    on(buses::cut);
  }

  void heal() {
    on(buses::join);
  }

  /** Each is alone. */
  void partition() {
    cut();
    nodes.forEach((id, own) -> own.set(List.of(new RealmNode(id, true, false))));
  }

  /** No other node notices yet. */
  void stop(String node) {
    on(() -> archipelagos.get(node).stop());
  }

  void kill(String node) {
    stop(node);
    partition();
  }

  boolean leads(String id) {
    return nodes.get(id).isFirst();
  }

  void login(String peer, String node, long stamp) {
    publish(node, new Message(Subjects.connect(peer), Payload.EMPTY, headers(node, stamp)));
  }

  void logout(String peer, String node, long stamp) {
    publish(node, new Message(Subjects.disconnect(peer), Payload.EMPTY, headers(node, stamp)));
  }

  void at(String peer, float x, String node, long stamp) {
    Heartbeat heartbeat =
        Heartbeat.newBuilder().setPosition(Position.newBuilder().setX(x)).build();
    publish(
        node, new Message(Subjects.heartbeat(peer), Payload.of(heartbeat), headers(node, stamp)));
  }

  private static Headers headers(String node, long stamp) {
    return new Headers(Map.of(Headers.LOGIN, stamp + "." + node, Headers.ORIGIN, "ws://" + node));
  }

  void publish(String node, Message message) {
    on(() -> buses.of(node).publish(message));
  }

  /** Of what the node's own sessions are told. */
  private void changed(String node, Message message) {
    String login = message.headers().get(Headers.LOGIN).orElse("");
    if (login.endsWith("." + node)) {
      read(() -> {
        IslandChangedMessage change =
            message.payload().as(IslandChangedMessage.class, IslandChangedMessage.parser());
        told.add(node + " " + message.subject().token(2) + " " + change.getIslandId());
      });
    }
  }

  /** Each is told by its leader to all; one node is enough to note it. */
  private void left(String node, Message message) {
    if (!message.headers().isFromAnotherNode()) {
      read(() -> told.add(node + " left "
          + LeftIslandMessage.parseFrom(message.payload().bytes()).getPeerId()));
    }
  }

  private void reported(String node, Message message) {
    read(() -> {
      Map<String, List<String>> islands = new LinkedHashMap<>();
      message
          .payload()
          .as(IslandStatusMessage.class, IslandStatusMessage.parser())
          .getDataList()
          .forEach(each -> islands.put(each.getId(), List.copyOf(each.getPeersList())));
      reports.put(node, islands);
    });
  }

  Map<String, List<String>> islands(String node) {
    return reports.getOrDefault(node, Map.of());
  }

  /** So many more reports are awaited. */
  void flushes(int count) {
    List<Integer> heard = new CopyOnWriteArrayList<>();
    on(() -> nodes
        .keySet()
        .forEach(each ->
            buses.of(each).overhear(Subjects.only(Subjects.ISLANDS), message -> heard.add(1))));
    await().until(() -> heard.size() >= count * nodes.size());
  }

  void flushes(String node, int count) {
    List<Integer> heard = new CopyOnWriteArrayList<>();
    on(() -> buses.of(node).overhear(Subjects.only(Subjects.ISLANDS), message -> heard.add(1)));
    await().until(() -> heard.size() >= count);
  }

  private interface Reading {
    void read() throws Exception;
  }

  private static void read(Reading reading) {
    try {
      reading.read();
    } catch (Exception malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  private void on(Runnable action) {
    OnContext.run(context, action);
  }

  /** The realm as a test says that a node sees it. */
  private final class FakeNodes implements RealmNodes {
    private final String self;
    private final List<Handler<List<RealmNode>>> watchers = new ArrayList<>();
    private volatile List<RealmNode> now = List.of();

    FakeNodes(String self) {
      this.self = self;
    }

    @Override
    public String self() {
      return self;
    }

    @Override
    public Watch watch(Handler<List<RealmNode>> watcher) {
      watchers.add(watcher);
      watcher.handle(now);
      return () -> watchers.remove(watcher);
    }

    void set(List<RealmNode> nodesNow) {
      on(() -> {
        now = nodesNow;
        watchers.forEach(each -> each.handle(nodesNow));
      });
    }

    boolean isFirst() {
      Predicate<RealmNode> able = node -> node.archipelago() && !node.draining();
      return now.stream()
          .filter(able)
          .findFirst()
          .filter(node -> node.id().equals(self))
          .isPresent();
    }
  }
}
