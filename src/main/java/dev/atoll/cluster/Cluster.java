package dev.atoll.cluster;

import com.google.protobuf.ByteString;
import com.hazelcast.core.HazelcastInstance;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.ClusterSettings;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's place in a realm of many nodes: finds the others, links with them, joins their buses, and tells who is there. To be used on
 * one context.
 */
public final class Cluster implements RealmNodes, Links.Listener {
  /** Of a node's id, which is drawn anew at each start. */
  private static final int ID_BITS = 80;

  private static final int BASE = 36;

  /** A leader that takes over waits for sessions for three seconds at most, and says so before. */
  private static final long HANDOVER_MILLIS = 3000;

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Vertx vertx;
  private final ClusterSettings settings;
  private final Bus bus;
  private final MeterRegistry meters;
  private final String self = new BigInteger(ID_BITS, RANDOM).toString(BASE);
  private final HazelcastInstance hazelcast;
  private final Links links;
  private final BusLinks busLinks;
  private final Watchers watchers;

  /** Links on which the other side has said what is asked for there. */
  private final Set<Link> heard = new HashSet<>();

  private final Places places = new Places();
  private Optional<HazelcastMembers> members = Optional.empty();
  private final Caution caution;
  private boolean ranked;
  private NodeCard card;
  private final ClusterLog log;

  /**
   * What this node tells the others of itself.
   *
   * @param archipelago whether it can form islands
   * @param rooms whether it has WebSocket rooms
   * @param settings those that are to be the same everywhere, by their key
   * @param millis the wall clock, which may be wrong
   */
  public record Self(
      boolean archipelago, boolean rooms, Map<String, String> settings, LongSupplier millis) {
    /** One with the system's clock. */
    public Self(boolean archipelago, boolean rooms, Map<String, String> settings) {
      this(archipelago, rooms, settings, System::currentTimeMillis);
    }
  }

  /**
   * To be made on the context that it is used on.
   *
   * @throws IllegalStateException when the Vert.x is not clustered by Hazelcast
   */
  public Cluster(Vertx vertx, ClusterSettings settings, Bus bus, MeterRegistry meters, Self told) {
    this.vertx = vertx;
    this.meters = meters;
    this.watchers = new Watchers(vertx, vertx.getOrCreateContext(), this::nodes);
    this.settings = settings;
    this.bus = bus;
    this.hazelcast = HazelcastMembers.of(vertx)
        .orElseThrow(
            () -> new IllegalStateException(
                "cluster.enabled: this Vert.x is not clustered; make it by dev.atoll.cluster.ClusteredVertx"));
    ClusterSecret secret = new ClusterSecret(settings.known(), settings.name());
    this.card = card(secret, told);
    this.caution = new Caution(vertx, new Others());
    this.log = new ClusterLog(settings);
    this.links = new Links(
        new Links.Sockets(
            vertx,
            vertx.createNetServer(),
            vertx.createNetClient(LinkTls.client(settings.tls())),
            LinkTls.server(settings.tls())),
        new Links.Parts(secret, self, settings.queueBytes().bytes(), this),
        told());
    this.busLinks = new BusLinks(vertx, bus);
  }

  private static NodeCard card(ClusterSecret secret, Self told) {
    long started = told.millis().getAsLong();
    NodeCard.Builder card = NodeCard.newBuilder()
        .setStarted(started)
        .setRank(started)
        .setArchipelago(told.archipelago())
        .setRooms(told.rooms());
    told.settings()
        .forEach(
            (key, value) -> card.putSettings(key, ByteString.copyFrom(secret.digest(key, value))));
    return card.build();
  }

  /** Succeeds when other nodes can find this one. */
  public Future<Void> start() {
    busLinks.start();
    LinkMeters.register(meters, links, () -> heard.size() + 1);
    caution.start();
    String host = settings.host().orElseGet(() -> HazelcastMembers.host(hazelcast));
    return vertx
        .executeBlocking(() -> OwnAddress.toBind(settings.host()), false)
        .compose(bound -> links.start(bound, settings.busPort()))
        .compose(port -> {
          card = card.toBuilder().setAddress(host + ":" + port).build();
          links.tell(told());
          LOG.info("this node is node={} address={}", self, card.getAddress());
          log.start(vertx);
          HazelcastMembers looking =
              new HazelcastMembers(vertx, hazelcast, self + " " + card.getAddress(), this::found);
          members = Optional.of(looking);
          return looking.start();
        });
  }

  /** Leaves; the others are told by the end of the links. */
  public Future<Void> stop() {
    members.ifPresent(HazelcastMembers::stop);
    log.stop(vertx);
    caution.stop();
    busLinks.stop();
    return links.stop();
  }

  /**
   * Tells the others that this node is about to leave.
   *
   * @param leads whether it leads now, and another must first
   * @return succeeds when another node has told that it leads, or there is none that could, or none did for {@link #HANDOVER_MILLIS}
   */
  public Future<Void> drain(boolean leads) {
    card = card.toBuilder().setDraining(true).build();
    links.tell(told());
    changed();
    boolean anyCan = nodes().stream()
        .anyMatch(node -> node.archipelago() && !node.draining() && !node.id().equals(self));
    if (!anyCan || !leads) {
      return Future.succeededFuture();
    }
    Promise<Void> told = Promise.promise();
    Bus.Subscription term = bus.subscribe(Subjects.only(Subjects.TERM), message -> {
      if (message.headers().isFromAnotherNode()) {
        told.tryComplete();
      }
    });
    long timer = vertx.setTimer(HANDOVER_MILLIS, late -> told.tryComplete());
    return told.future().onComplete(done -> {
      term.cancel();
      vertx.cancelTimer(timer);
    });
  }

