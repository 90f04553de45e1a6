package dev.atoll.cluster;

import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Interest;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.OnContext;
import dev.atoll.bus.Pattern;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** The buses of two nodes with a real link between them, each node on an event loop of its own. For tests; of any thread. */
public final class LinkedBuses {
  private static final ClusterSecret SECRET =
      new ClusterSecret(new Secret("the secret of these nodes"), "atoll");
  private static final int QUEUE = 16 << 20;

  private final Node near;
  private final Node far;

  /** Blocks until they hear each other. */
  public LinkedBuses(VertxInternal vertx) {
    near = new Node(vertx, "near");
    far = new Node(vertx, "far");
    int port = near.start().await();
    far.start().await();
    // who has the smaller id dials
    far.run(() -> {
      far.links.known(Map.of("near", "127.0.0.1:" + port));
      return null;
    });
    until(() -> near.isLinked() && far.isLinked());
  }

  public Bus near() {
    return near.bus;
  }

  public Bus far() {
    return far.bus;
  }

  /** Returns when the far node serves exactly what is asked for at the near one. */
  public void settle() {
    until(() -> far.served() == near.asked.size());
  }

  public void stop() {
    near.run(near.links::stop).await();
    far.run(far.links::stop).await();
  }

  private static void until(Callable<Boolean> condition) {
    await().until(condition);
  }

  private static final class Node implements Links.Listener, Interest {
    final LocalBus bus = new LocalBus();
    final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Context context;
    private Links links;
    private BusLinks busLinks;

    Node(VertxInternal vertx, String id) {
      context = vertx.createEventLoopContext();
      bus.watch(this);
      run(() -> {
        links = links(vertx, id);
        busLinks = new BusLinks(vertx, bus, Patience.TIME.toMillis());
        busLinks.start();
        return null;
      });
    }

    private Links links(Vertx vertx, String id) {
      return new Links(
          new Links.Sockets(vertx, vertx.createNetServer(), vertx.createNetClient()),
          new Links.Parts(SECRET, id, QUEUE, this),
          NodeCard.getDefaultInstance());
    }

    Future<Integer> start() {
      return run(() -> links.start("127.0.0.1", 0));
    }

    boolean isLinked() {
      return run(() -> !links.open().isEmpty());
    }

    int served() {
      return run(() -> links.open().stream().mapToInt(busLinks::served).sum());
    }

    <T> T run(Callable<T> action) {
      return OnContext.call(context, action);
    }

    @Override
    public Future<Void> begins(Pattern pattern) {
      asked.add(pattern.name());
      return Future.succeededFuture();
    }

    @Override
    public void ends(Pattern pattern) {
      asked.remove(pattern.name());
    }

    @Override
    public void opened(Link link) {
      busLinks.opened(link);
    }

    @Override
    public void heard(Link link, LinkBatch said) {
      busLinks.heard(link, said);
    }

    @Override
    public void closed(Link link, String node) {
      busLinks.closed(link);
    }

    @Override
    public void gone(Aim aim) {}
  }
}
