package dev.atoll.cluster;

import static org.awaitility.Awaitility.await;

import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.OnContext;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Nodes of one realm with real links between them and no Hazelcast, each on an event loop of its own, all with rooms. Between two of them
 * the network can be cut, and stand still. For tests; of any thread.
 */
public final class LinkedNodes implements AutoCloseable {
  private static final ClusterSecret SECRET =
      new ClusterSecret(new Secret("the secret of these nodes"), "atoll");

  /** The system takes little where the network takes nothing. */
  private static final int SEND_BUFFER = 64 << 10;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final Map<String, Way> ways = new HashMap<>();

  /**
   * Nodes that do not look for each other before {@link #start}.
   *
   * @param queueBytes that may wait on a link
   * @param ids the smaller dials
   */
  public LinkedNodes(int queueBytes, String... ids) {
    for (String id : ids) {
      nodes.put(id, new Node(id, queueBytes));
    }
    nodes
        .values()
        .forEach(from -> nodes.values().stream()
            .filter(to -> from.id.compareTo(to.id) < 0)
            .forEach(to -> ways.put(from.id + to.id, new Way(from, to))));
  }

  /** Returns when they hear each other. */
  public void start() {
    nodes.values().forEach(Node::look);
    awaitView();
  }

  /** As who a node knows the others. */
  public RealmNodes node(String id) {
    return nodes.get(id);
  }

  public LocalBus bus(String id) {
    return nodes.get(id).bus;
  }

  /** Neither hears the other; in force when this returns. */
  public void cut(String one, String other) {
    cut.add(one + other);
    cut.add(other + one);
    nodes.values().forEach(Node::look);
    awaitView();
  }

  /** They hear each other again; in force when this returns. */
  public void heal(String one, String other) {
    cut.remove(one + other);
    cut.remove(other + one);
    nodes.values().forEach(Node::look);
    awaitView();
  }

  /** Nothing that the first of the two sends gets to the other, or what waited does. */
  public void stall(String one, String other, boolean is) {
    ways.get(one.compareTo(other) < 0 ? one + other : other + one).stall(one, is);
  }

  /** A node says that it is about to leave. */
  public void drain(String id) {
    nodes.get(id).tell(NodeCard.newBuilder().setRooms(true).setDraining(true).build());
  }

  /** Messages that a node's link dropped, and how often links ended. */
  public long dropped(String from, String to) {
    Node node = nodes.get(from);
    return node.run(() -> node.links.to(to).map(Link::dropped).orElse(0L));
  }

  public long resets(String id) {
    Node node = nodes.get(id);
    return node.run(() -> node.links.resets());
  }

  private void awaitView() {
    await()
        .until(() -> nodes.values().stream()
            .allMatch(node -> node.view()
                .equals(nodes.keySet().stream()
                    .filter(id -> !cut.contains(node.id + id))
                    .collect(Collectors.toSet()))));
  }

