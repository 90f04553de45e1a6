package dev.atoll.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the other nodes are, by Hazelcast: each member says where its links are in a map that all have a copy of. That is a hint and
 * nothing else: who is there, and who it is, is found out by the links. The map is read on a timer and off the event loop, since
 * Hazelcast may block, and its events come late.
 */
final class HazelcastMembers {
  private static final String MAP = "atoll.links";
  private static final long LOOK_MILLIS = 500;
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z_.:\\[\\]-]{1,253}:\\d{1,5}");

  /** What is no text. */
  private static final String[] NOWHERE = {};

  /** An entry that its member does not renew is gone after this. */
  private static final long ENTRY_SECONDS = 30;

  private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final Logger LOG = LoggerFactory.getLogger(HazelcastMembers.class);

  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final String own;
  private final Listener listener;
  private long timer;
  private long renewed = System.nanoTime() - RENEW_NANOS;
  private boolean looking;
  private boolean failing;

  /** Who is told, on the context that this was made on. */
  interface Listener {
    /**
     * As it is now.
     *
     * @param addresses of members' links, this one's too: node id and address, several of one id where somebody lies
     * @param others how many members there are beside this one
     */
    void found(Collection<Map.Entry<String, String>> addresses, int others);
  }

  private record Found(Collection<Map.Entry<String, String>> addresses, int others) {}

  /**
   * @param own node id and address of this node's links, {@code id host:port}
   * @param listener told of what is found, now and then
   */
  HazelcastMembers(Vertx vertx, HazelcastInstance hazelcast, String own, Listener listener) {
    this.vertx = vertx;
    this.hazelcast = hazelcast;
    this.own = own;
    this.listener = listener;
  }

  /** Hazelcast of a Vert.x that is clustered by it; empty of any other. */
  static Optional<HazelcastInstance> of(Vertx vertx) {
    return ((VertxInternal) vertx).clusterManager() instanceof HazelcastClusterManager manager
        ? Optional.of(manager.getHazelcastInstance())
        : Optional.empty();
  }

  /** The address by which other members know this one, without port. */
  static String host(HazelcastInstance hazelcast) {
    return hazelcast.getCluster().getLocalMember().getAddress().getHost();
  }

  /** Succeeds when this node has said where it is. */
  Future<Void> start() {
    timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
    return look();
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private Future<Void> look() {
    if (looking) {
      return Future.succeededFuture();
    }
    looking = true;
    return vertx.executeBlocking(this::exchange, false).transform(looked -> {
      looking = false;
      if (looked.succeeded()) {
        listener.found(looked.result().addresses(), looked.result().others());
      } else if (!failing) {
        LOG.warn("Hazelcast does not answer cause={}", looked.cause().toString());
      }
      failing = looked.failed();
      return Future.succeededFuture();
    });
  }

  /** Anybody in Hazelcast may have put anything into the map. */
  private Found exchange() {
    ReplicatedMap<Object, Object> places = hazelcast.getReplicatedMap(MAP);
    Set<Member> members = hazelcast.getCluster().getMembers();
    String self = hazelcast.getCluster().getLocalMember().getUuid().toString();
    long now = System.nanoTime();
    if (now - renewed >= RENEW_NANOS || !own.equals(places.get(self))) {
      places.put(self, own, ENTRY_SECONDS, TimeUnit.SECONDS);
      renewed = now;
    }
    Set<String> there =
        members.stream().map(member -> member.getUuid().toString()).collect(Collectors.toSet());
    List<Map.Entry<String, String>> addresses = new ArrayList<>();
    places.forEach((member, place) -> {
      String[] parts = place instanceof String text ? text.split(" ", 2) : NOWHERE;
      if (there.contains(member) && parts.length == 2 && isAddress(parts[1])) {
        addresses.add(Map.entry(parts[0], parts[1]));
      }
    });
    return new Found(addresses, members.size() - 1);
  }

  /** Somebody who knows Hazelcast's name for the cluster, and not its secret, may have written it. */
  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches()
        && isPort(Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)));
  }

  private static boolean isPort(int number) {
    return number > 0 && number < 1 << 16;
  }
}
