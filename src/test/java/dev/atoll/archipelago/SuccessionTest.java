package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.bus.Headers;
import dev.atoll.bus.JoinedBuses;
import dev.atoll.bus.Message;
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
import dev.atoll.protocol.message.TermMessage;
import dev.atoll.transport.TransportChoice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Archipelagos of nodes that hear each other over joined buses, on one event loop. */
@Timeout(60)
class SuccessionTest {
  private static final Duration ABSENCE = Duration.ofMillis(400);

  private Duration absence = ABSENCE;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final JoinedBuses buses = new JoinedBuses("a", "b", "c");
  private final Map<String, FakeNodes> nodes = new LinkedHashMap<>();
  private final Map<String, Archipelago> archipelagos = new LinkedHashMap<>();

  /** What the sessions of a node were told of their islands, and what it heard of who comes and goes. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** Members of each island by the last report that a node heard. */
  private final Map<String, Map<String, List<String>>> reports = new ConcurrentHashMap<>();

  @BeforeEach
  void begin() {
    on(() -> buses.join());
  }

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void the_oldest_node_forms_the_islands_of_all() {
    start("a", "b");
    see("a", "b");

    login("p1", "a", 1);
    login("p2", "b", 2);
    at("p1", 0, "a", 1);
    at("p2", 10, "b", 2);

    await().until(() -> islands("b").size() == 1 && islands("a").equals(islands("b")));
    String island = islands("b").keySet().iterator().next();
    assertThat(island).matches("I[0-9a-z]{8}1");
    assertThat(islands("b").get(island)).containsExactly("p1", "p2");
    await().untilAsserted(() -> assertThat(told).contains("a p1 " + island, "b p2 " + island));
  }

  @Test
  void a_leaders_death_changes_no_island_of_a_living_peer() {
    settledRealm();
    Map<String, List<String>> before = islands("b");
    told.clear();

    kill("a");

    await().until(() -> islands("b").values().stream().noneMatch(each -> each.contains("p1")));
    assertThat(islands("b").keySet()).isEqualTo(before.keySet());
    assertThat(told).containsExactly("b left p1");
  }

  @Test
  void who_comes_back_from_a_lost_node_finds_its_island_as_it_was_and_nobody_else_is_told() {
    settledRealm();
    Map<String, List<String>> before = islands("b");
    told.clear();
    kill("a");

    login("p1", "b", 9);
    at("p1", 1, "b", 9);

    String island = before.keySet().iterator().next();
    await().until(() -> !told.isEmpty());
    flushes(3 + (int) (ABSENCE.toMillis() / 50));
    assertThat(told).containsExactly("b p1 " + island);
    assertThat(islands("b")).isEqualTo(before);
  }

  @Test
  void who_does_not_come_back_from_a_lost_node_is_told_gone_once_by_the_leader() {
    settledRealm();
    List<String> gone = goneAt("b");

    kill("a");

    await().until(() -> !gone.isEmpty());
    flushes(3);
    assertThat(gone).containsExactly("p1 1.a");
  }

  @Test
  void who_came_back_from_a_lost_node_is_not_told_gone_though_it_says_nothing() {
    settledRealm();
    List<String> gone = goneAt("b");
    kill("a");

    login("p1", "b", 9);

    await().until(() -> told.contains("b left p1"));
    flushes(3);
    assertThat(gone).isEmpty();
    assertThat(islands("b").values()).noneMatch(each -> each.contains("p1"));
  }

