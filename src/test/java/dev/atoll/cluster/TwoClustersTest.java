package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.LocalBus;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.ClusterSettings;
import dev.atoll.node.FreePort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A node, and one that comes later: with a clock that is a day behind, and behind a router, that is under a name which is not its own
 * machine's but leads there for who dials it. With a real Hazelcast.
 */
class TwoClustersTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String ROUTER = "router.example";

  private static Vertx first;
  private static Vertx later;
  private static Context ofFirst;
  private static Context ofLater;
  private static Cluster one;
  private static Cluster behind;

  @BeforeAll
  static void start() throws Exception {
    int port = FreePort.next();
    ClusterSettings known = settings("127.0.0.1", port, port);
    VertxOptions options = new VertxOptions()
        .setAddressResolverOptions(new AddressResolverOptions()
            .setHostsValue(Buffer.buffer("127.0.0.1 localhost " + ROUTER)));
    first = done(ClusteredVertx.start(options, known));
    ofFirst = first.getOrCreateContext();
    one = on(ofFirst, () -> cluster(first, known, System::currentTimeMillis));
    done(on(ofFirst, one::start));

    ClusterSettings translated = settings(ROUTER, 0, port);
    later = done(ClusteredVertx.start(new VertxOptions(), translated));
    ofLater = later.getOrCreateContext();
    LongSupplier wrong = () -> System.currentTimeMillis() - DAY.toMillis();
    // the one with the smaller id dials, which is to be the one outside
    do {
      behind = on(ofLater, () -> cluster(later, translated, wrong));
    } while (behind.self().compareTo(one.self()) < 0);
    done(on(ofLater, behind::start));
    await().until(() -> nodes(ofFirst, one).size() == 2);
    await().until(() -> nodes(ofLater, behind).size() == 2);
  }

  @AfterAll
  static void stop() throws Exception {
    done(on(ofLater, behind::stop));
    done(on(ofFirst, one::stop));
    done(later.close());
    done(first.close());
  }

  @Test
  void a_node_behind_a_router_tells_the_routers_name_and_is_dialled_there() throws Exception {
    List<ClusterStatus.Node> told = on(ofFirst, () -> one.status().nodes());

    assertThat(told)
        .filteredOn(node -> node.node().id().equals(behind.self()))
        .allMatch(
            node -> node.address().matches(ROUTER + ":\\d+") && node.link().isPresent())
        .hasSize(1);
  }

  @Test
  void who_comes_later_is_the_younger_for_both_though_its_clock_is_a_day_behind() throws Exception {
    await()
        .untilAsserted(() -> assertThat(nodes(ofFirst, one))
            .extracting(RealmNode::id)
            .containsExactly(one.self(), behind.self()));

    assertThat(nodes(ofLater, behind))
        .extracting(RealmNode::id)
        .containsExactly(one.self(), behind.self());
    assertThat(on(ofLater, behind::rank)).isGreaterThan(on(ofFirst, one::rank));
  }

  private static Cluster cluster(Vertx vertx, ClusterSettings settings, LongSupplier millis) {
    Cluster.Self self = new Cluster.Self(true, true, Map.of(), millis);
    return new Cluster(vertx, settings, new LocalBus(), new SimpleMeterRegistry(), self);
  }

  private static ClusterSettings settings(String host, int port, int member) {
    return AtollSettings.of(Map.of(
            "cluster.enabled", "true",
            "cluster.secret", "the secret of these nodes",
            "cluster.members", "127.0.0.1:" + member,
            "cluster.host", host,
            "cluster.port", Integer.toString(port),
            "cluster.bus-port", "0",
            "rooms.public-url", "http://127.0.0.1:9"))
        .cluster();
  }

  private static List<RealmNode> nodes(Context context, Cluster cluster) throws Exception {
    return on(context, cluster::nodes);
  }

  private static <T> T on(Context context, Callable<T> action) throws Exception {
    Promise<T> result = Promise.promise();
    context.runOnContext(turn -> {
      try {
        result.complete(action.call());
      } catch (Exception failed) {
        result.fail(failed);
      }
    });
    return done(result.future());
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
