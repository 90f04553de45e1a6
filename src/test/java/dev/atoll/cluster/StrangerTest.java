package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.atoll.Patience;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.ClusterSettings;
import dev.atoll.config.Secret;
import dev.atoll.node.FreePort;
import dev.atoll.protocol.message.BusMessage;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A member of the right Hazelcast cluster that does not know the secret, and whoever reaches the links' port. */
class StrangerTest {
  private static final Secret SECRET = new Secret("the secret of a real cluster");
  private static final ClusterSecret SECRET_OF_CLUSTER = new ClusterSecret(SECRET, "atoll");
  private static final LocalBus BUS = new LocalBus();
  private static final List<String> HEARD = new CopyOnWriteArrayList<>();
  private static final Vertx OUTSIDE = Vertx.vertx();
  private static final int ATTEMPTS = 10;

  private static final List<NetSocket> DIALLED = new CopyOnWriteArrayList<>();

  private static Vertx vertx;
  private static Cluster cluster;
  private static HazelcastInstance stranger;
  private static int linkPort;
  private static int hazelcastPort;

  @BeforeAll
  static void start() throws Exception {
    int port = FreePort.next();
    hazelcastPort = port;
    ClusterSettings settings = settings(port, port);
    vertx = get(ClusteredVertx.start(new VertxOptions(), settings));
    Context context = vertx.getOrCreateContext();
    get(Future.<Void>future(started -> context.runOnContext(turn -> {
      BUS.subscribe(
          Pattern.of("secret.>"), message -> HEARD.add(message.subject().name()));
      cluster = new Cluster(
          vertx, settings, BUS, new SimpleMeterRegistry(), new Cluster.Self(true, true, Map.of()));
      cluster.start().onComplete(started);
    })));
    String address = cluster.status().nodes().get(0).address();
    linkPort = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    stranger =
        Hazelcast.newHazelcastInstance(ClusteredVertx.config(settings(FreePort.next(), port)));
  }

  private static ClusterSettings settings(int port, int member) {
    return AtollSettings.of(Map.of(
            "cluster.enabled", "true",
            "cluster.secret", SECRET.value(),
            "cluster.members", "127.0.0.1:" + member,
            "cluster.host", "127.0.0.1",
            "cluster.port", Integer.toString(port),
            "cluster.bus-port", "0",
            "rooms.public-url", "http://127.0.0.1:9"))
        .cluster();
  }

  @AfterAll
  static void stop() throws Exception {
    stranger.getLifecycleService().terminate();
    get(vertx.close());
    get(OUTSIDE.close());
  }

  /** The next test finds all places free. */
  @AfterEach
  void everybodyGoes() {
    DIALLED.forEach(NetSocket::close);
    DIALLED.clear();
    await().until(() -> cluster.strangers() == 0);
  }

  @Test
  void a_member_without_the_secret_is_dialled_and_told_no_more_than_a_greeting() throws Exception {
    await().until(() -> stranger.getCluster().getMembers().size() == 2);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    AtomicInteger ends = new AtomicInteger();
    int trap = get(OUTSIDE
            .createNetServer()
            .connectHandler(socket -> {
              socket.handler(bytes -> told.writeBytes(bytes.getBytes()));
              socket.closeHandler(closed -> ends.incrementAndGet());
              greet(socket, "zzzz");
            })
            .listen(0, "127.0.0.1"))
        .actualPort();

    Map<Object, Object> places = stranger.getReplicatedMap("atoll.links");
    places.put("somebody", 7);
    places.put(7, "no member 127.0.0.1:7");
    places.put(
        stranger.getCluster().getLocalMember().getUuid().toString(), "zzzz 127.0.0.1:" + trap);
    await().until(() -> ends.get() > 0);
    BUS.publish(new Message(Subject.of("secret.plan"), Payload.EMPTY));

    assertThat(cluster.status().nodes()).hasSize(1);
    assertThat(cluster.status().refused()).isPositive();
    assertThat(told.toString(StandardCharsets.ISO_8859_1))
        .contains(cluster.self())
        .doesNotContain("secret", SECRET.value());
  }

