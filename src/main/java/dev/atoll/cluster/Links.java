package dev.atoll.cluster;

import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's links: one with each other node, dialled by the one of the smaller id, again and again while it cannot be reached. Used on one
 * context.
 */
final class Links implements Link.Events {
  private static final long TICK_MILLIS = 500;

  /** How often what is known is dialled; nodes answer at once or not at all. */
  private static final long DIAL_MILLIS = 300;

  /** How often it is logged that somebody did not know the secret. */
  private static final long REFUSALS_TOLD_NANOS = 60_000_000_000L;

  /** There is another one with the same node. */
  private static final String REPLACED = "REPLACED";

  /** Who is reached through another is dialled less often. */
  private static final int DIALS_WHERE_BRIDGED = 4;

  /** A node that is reached through another leaves that one half of what may wait. */
  private static final int BRIDGED_SHARE = 2;

  private static final int MOST_RESETS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  private final Vertx vertx;
  private final Context context;
  private final Parts parts;
  private final LinkDoor door;
  private final NetClient client;

  /** One a node, open. */
  private final Map<String, Link> open = new LinkedHashMap<>();

  private final Strangers strangers = new Strangers();

  /** Each place of a node by itself: another one may lie in the way at one of them, and say nothing. */
  private final Set<Aim> dialling = new HashSet<>();

  private final Bridges bridges;

  /** Where each node was said to be, by its id. */
  private Map<String, String> known = Map.of();