  @Test
  void who_is_absent_keeps_its_place_when_the_leader_changes_and_not_for_longer() {
    absence = Duration.ofSeconds(3);
    settledRealm();
    start("c");
    see("a", "b", "c");
    at("p1", 0, "a", 1);
    Map<String, List<String>> before = islands("b");
    List<String> gone = goneAt("c");
    on(() -> archipelagos.get("a").stop());
    long killed = System.nanoTime();
    see(List.of("b", "c"), "b", "c");
    await().until(() -> leader("c").equals("b"));
    flushes("c", 3);

    nodes.get("b").set(List.of(new RealmNode("b", true, true), new RealmNode("c", true, false)));
    nodes.get("c").set(List.of(new RealmNode("b", true, true), new RealmNode("c", true, false)));
    await().until(() -> leader("b").equals("c"));
    flushes("c", 2);
    assertThat(islands("c")).isEqualTo(before);

    await().until(() -> !gone.isEmpty());
    assertThat(gone).containsExactly("p1 1.a");
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofMillis(4500));
  }

  @Test
  void peers_of_foreign_systems_keep_their_island_when_the_leader_changes() {
    settledRealm();
    publishFromOutside("foreign", 15);
    await().until(() -> islands("b").values().stream().anyMatch(each -> each.contains("foreign")));
    Map<String, List<String>> before = islands("b");

    giveWay();

    flushes(3);
    assertThat(islands("b")).isEqualTo(before);
  }

  @Test
  void a_leader_goes_on_in_a_term_above_all_that_its_realm_has_heard_of() {
    on(() -> buses.cut());
    start("a", "b");
    see(List.of("a"), "a");
    see(List.of("b"), "b");
    await().until(() -> leads("a") && leads("b"));
    // b has led often, and heard of more terms than a
    Message known = new Message(
        Subjects.TERM_KNOWN, Payload.of(TermMessage.newBuilder().setNumber(41).build()));
    publish("b", known);
    await().until(() -> term("b") == 42);

    on(() -> buses.join());
    see("a", "b");

    await().untilAsserted(() -> assertThat(term("a") + " " + term("b")).isEqualTo("43 43"));
    assertThat(leader("b")).isEqualTo("a");
  }

  @Test
  void islands_that_a_new_leader_opens_have_ids_of_its_own_term() {
    settledRealm();
    String before = islands("b").keySet().iterator().next();
    kill("a");

    login("p9", "b", 9);
    at("p9", 5000, "b", 9);

    await().until(() -> islands("b").size() == 2);
    String opened = islands("b").keySet().stream()
        .filter(id -> !id.equals(before))
        .findFirst()
        .orElseThrow();
    assertThat(opened.substring(0, 9)).isNotEqualTo(before.substring(0, 9));
    assertThat(opened).matches("I[0-9a-z]{8}1");
  }

  @Test
  void a_heal_unites_islands_of_one_id_and_tells_nobody_who_stayed() {
    settledRealm();
    Map<String, List<String>> before = islands("a");
    cut();
    flushes(2);
    told.clear();

    on(() -> buses.join());
    see("a", "b");

    await().until(() -> before.equals(islands("a")) && before.equals(islands("b")));
    flushes(3);
    assertThat(told).isEmpty();
  }

  @Test
  void after_a_heal_one_leads_and_peers_of_both_halves_are_together() {
    start("a", "b");
    on(() -> buses.cut());
    see(List.of("a"), "a");
    see(List.of("b"), "b");
    login("p1", "a", 1);
    login("p2", "b", 2);
    at("p1", 0, "a", 1);
    at("p2", 10, "b", 2);
    await().until(() -> islands("a").size() == 1 && islands("b").size() == 1);
    assertThat(islands("a").keySet()).isNotEqualTo(islands("b").keySet());

    on(() -> buses.join());
    see("a", "b");

    await()
        .until(() -> islands("a").equals(islands("b"))
            && islands("a").values().stream().anyMatch(each -> each.size() == 2));
    assertThat(islands("a")).hasSize(1);
  }

  @Test
  void what_was_missed_while_a_node_was_not_heard_is_made_good() {
    start("a", "b");
    see("a", "b");
    login("p1", "a", 1);
    login("p2", "b", 2);
    at("p1", 0, "a", 1);
    at("p2", 10, "b", 2);
    await().until(() -> islands("a").values().stream().anyMatch(each -> each.size() == 2));
    told.clear();

    // a link that is lost and back within the absence, while one left there and one came
    on(() -> buses.cut());
    see(List.of("a"), "a");
    logout("p2", "b", 2);
    login("p3", "b", 3);
    at("p3", 12, "b", 3);
    on(() -> buses.join());
    see("a", "b");

    await()
        .until(() -> islands("a").values().stream()
            .anyMatch(each -> each.containsAll(List.of("p1", "p3")) && each.size() == 2));
    assertThat(told).contains("a left p2");
  }

  @Test
  void a_draining_leader_gives_way_and_nobody_is_told_anything() {
    settledRealm();
    Map<String, List<String>> before = islands("b");
    told.clear();

    giveWay();
    flushes(3);

    assertThat(islands("a")).isEqualTo(before);
    assertThat(islands("b")).isEqualTo(before);
    assertThat(told).isEmpty();
  }

  /** p1 at a, p2 and p3 at b, all in one island, which everybody has heard. */
  @Test
  void a_node_that_has_led_alone_until_it_saw_an_older_one_follows_that_one() {
    on(() -> buses.cut());
    start("a", "b");
    cut();
    await().until(() -> leads("a") && leads("b"));

    on(() -> buses.join());
    see("a", "b");

    await().until(() -> leader("a").equals("a") && leader("b").equals("a"));
  }

  private long term(String node) {
    return archipelagos.get(node).leader().map(Archipelago.Leader::term).orElse(0L);
  }

  /** Peers that a node says from now on to be gone, and by which login. */
  private List<String> goneAt(String node) {
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
  private void publishFromOutside(String peer, float x) {
    Heartbeat heartbeat =
        Heartbeat.newBuilder().setPosition(Position.newBuilder().setX(x)).build();
    Headers headers = new Headers(Map.of(Headers.VIA, Headers.NATS));
    for (String node : nodes.keySet()) {
      publish(node, new Message(Subjects.heartbeat(peer), Payload.of(heartbeat), headers));
    }
  }

  /** The older node drains. */
  private void giveWay() {
    nodes
        .values()
        .forEach(each ->
            each.set(List.of(new RealmNode("a", true, true), new RealmNode("b", true, false))));
    await().until(() -> leads("b") && !leads("a"));
  }

  private String leader(String node) {
    return archipelagos.get(node).leader().map(Archipelago.Leader::node).orElse("");
  }

  private void settledRealm() {
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

  private void start(String... ids) {
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
            Optional.of(
                new Archipelago.Membership(own, absence, () -> RulesVersion.started(1, id))),
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
  private void see(String... ids) {
    see(List.of(ids), ids);
  }

  private void see(List<String> view, String... who) {
    List<RealmNode> now =
        view.stream().map(id -> new RealmNode(id, true, false)).toList();
    for (String id : who) {
      nodes.get(id).set(now);
    }
  }

  /** Each is alone. */
  private void cut() {
    on(() -> buses.cut());
    nodes.forEach((id, own) -> own.set(List.of(new RealmNode(id, true, false))));
  }

  private void kill(String node) {
    on(() -> archipelagos.get(node).stop());
    cut();
  }

  private boolean leads(String id) {
    return nodes.get(id).isFirst();
  }

  private void login(String peer, String node, long stamp) {
    publish(node, new Message(Subjects.connect(peer), Payload.EMPTY, headers(node, stamp)));
  }

  private void logout(String peer, String node, long stamp) {
    publish(node, new Message(Subjects.disconnect(peer), Payload.EMPTY, headers(node, stamp)));
  }

  private void at(String peer, float x, String node, long stamp) {
    Heartbeat heartbeat =
        Heartbeat.newBuilder().setPosition(Position.newBuilder().setX(x)).build();
    publish(
        node, new Message(Subjects.heartbeat(peer), Payload.of(heartbeat), headers(node, stamp)));
  }

  private static Headers headers(String node, long stamp) {
    return new Headers(Map.of(Headers.LOGIN, stamp + "." + node, Headers.ORIGIN, "ws://" + node));
  }

  private void publish(String node, Message message) {
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

  private Map<String, List<String>> islands(String node) {
    return reports.getOrDefault(node, Map.of());
  }

  /** So many more reports are awaited. */
  private void flushes(int count) {
    List<Integer> heard = new CopyOnWriteArrayList<>();
    on(() -> nodes
        .keySet()
        .forEach(each ->
            buses.of(each).overhear(Subjects.only(Subjects.ISLANDS), message -> heard.add(1))));
    await().until(() -> heard.size() >= count * nodes.size());
  }

  private void flushes(String node, int count) {
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
    Promise<Void> done = Promise.promise();
    context.runOnContext(now -> {
      try {
        action.run();
        done.complete();
      } catch (Throwable failed) {
        done.fail(failed);
      }
    });
    done.future().await();
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
    public void watch(Handler<List<RealmNode>> watcher) {
      watchers.add(watcher);
      watcher.handle(now);
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