  /** Of a class that the node has too. */
  private static final class Order implements Callable<String>, Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicInteger DONE = new AtomicInteger();

    @Override
    public String call() {
      return "done " + DONE.incrementAndGet();
    }
  }

  @Test
  void a_member_without_the_secret_has_nothing_done() {
    Member node = stranger.getCluster().getMembers().stream()
        .filter(member -> !member.localMember())
        .findFirst()
        .orElseThrow();

    assertThatThrownBy(() -> stranger
            .getExecutorService("orders")
            .submitToMember(new Order(), node)
            .get(Patience.SECONDS, TimeUnit.SECONDS))
        .hasStackTraceContaining("not allowed");

    assertThat(Order.DONE).hasValue(0);
  }

  @Test
  void who_dials_without_the_secret_changes_nothing() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    NetSocket socket = dial(ends);
    AtomicInteger told = new AtomicInteger();
    socket.handler(bytes -> told.incrementAndGet());

    greet(socket, "aaaa");
    LinkBatch batch = LinkBatch.newBuilder()
        .addMessages(BusMessage.newBuilder().setSubject("secret.order"))
        .addBegins("secret.>")
        .build();
    socket.write(LinkFrames.framed(new byte[8], batch.toByteArray(), new byte[16]));

    await().until(() -> ends.get() == 1);
    assertThat(cluster.status().nodes()).hasSize(1);
    assertThat(HEARD).doesNotContain("secret.order");
    assertThat(told).hasValue(0);
  }

  @Test
  void who_dials_and_says_nothing_is_sent_away_and_few_of_them_are_borne() throws Exception {
    AtomicInteger ends = new AtomicInteger();

    dialAll(ends, Strangers.MOST + 20, "127.0.0.1");

    await().until(() -> ends.get() >= Strangers.MOST + 20);
    CompletableFuture<Buffer> greeted = new CompletableFuture<>();
    NetSocket socket = dial(ends);
    socket.handler(greeted::complete);
    LinkHandshake own = new LinkHandshake(SECRET_OF_CLUSTER, cluster.self(), "aaaa");
    socket.write(LinkFrames.framed(own.hello()));
    assertThat(greeted.get(Patience.SECONDS, TimeUnit.SECONDS).length()).isPositive();
  }

  @Test
  void the_ports_are_open_at_the_clusters_host_and_nowhere_else() {
    for (int port : List.of(linkPort, hazelcastPort)) {
      assertThat(OUTSIDE.createNetClient().connect(port, "127.0.0.1").await()).isNotNull();
      assertThatThrownBy(
              () -> OUTSIDE.createNetClient().connect(port, "127.0.0.9").await())
          .hasMessageContaining("refused");
    }
  }

  @Test
  void an_address_with_many_keeps_no_other_out() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    long dialled = System.nanoTime();
    dialAll(ends, Strangers.MOST, "127.0.0.2");
    await().until(() -> ends.get() >= Strangers.MOST - Strangers.MOST_OF_ONE);

    int ended = ends.get();
    // on a machine that stood still those have gone that said nothing for too long
    if (System.nanoTime() - dialled < Link.SILENCE.toNanos()) {
      assertThat(ended).isEqualTo(Strangers.MOST - Strangers.MOST_OF_ONE);
    }
    assertThat(isGreeted("127.0.0.3")).isTrue();
  }

  @Test
  void an_address_where_a_node_has_been_finds_a_place_whoever_holds_the_others() throws Exception {
    nodeComesAndGoes();

    Held held = whileOthersHoldAll();
    for (int attempt = 1; attempt < ATTEMPTS && held.ends() > 0; attempt++) {
      everybodyGoes();
      held = whileOthersHoldAll();
    }

    assertThat(held).isEqualTo(new Held(false, true, 0));
  }

  /**
   * Who finds a place while all are held by others.
   *
   * @param ends of those others; on a machine that is too slow they have gone meanwhile, having said nothing for too long
   */
  private record Held(boolean stranger, boolean friend, int ends) {}

  private static Held whileOthersHoldAll() throws Exception {
    AtomicInteger ends = new AtomicInteger();
    dialAll(
        ends,
        Strangers.MOST,
        IntStream.range(1, 9).mapToObj(i -> "127.0.1." + i).toArray(String[]::new));
    boolean stranger = isGreeted("127.0.2.1");
    boolean friend = isGreeted("127.0.0.1");
    return new Held(stranger, friend, ends.get());
  }

  /** One of the cluster, at 127.0.0.1. */
  private static void nodeComesAndGoes() throws Exception {
    Context context = OUTSIDE.getOrCreateContext();
    AtomicInteger opened = new AtomicInteger();
    CompletableFuture<Links> made = new CompletableFuture<>();
    context.runOnContext(turn -> {
      Links links = new Links(
          new Links.Sockets(OUTSIDE, OUTSIDE.createNetServer(), OUTSIDE.createNetClient()),
          new Links.Parts(SECRET_OF_CLUSTER, "0", 1 << 20, new Coming(opened)),
          NodeCard.getDefaultInstance());
      links
          .start("127.0.0.1", 0)
          .onComplete(port -> links.known(Map.of(cluster.self(), "127.0.0.1:" + linkPort)));
      made.complete(links);
    });
    await().until(() -> opened.get() > 0);
    get(Future.<Void>future(
        done -> context.runOnContext(turn -> made.join().stop().onComplete(done))));
    await().until(() -> cluster.status().nodes().size() == 1);
  }

  private record Coming(AtomicInteger count) implements Links.Listener {
    @Override
    public void opened(Link link) {
      count.incrementAndGet();
    }

    @Override
    public void heard(Link link, LinkBatch said) {}

    @Override
    public void closed(Link link, String node) {}

    @Override
    public void gone(Aim aim) {}
  }

  private static boolean isGreeted(String from) throws Exception {
    CompletableFuture<Boolean> greeted = new CompletableFuture<>();
    NetSocket socket = get(client(from).connect(linkPort, "127.0.0.1").map(each -> {
      each.handler(bytes -> greeted.complete(true));
      each.closeHandler(closed -> greeted.complete(false));
      return each;
    }));
    LinkHandshake own = new LinkHandshake(SECRET_OF_CLUSTER, cluster.self(), "aaaa");
    socket.write(LinkFrames.framed(own.hello()));
    boolean is = greeted.get(Patience.SECONDS, TimeUnit.SECONDS);
    socket.close();
    return is;
  }

  private static NetClient client(String from) {
    return OUTSIDE.createNetClient(new NetClientOptions().setLocalAddress(from));
  }

  /** As a node would, by another secret. */
  private static void greet(NetSocket socket, String node) {
    ClusterSecret other = new ClusterSecret(new Secret("another secret, just as long"), "atoll");
    LinkHandshake handshake = new LinkHandshake(other, "", node);
    socket.write(LinkFrames.framed(handshake.hello()));
  }

  /** @param ends counts when it is over */
  private static NetSocket dial(AtomicInteger ends) throws Exception {
    return dial(ends, "127.0.0.1");
  }

  private static NetSocket dial(AtomicInteger ends, String from) throws Exception {
    return get(dialling(ends, from));
  }

  /** So many at once, from these addresses by turns: one after the other the first might be gone before the last is there. */
  private static void dialAll(AtomicInteger ends, int count, String... from) throws Exception {
    get(Future.all(IntStream.range(0, count)
        .mapToObj(i -> dialling(ends, from[i % from.length]))
        .toList()));
  }

  private static Future<NetSocket> dialling(AtomicInteger ends, String from) {
    return client(from).connect(linkPort, "127.0.0.1").map(socket -> {
      socket.closeHandler(closed -> ends.incrementAndGet());
      DIALLED.add(socket);
      return socket;
    });
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
