package dev.atoll.cluster;

import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

  /** Nodes that could not be reached for so long are reached through others; and dialled less often from then on. */
  private static final long BRIDGED_AFTER_NANOS = 1_000_000_000L;

  private static final int DIALS_WHERE_BRIDGED = 4;

  private static final int MOST_RESETS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  private final Vertx vertx;
  private final Context context;
  private final Parts parts;
  private final NetServer server;
  private final NetClient client;

  /** One a node, open. */
  private final Map<String, Link> open = new LinkedHashMap<>();

  private final Strangers strangers = new Strangers();

  /** Nodes that are being dialled, and those that are through another. */
  private final Set<String> dialling = new HashSet<>();

  private final Set<String> tunnelling = new HashSet<>();

  /** Since when there is no link with a node that there should be one with. */
  private final Map<String, Long> missing = new HashMap<>();

  private final Tunnels tunnels;

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
  private int tunnelsBegun;

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
    void gone(String node);

    /** Something came, which is about to be heard. */
    default void coming() {}
  }

  /**
   * Where links are.
   *
   * @param server not listening yet
   */
  record Sockets(Vertx vertx, NetServer server, NetClient client) {}

  /** To be made on the context that it is used on. */
  Links(Sockets sockets, Parts parts, NodeCard card) {
    this.vertx = sockets.vertx();
    this.context = vertx.getOrCreateContext();
    this.server = sockets.server();
    this.client = sockets.client();
    this.parts = parts;
    this.card = card;
    this.tunnels = new Tunnels(context, new TunnelEnds());
  }

  /** What tunnels need of links. */
  private final class TunnelEnds implements Tunnels.Ends {
    @Override
    public Optional<Link> direct(String node) {
      return to(node).filter(Link::isDirect);
    }

    @Override
    public Optional<Link> accept(Carrier carrier) {
      return stopped || !strangers.mayEnter(carrier.host())
          ? Optional.empty()
          : Optional.of(made(carrier, ""));
    }
  }

  /** Succeeds with the port, when others can dial. */
  Future<Integer> start(String host, int port) {
    server.connectHandler(this::accept);
    return server.listen(port, host).map(listening -> {
      timers.add(vertx.setPeriodic(TICK_MILLIS, id -> tick()));
      timers.add(vertx.setPeriodic(DIAL_MILLIS, id -> dial()));
      return listening.actualPort();
    });
  }

  Future<Void> stop() {
    stopped = true;
    timers.forEach(vertx::cancelTimer);
    new ArrayList<>(open.values()).forEach(link -> link.close("LEAVING"));
    strangers.all().forEach(link -> link.close("LEAVING"));
    return server.close().eventually(client::close);
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

  private void accept(NetSocket socket) {
    if (strangers.mayEnter(socket.remoteAddress().hostAddress())) {
      meet(socket, "");
    } else {
      socket.close();
    }
  }

  private void dial() {
    if (stopped) {
      return;
    }
    dials++;
    known.forEach((node, address) -> {
      Link now = open.get(node);
      boolean wanted = now == null || !now.isDirect() && dials % DIALS_WHERE_BRIDGED == 0;
      if (wanted && isDialledHere(node) && dialling.add(node)) {
        dial(node, address);
      }
    });
    bridge();
  }

  /** Of two nodes one dials. */
  private boolean isDialledHere(String node) {
    return parts.self().compareTo(node) < 0;
  }

  private void dial(String node, String address) {
    int colon = address.lastIndexOf(':');
    int port = Integer.parseInt(address.substring(colon + 1));
    String host = address.substring(0, colon);
    // a stranger's address may be one that cannot even be tried
    Future.<NetSocket>future(dialled -> client.connect(port, host).onComplete(dialled))
        .onSuccess(socket -> meet(socket, node))
        .onFailure(cause -> {
          dialling.remove(node);
          LOG.debug("node is not reached address={} cause={}", address, cause.getMessage());
        });
  }

  /** Goes through others to whom cannot be reached, where they have a connection with it. */
  private void bridge() {
    Set<String> wished = new HashSet<>(known.keySet());
    open.values().stream().filter(Link::isDirect).forEach(link -> wished.addAll(hears(link)));
    wished.removeIf(node -> !isDialledHere(node) || open.containsKey(node));
    missing.keySet().retainAll(wished);
    long now = System.nanoTime();
    for (String node : wished) {
      long since = missing.computeIfAbsent(node, first -> now);
      if (now - since > BRIDGED_AFTER_NANOS && !tunnelling.contains(node)) {
        between(node).ifPresent(link -> tunnel(link, node));
      }
    }
  }

  /** Another one each time: the last could not, or it would not be asked for again. */
  private Optional<Link> between(String node) {
    List<Link> able = open.values().stream()
        .filter(link -> link.isDirect() && hears(link).contains(node))
        .toList();
    return able.isEmpty()
        ? Optional.empty()
        : Optional.of(able.get(Math.floorMod(tunnelsBegun, able.size())));
  }

  private static List<String> hears(Link link) {
    return link.card().getHearsList();
  }

  private void tunnel(Link between, String node) {
    tunnelsBegun++;
    tunnelling.add(node);
    tunnels.begin(between, node, carrier -> made(carrier, node)).greet();
  }

  /** @param dialled whom this node dialled; empty when it did not */
  private void meet(NetSocket socket, String dialled) {
    Link link = made(new SocketCarrier(socket), dialled);
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
  }

  private Link made(Carrier carrier, String dialled) {
    LinkHandshake handshake = new LinkHandshake(parts.secret(), dialled, parts.self());
    Link link = new Link(carrier, new Link.Parts(context, handshake, this, parts.queueBytes()));
    strangers.add(link, dialled);
    return link;
  }

  private void tick() {
    strangers.all().forEach(Link::tick);
    new ArrayList<>(open.values()).forEach(Link::tick);
  }

  /** Of one that nobody was known to be at the other side of; empty when it is none. */
  private Optional<String> noStrangerAnyMore(Link link) {
    Optional<String> dialled = strangers.remove(link);
    dialled.ifPresent((link.isDirect() ? dialling : tunnelling)::remove);
    return dialled;
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
    LOG.info("link is open node={} place={}", node, link.place());
    parts.listener().opened(link);
  }

  @Override
  public void heard(Link link, LinkBatch said) {
    if (said.getTunnelsCount() > 0) {
      tunnels.heard(link, said.getTunnelsList());
    }
    parts.listener().heard(link, said);
  }

  @Override
  public void closed(Link link, String reason) {
    tunnels.closed(link);
    Optional<String> dialled = noStrangerAnyMore(link);
    if (dialled.isPresent()) {
      if (link.isDirect() && reason.equals(LinkHandshake.OTHER_NODE)) {
        parts.listener().gone(dialled.get());
      } else if (link.isDirect()) {
        refused(link, reason);
      }
      return;
    }
    open.entrySet().stream().filter(each -> each.getValue() == link).findFirst().ifPresent(each -> {
      String node = each.getKey();
      open.remove(node);
      resets++;
      lastResets.put(node, reason);
      if (isExpected(link, reason)) {
        LOG.info("link is over node={} place={} reason={}", node, link.place(), reason);
      } else {
        LOG.warn("link is lost node={} place={} reason={}", node, link.place(), reason);
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