  /** The last that were lost: ids are new at each start. */
  private final Map<String, String> lastResets = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > MOST_RESETS;
    }
  };

  private final List<Long> timers = new ArrayList<>();
  private NodeCard card;
  private long resets;
  private long refused;
  private long refusalToldNanos = System.nanoTime() - REFUSALS_TOLD_NANOS;
  private boolean stopped;
  private int dials;

  /**
   * What links are made with.
   *
   * @param self id of this node
   * @param queueBytes that may wait for one other node
   * @param listener told of what happens
   */
  record Parts(ClusterSecret secret, String self, long queueBytes, Listener listener) {}

  /** What is told of links; on their context. */
  interface Listener {
    void opened(Link link);

    void heard(Link link, LinkBatch said);

    /** @param node that it was with */
    void closed(Link link, String node);

    /** Another node is where that one was looked for. */
    void gone(Aim aim);

    /** Something came, which is about to be heard. */
    default void coming() {}
  }

  /**
   * Where links are.
   *
   * @param server not listening yet; of plain connections
   * @param tls to encrypt those that it accepts, so that they are counted before that; the client encrypts its own
   */
  record Sockets(Vertx vertx, NetServer server, NetClient client, Optional<ServerSSLOptions> tls) {
    Sockets(Vertx vertx, NetServer server, NetClient client) {
      this(vertx, server, client, Optional.empty());
    }
  }

  /** To be made on the context that it is used on. */
  Links(Sockets sockets, Parts parts, NodeCard card) {
    this.vertx = sockets.vertx();
    this.context = vertx.getOrCreateContext();
    this.door = new LinkDoor(sockets, this::enter);
    this.client = sockets.client();
    this.parts = parts;
    this.card = card;
    this.bridges = new Bridges(context, new BridgeEnds());
  }

  private final class BridgeEnds implements Bridges.Ends {
    @Override
    public Collection<Link> open() {
      return open.values();
    }

    @Override
    public Link made(Carrier carrier, Aim aim) {
      return Links.this.made(carrier, aim);
    }

    @Override
    public Optional<Link> direct(String node) {
      return to(node).filter(Link::isDirect);
    }

    @Override
    public Optional<Link> accept(Carrier carrier) {
      return stopped || !strangers.mayEnter(carrier.host())
          ? Optional.empty()
          : Optional.of(made(carrier, Aim.NONE));
    }
  }

  /** Succeeds with the port, when others can dial. */
  Future<Integer> start(String host, int port) {
    return door.open(host, port).map(opened -> {
      timers.add(vertx.setPeriodic(TICK_MILLIS, id -> tick()));
      timers.add(vertx.setPeriodic(DIAL_MILLIS, id -> dial()));
      return opened;
    });
  }

  Future<Void> stop() {
    stopped = true;
    timers.forEach(vertx::cancelTimer);
    new ArrayList<>(open.values()).forEach(link -> {
      // that this node leaves was said in this very turn, it may be
      link.flush();
      link.close("LEAVING");
    });
    strangers.all().forEach(link -> link.close("LEAVING"));
    return door.close().eventually(client::close);
  }

  /** Ends all that are open, and lets them begin anew. */
  void reset(String reason) {
    new ArrayList<>(open.values()).forEach(link -> link.close(reason));
  }

  /** These nodes are said to be there; where they are not reached they are dialled on. */
  void known(Map<String, String> addresses) {
    known = Map.copyOf(addresses);
    dial();
  }

  /** What this node tells of itself from now on. */
  void tell(NodeCard now) {
    card = now;
    open.values().forEach(link -> link.tell(now));
  }

  /** Those that are open. */
  Collection<Link> open() {
    return open.values();
  }

  Optional<Link> to(String node) {
    return Optional.ofNullable(open.get(node));
  }

  /** How many ended that were open, and why the last of each node did. */
  long resets() {
    return resets;
  }

  Map<String, String> lastResets() {
    return lastResets;
  }

  private Optional<Link> enter(NetSocket socket) {
    return strangers.mayEnter(socket.remoteAddress().hostAddress())
        ? Optional.of(meet(socket, Aim.NONE))
        : Optional.empty();
  }

  private void dial() {
    if (stopped) {
      return;
    }
    dials++;
    known.forEach((node, address) -> {
      Link now = open.get(node);
      boolean wanted = now == null || !now.isDirect() && dials % DIALS_WHERE_BRIDGED == 0;
      Aim aim = new Aim(node, address);
      if (wanted && isDialledHere(node) && dialling.add(aim)) {
        dial(aim);
      }
    });
    bridge();
  }

  private void bridge() {
    Set<String> wished = bridges.heardOf();
    wished.addAll(known.keySet());
    wished.removeIf(node -> !isDialledHere(node) || open.containsKey(node));
    bridges.seek(wished);
  }

  /** Of two nodes one dials. */
  private boolean isDialledHere(String node) {
    return parts.self().compareTo(node) < 0;
  }

  private void dial(Aim aim) {
    String address = aim.address();
    int colon = address.lastIndexOf(':');
    int port = Integer.parseInt(address.substring(colon + 1));
    String host = address.substring(0, colon);
    // a stranger's address may be one that cannot even be tried
    Future.<NetSocket>future(dialled -> client.connect(port, host).onComplete(dialled))
        .onSuccess(socket -> meet(socket, aim))
        .onFailure(cause -> {
          dialling.remove(aim);
          LOG.debug("node is not reached address={} cause={}", address, cause.getMessage());
        });
  }

  private Link meet(NetSocket socket, Aim aim) {
    Link link = made(new SocketCarrier(socket), aim);
    socket.handler(bytes -> {
      parts.listener().coming();
      link.bytes(bytes);
    });
    socket.closeHandler(closed -> link.close("CONNECTION_CLOSED"));
    socket.exceptionHandler(cause -> link.close("CONNECTION_LOST"));
    if (stopped) {
      link.close("LEAVING");
    } else {
      link.greet();
    }
    return link;
  }

  private Link made(Carrier carrier, Aim aim) {
    LinkHandshake handshake = new LinkHandshake(parts.secret(), aim.node(), parts.self());
    long queueBytes =
        carrier.via().isEmpty() ? parts.queueBytes() : parts.queueBytes() / BRIDGED_SHARE;
    Link link = new Link(carrier, new Link.Parts(context, handshake, this, queueBytes));
    strangers.add(link, aim);
    return link;
  }

  private void tick() {
    strangers.all().forEach(Link::tick);
    new ArrayList<>(open.values()).forEach(Link::tick);
  }

  /** Of one that nobody was known to be at the other side of; empty when it is none. */
  private Optional<Aim> noStrangerAnyMore(Link link) {
    Optional<Aim> aim = strangers.remove(link);
    aim.ifPresent(each -> {
      if (link.isDirect()) {
        dialling.remove(each);
      } else {
        bridges.dialled(each.node());
      }
    });
    return aim;
  }

  @Override
  public void opened(Link link) {
    noStrangerAnyMore(link);
    String node = link.node().orElseThrow();
    if (node.equals(parts.self())) {
      link.close("SELF");
      return;
    }
    Link before = open.get(node);
    if (before != null && before.isDirect() && before.isLively() && !link.isDirect()) {
      link.close("DIRECT");
      return;
    }
    if (before != null) {
      before.close(REPLACED);
    }
    open.put(node, link);
    if (link.isDirect()) {
      strangers.befriend(link.carrier().host());
    }
    parts.listener().opened(link);
  }

  @Override
  public void heard(Link link, LinkBatch said) {
    bridges.heard(link, said.getTunnelsList());
    parts.listener().heard(link, said);
  }

  @Override
  public void closed(Link link, String reason) {
    bridges.closed(link);
    Optional<Aim> aim = noStrangerAnyMore(link);
    if (aim.isPresent()) {
      if (link.isDirect() && reason.equals(LinkHandshake.OTHER_NODE)) {
        parts.listener().gone(aim.get());
      } else if (link.isDirect()) {
        refused(link, reason);
      }
      return;
    }
    open.entrySet().stream().filter(each -> each.getValue() == link).findFirst().ifPresent(each -> {
      String node = each.getKey();
      open.remove(node);
      resets++;
      String address = link.card().getAddress();
      if (isExpected(link, reason)) {
        lastResets.remove(node);
        LOG.info("link is over node={} address={} reason={}", node, address, reason);
      } else {
        lastResets.put(node, reason);
        LOG.warn("link is lost node={} address={} reason={}", node, address, reason);
      }
      parts.listener().closed(link, node);
    });
  }

  /** One of the two nodes leaves, or there is a better link. */
  private boolean isExpected(Link link, String reason) {
    return stopped || reason.equals(REPLACED) || link.card().getDraining();
  }

  private void refused(Link link, String reason) {
    refused++;
    long now = System.nanoTime();
    if (now - refusalToldNanos >= REFUSALS_TOLD_NANOS && !stopped) {
      refusalToldNanos = now;
      LOG.warn("no link with place={} reason={} refused={}", link.place(), reason, refused);
    }
  }

  /** How many there are of whom nothing is known. */
  int strangers() {
    return strangers.size();
  }

  /** How many connections ended before both sides knew each other. */
  long refused() {
    return refused;
  }
}