  /** Tells the others which of the owner's rules this node has in force. */
  public void rules(String version) {
    card = card.toBuilder().setRules(version).build();
    links.tell(told());
  }

  /** Whether there is a node that stays when this one leaves. */
  public boolean hasSuccessor() {
    return nodes().stream().anyMatch(node -> !node.draining() && !node.id().equals(self));
  }

  @Override
  public boolean isHeld() {
    return caution.isHeld();
  }

  /** Who may have gone on without this node. */
  private final class Others implements Caution.Nodes {
    @Override
    public Collection<Link> heard() {
      return heard;
    }

    @Override
    public void reset(String reason) {
      links.reset(reason);
    }

    @Override
    public void changed() {
      if (!caution.isOn() && !ranked) {
        ranked = true;
        rankSelf();
      }
      tellSelf();
    }
  }

  private void rankSelf() {
    List<NodeCard> found = heard.stream().map(Link::card).toList();
    card = card.toBuilder().setRank(Seniority.rank(card.getRank(), found)).build();
  }

  /** Of two nodes that which came later has the higher one, whatever their clocks say; near milliseconds since 1970. */
  public long rank() {
    return card.getRank();
  }

  private void tellSelf() {
    links.tell(told());
    changed();
  }

  /** While this node must say nothing it does not lead either, and the others know so. */
  private NodeCard told() {
    NodeCard.Builder told = card.toBuilder();
    heard.stream()
        .filter(Link::isDirect)
        .flatMap(link -> link.node().stream())
        .sorted()
        .forEach(told::addHears);
    return caution.isOn() ? told.setArchipelago(false).build() : told.build();
  }

  /** @param others how many members there are beside this one; what is known of them comes later */
  private void found(Collection<Map.Entry<String, String>> addresses, int others) {
    long now = System.nanoTime();
    List<Map.Entry<String, String>> said = new ArrayList<>(addresses);
    said.removeIf(each -> each.getKey().equals(self));
    // of many who say to be one node none is always the last, who counts
    Collections.shuffle(said, RANDOM);
    places.said(said, now);
    Map<String, String> known = places.look(now);
    links.known(known);
    if (known.size() >= others) {
      caution.meet(known.keySet());
    }
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public Watch watch(Handler<List<RealmNode>> watcher) {
    return watchers.add(watcher);
  }

  /** Those who are heard, and this one; the eldest first. */
  public List<RealmNode> nodes() {
    Map<String, NodeCard> cards = new LinkedHashMap<>();
    cards.put(self, told());
    heard.forEach(link -> cards.put(link.node().orElseThrow(), link.card()));
    return Seniority.eldestFirst(cards).stream()
        .map(each -> node(each.getKey(), each.getValue()))
        .toList();
  }

  private static RealmNode node(String id, NodeCard card) {
    return new RealmNode(id, card.getArchipelago(), card.getRooms(), card.getDraining());
  }

  /** As this node sees it now. */
  public ClusterStatus status() {
    Map<String, Link> byNode = new HashMap<>();
    heard.forEach(link -> link.node().ifPresent(node -> byNode.put(node, link)));
    List<ClusterStatus.Node> told = nodes().stream()
        .map(node -> status(node, Optional.ofNullable(byNode.get(node.id()))))
        .toList();
    return new ClusterStatus(self, told, links.resets(), links.lastResets(), links.refused());
  }

  /** Connections on which nobody has proven anything yet. */
  int strangers() {
    return links.strangers();
  }

  private ClusterStatus.Node status(RealmNode node, Optional<Link> link) {
    NodeCard its = link.map(Link::card).orElse(card);
    return new ClusterStatus.Node(
        node,
        its.getAddress(),
        its.getStarted(),
        link.map(this::status),
        differing(its),
        its.getRules());
  }

  private ClusterStatus.LinkStatus status(Link link) {
    return new ClusterStatus.LinkStatus(
        link.place(),
        link.carrier().via(),
        link.roundTripMicros(),
        link.waitingBytes(),
        link.dropped(),
        busLinks.served(link));
  }

  private List<String> differing(NodeCard other) {
    Set<String> keys = new TreeSet<>(card.getSettingsMap().keySet());
    keys.addAll(other.getSettingsMap().keySet());
    keys.removeIf(key ->
        Objects.equals(card.getSettingsMap().get(key), other.getSettingsMap().get(key)));
    return List.copyOf(keys);
  }

  private void changed() {
    List<RealmNode> now = nodes();
    log.changed(now.size() == 1 && !card.getDraining());
    watchers.tell(now);
  }

  @Override
  public void opened(Link link) {
    // before what is asked for here, which may be several batches: the first tells who this is
    link.tell(told());
    busLinks.opened(link);
  }

  @Override
  public void heard(Link link, LinkBatch said) {
    busLinks.heard(link, said);
    if (!link.isOpen()) {
      return;
    }
    if (said.hasCard() && HazelcastMembers.isAddress(link.card().getAddress())) {
      places.proven(link.node().orElseThrow(), link.card().getAddress(), System.nanoTime());
    }
    boolean isNew = heard.add(link);
    if (isNew) {
      log.opened(link, differing(link.card()));
      links.tell(told());
    }
    if (isNew || said.hasCard()) {
      changed();
    }
    caution.heard(link, said);
  }

  @Override
  public void coming() {
    caution.look();
  }

  @Override
  public void closed(Link link, String node) {
    busLinks.closed(link);
    if (heard.remove(link)) {
      links.tell(told());
      bus.publish(new Message(Subjects.nodeLost(node), Payload.EMPTY));
      changed();
    }
  }

  @Override
  public void gone(Aim aim) {
    places.gone(aim);
  }
}
