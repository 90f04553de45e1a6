package dev.atoll.chaos;

import dev.atoll.client.RealmAddress;
import dev.atoll.nats.NatsServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Nodes that are one realm, with a NATS server and somebody else's statistics on it. Used by one thread. */
final class Realm implements AutoCloseable {
  /** Three JVMs that start at once on two slow cores. */
  static final Duration START = Duration.ofSeconds(60);

  /** A setting of nodes that are to know nothing of the NATS server. */
  static final String WITHOUT_NATS = "--nats.url=";

  private final Network network;
  private final List<String> jvm;
  private final List<String> settings;
  private final Path folder;
  private final NatsServer nats;
  private final ForeignStatistics statistics;

  /** Synchronized with the hook that ends them when this program is stopped. */
  private final List<NodeProgram> nodes = new ArrayList<>();

  private final Thread hook = new Thread(this::kill, "chaos-nodes-end");
  private boolean broken;

  /**
   * A realm with no node yet.
   *
   * @param jvm options of each node's JVM
   * @param settings of all nodes, beside those by which they find each other
   */
  Realm(Network network, List<String> jvm, List<String> settings) {
    this.network = network;
    this.jvm = jvm;
    this.settings = settings;
    this.nats = NatsServer.at(network.outside());
    this.statistics = new ForeignStatistics(nats.client());
    try {
      folder = Files.createTempDirectory("atoll-chaos");
      Files.writeString(folder.resolve("secret"), UUID.randomUUID().toString());
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Network network() {
    return network;
  }

  ForeignStatistics statistics() {
    return statistics;
  }

  /** Starts a node at a place and does not wait for it. */
  synchronized NodeProgram start(int index) {
    NodeProgram node = NodeProgram.start(network.place(index), folder, jvm, settings(index));
    nodes.add(node);
    return node;
  }

  /** Starts so many and waits until they are one realm. */
  void startAll(int count) {
    startAt(IntStream.range(0, count).toArray());
  }

  /** Starts one at each of these places and waits until they are one realm. */
  void startAt(int... places) {
    IntStream.of(places).forEach(this::start);
    if (Double.isInfinite(secondsUntilOne(START))) {
      throw new IllegalStateException("the nodes did not become one realm, see " + folder);
    }
  }

  /** Seconds until all that live are ready, see each other and know one leader. */
  double secondsUntilOne(Duration limit) {
    return Waiting.until(limit, () -> {
      for (NodeProgram node : nodes()) {
        if (!node.isReady()) {
          return false;
        }
      }
      return agree(nodes());
    });
  }

  /** Whether these see each other and nobody else, and know one leader among them. */
  static boolean agree(List<NodeProgram> nodes) {
    return View.agree(nodes.stream().map(NodeProgram::view).toList());
  }

  /** Those that live. */
  synchronized List<NodeProgram> nodes() {
    nodes.removeIf(node -> !node.isAlive());
    return List.copyOf(nodes);
  }

  /** Those that live, but for one. */
  List<NodeProgram> nodesBut(NodeProgram one) {
    return nodes().stream().filter(node -> node != one).toList();
  }

  /** The one that all agree on. */
  NodeProgram leader() {
    List<NodeProgram> all = nodes();
    String leader = all.get(0).view().leader();
    return all.stream()
        .filter(node -> node.view().self().equals(leader))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no leader " + leader));
  }

  NodeProgram follower() {
    return nodesBut(leader()).get(0);
  }

  /** Where the place of a node is in the network. */
  int index(NodeProgram node) {
    return IntStream.range(0, Network.PLACES)
        .filter(i -> network.place(i).equals(node.place()))
        .findFirst()
        .orElseThrow();
  }

  /** Doors of all places, whether a node stands there or not. */
  List<RealmAddress> doors() {
    return IntStream.range(0, Network.PLACES)
        .mapToObj(index -> RealmAddress.parse(network.place(index).url()))
        .toList();
  }

  /** A row left it in a state that the next one cannot begin with. */
  void isBroken() {
    broken = true;
  }

  boolean broken() {
    return broken;
  }

  Path folder() {
    return folder;
  }

  private List<String> settings(int index) {
    Place place = network.place(index);
    String members = IntStream.range(0, Network.PLACES)
        .mapToObj(each ->
            network.place(each).host() + ":" + network.place(each).ports().cluster())
        .collect(Collectors.joining(","));
    List<String> all = new ArrayList<>(List.of(
        "--http.port=" + place.ports().http(),
        "--operations.port=" + place.ports().operations(),
        "--operations.host=" + place.host(),
        // all of the crowd has one address, as behind a balancer
        "--http.trusted-proxies=" + network.outside(),
        "--cluster.enabled=true",
        "--cluster.secret-file=" + folder.resolve("secret"),
        "--cluster.members=" + members,
        "--cluster.host=" + place.host(),
        "--cluster.port=" + place.ports().cluster(),
        "--cluster.bus-port=" + place.ports().bus(),
        "--cluster.expected-size=3"));
    if (settings.stream().noneMatch(each -> each.startsWith("--http.public-url"))) {
      all.add("--rooms.public-url=" + place.url());
    }
    if (!settings.contains(WITHOUT_NATS)) {
      all.add("--nats.url=" + nats.url());
    }
    all.addAll(settings);
    return all;
  }

  private void kill() {
    List<NodeProgram> left = nodes();
    left.forEach(node -> node.signal("KILL"));
    left.forEach(node -> node.endsIn(Duration.ofSeconds(10)));
    nats.close();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    try {
      statistics.close();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    kill();
    if (!broken) {
      delete();
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