  /** No node hears another any more. */
  public void stop() {
    nodes.values().forEach(node -> node.run(node.links::stop).await());
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  /** The network between two nodes, by a connection from one to the other. */
  private final class Way {
    private final Map<String, List<NetSocket>> sources = new HashMap<>();
    private final String from;
    private final String to;
    private final int port;
    private final Set<String> stalled = new HashSet<>();

    Way(Node from, Node to) {
      this.from = from.id;
      this.to = to.id;
      this.port = vertx
          .createNetServer(new NetServerOptions().setReceiveBufferSize(16 << 10))
          .connectHandler(near -> {
            near.pause();
            vertx
                .createNetClient()
                .connect(to.port, "127.0.0.1")
                .onSuccess(far -> join(near, far))
                .onFailure(refused -> near.close());
          })
          .listen(0, "127.0.0.1")
          .await()
          .actualPort();
    }

    private synchronized void join(NetSocket near, NetSocket far) {
      near.handler(far::write).closeHandler(end -> far.close());
      far.handler(near::write).closeHandler(end -> near.close());
      sources.computeIfAbsent(from, id -> new ArrayList<>()).add(near);
      sources.computeIfAbsent(to, id -> new ArrayList<>()).add(far);
      if (!stalled.contains(from)) {
        near.resume();
      }
      if (stalled.contains(to)) {
        far.pause();
      }
    }

    synchronized void stall(String sender, boolean is) {
      if (is) {
        stalled.add(sender);
      } else {
        stalled.remove(sender);
      }
      for (NetSocket each : sources.getOrDefault(sender, List.of())) {
        if (is) {
          each.pause();
        } else {
          each.resume();
        }
      }
    }
  }

  private final class Node implements RealmNodes, Links.Listener {
    final String id;
    final LocalBus bus = new LocalBus();
    final int port;
    private final Context context;
    private final Set<Link> heard = new HashSet<>();
    private final Watchers watchers;
    private NodeCard card = NodeCard.newBuilder().setRooms(true).build();
    private Links links;
    private BusLinks busLinks;

    Node(String id, int queueBytes) {
      this.id = id;
      this.context = ((VertxInternal) vertx).createEventLoopContext();
      this.watchers = new Watchers(vertx, context, this::list);
      run(() -> {
        links = new Links(
            new Links.Sockets(
                vertx,
                vertx.createNetServer(new NetServerOptions().setSendBufferSize(SEND_BUFFER)),
                vertx.createNetClient(new NetClientOptions().setSendBufferSize(SEND_BUFFER))),
            new Links.Parts(SECRET, id, queueBytes, this),
            card);
        busLinks = new BusLinks(vertx, bus);
        busLinks.start();
        return null;
      });
      port = run(() -> links.start("127.0.0.1", 0)).await();
    }

    /** Dials those it is to reach, and leaves those it is not. */
    void look() {
      run(() -> {
        Map<String, String> known = new HashMap<>();
        nodes.keySet().stream()
            .filter(other -> id.compareTo(other) < 0 && !cut.contains(id + other))
            .forEach(other -> known.put(other, "127.0.0.1:" + ways.get(id + other).port));
        links.known(known);
        nodes.keySet().stream()
            .filter(other -> cut.contains(id + other))
            .forEach(other -> links.to(other).ifPresent(link -> link.close("CUT")));
        return null;
      });
    }

    void tell(NodeCard now) {
      run(() -> {
        card = now;
        links.tell(now);
        changed();
        return null;
      });
    }

    Set<String> view() {
      return run(() -> {
        Set<String> view = new HashSet<>();
        list().forEach(node -> view.add(node.id()));
        return view;
      });
    }

    private List<RealmNode> list() {
      List<RealmNode> list = new ArrayList<>();
      list.add(node(id, card));
      heard.forEach(link -> list.add(node(link.node().orElseThrow(), link.card())));
      return list;
    }

    private static RealmNode node(String id, NodeCard card) {
      return new RealmNode(id, false, card.getRooms(), card.getDraining());
    }

    <T> T run(Callable<T> action) {
      return OnContext.call(context, action);
    }

    @Override
    public String self() {
      return id;
    }

    @Override
    public Watch watch(Handler<List<RealmNode>> watcher) {
      return watchers.add(watcher);
    }

    private void changed() {
      watchers.tell(list());
    }

    @Override
    public void opened(Link link) {
      link.tell(card);
      busLinks.opened(link);
    }

    @Override
    public void heard(Link link, LinkBatch said) {
      busLinks.heard(link, said);
      if (link.isOpen() && (heard.add(link) || said.hasCard())) {
        changed();
      }
    }

    @Override
    public void closed(Link link, String node) {
      busLinks.closed(link);
      if (heard.remove(link)) {
        bus.publish(new Message(Subjects.nodeLost(node), Payload.EMPTY));
        changed();
      }
    }

    @Override
    public void gone(Aim aim) {}
  }
}
