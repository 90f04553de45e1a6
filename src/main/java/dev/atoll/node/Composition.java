package dev.atoll.node;

import dev.atoll.archipelago.Archipelago;
import dev.atoll.bus.Bus;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.config.TransportRule;
import dev.atoll.http.RealmPages;
import dev.atoll.http.RealmView;
import dev.atoll.operations.ClusterPage;
import dev.atoll.operations.OperationsServer;
import dev.atoll.operations.OperationsView;
import dev.atoll.operations.ReferenceMetrics;
import dev.atoll.rooms.Rooms;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A running node: the parts that {@code node.run} names, between two ports that there always are. Lives on the node's context. */
final class Composition {
  private final Foundation foundation;
  private final Optional<GatewayPart> gateway;
  private final Optional<RulesPart> rules;
  private final Figures figures;
  private final RealmPages pages;
  private final OperationsServer operations;

  /** In the order in which they are started: who tells comes after who listens. */
  private final List<NodePart> parts = new ArrayList<>();

  private boolean accepting;
  private @Nullable Future<Void> drained;

  /**
   * What outlives a deployment.
   *
   * @param bus the realm's subjects
   * @param meters where is counted
   */
  record Shared(Bus bus, PrometheusMeterRegistry meters) {}

  Composition(Vertx vertx, Context context, AtollSettings settings, Shared shared) {
    foundation = Foundation.lay(vertx, context, settings, shared);
    gateway = part(Part.GATEWAY, GatewayPart::new);
    rules = foundation.cluster().map(nodes -> new RulesPart(foundation, nodes, this::follow));
    // in a cluster any node may be told by a transport, and tells the one that leads
    boolean hearsTransports =
        foundation.runs(Part.ARCHIPELAGO) || foundation.cluster().isPresent();
    part(hearsTransports, RegistrationPart::new);
    Optional<LiveKitPart> liveKit = part(
        hearsTransports,
        parts -> new LiveKitPart(parts, () -> parts.cluster().isEmpty() || leads()));
    part(Part.HANDSHAKE, parts -> new SignedRoomsPart(parts, liveKit));
    figures = new Figures(
        statistics(),
        part(Part.NATS, NatsPart::new),
        part(Part.ROOMS, RoomsPart::new),
        part(
            Part.ARCHIPELAGO,
            parts -> new ArchipelagoPart(parts, () -> rules.orElseThrow().version())),
        doors(),
        liveKit);
    rules.ifPresent(parts::add);
    pages = new RealmPages(
        vertx,
        settings.realm(),
        foundation.origins(),
        new RealmView(
            this::health, this::links, figures::usersOfRealm, figures::occupancy, settings.node()));
    operations = new OperationsServer(vertx, settings.operations(), shared.meters(), operated());
  }

  private OperationsView operated() {
    return new OperationsView(
        this::health,
        this::links,
        figures::transports,
        this::cluster,
        metrics(),
        this::drain,
        figures::record);
  }

  /** Of the parts named, in this order. */
  private <P extends NodePart> Optional<P> part(Part name, Function<Foundation, P> maker) {
    return part(foundation.runs(name), maker);
  }

  private <P extends NodePart> Optional<P> part(boolean runs, Function<Foundation, P> maker) {
    if (!runs) {
      return Optional.empty();
    }
    P part = maker.apply(foundation);
    parts.add(part);
    return Optional.of(part);
  }

  /** An archipelago's own figures are those that the statistics hear. */
  private Optional<StatisticsPart> statistics() {
    Part needs = foundation.runs(Part.STATISTICS) ? Part.STATISTICS : Part.ARCHIPELAGO;
    return part(needs, StatisticsPart::new);
  }

  private Optional<DoorsPart> doors() {
    Part door = foundation.runs(Part.HANDSHAKE) ? Part.HANDSHAKE : Part.BFF;
    return part(door, DoorsPart::new);
  }

  Future<Void> start() {
    pages.mount(foundation.server());
    Future<?> started = foundation.access().start();
    for (NodePart part : parts) {
      started = started.compose(before -> part.start());
    }
    started = started.compose(all -> foundation.join());
    return started
        .compose(all -> operations.start())
        .compose(port -> foundation.server().start())
        .onSuccess(port -> {
          accepting = true;
          pages.start();
          parts.forEach(NodePart::opened);
        })
        .mapEmpty();
  }

  /** The doors' sockets first, then the ports, then what heard and told. */
  Future<Void> stop() {
    Future<?> stopped = drain().eventually(foundation.server()::stop).eventually(foundation::part);
    Deque<NodePart> backwards = new ArrayDeque<>(parts);
    while (!backwards.isEmpty()) {
      NodePart part = backwards.removeLast();
      stopped = stopped.eventually(part::stop);
    }
    return stopped
        .eventually(pages::stop)
        .eventually(foundation::close)
        .eventually(operations::stop)
        .mapEmpty();
  }

  int httpPort() {
    return foundation.server().port();
  }

  int operationsPort() {
    return operations.port();
  }

  /**
   * Lets nobody in any more and sends everybody elsewhere; again: nothing more happens. Rooms may be entered until their islands have
   * moved, since peers are still told of them until then.
   */
  private Future<Void> drain() {
    Future<Void> begun = drained;
    if (begun != null) {
      return begun;
    }
    accepting = false;
    foundation.sockets().shut(kind -> !kind.door().equals(Rooms.DOOR));
    Future<?> left = foundation.handOver(leads());
    for (NodePart part : parts) {
      left = left.eventually(part::leave);
    }
    Future<Void> done = left.eventually(() -> {
          parts.forEach(NodePart::flush);
          return foundation.sockets().drain(foundation.drainTime());
        })
        .mapEmpty();
    drained = done;
    return done;
  }

  private boolean leads() {
    Optional<String> leader = leader().map(Archipelago.Leader::node);
    return foundation
        .cluster()
        .filter(nodes -> leader.filter(nodes.self()::equals).isPresent())
        .isPresent();
  }

  /** The owner's rules are these from now on; for any thread. */
  void rules(List<TransportRule> edited) {
    rules.ifPresentOrElse(shared -> shared.edit(edited), () -> follow(edited));
  }

  private void follow(List<TransportRule> inForce) {
    figures.grouping().ifPresent(part -> part.rules(inForce));
  }

  /** The gateway believes these tokens from now on; for any thread. */
  void tokens(GatewaySettings edited) {
    gateway.ifPresent(part -> part.tokens(edited));
  }

  private Optional<Archipelago.Leader> leader() {
    return figures.grouping().flatMap(ArchipelagoPart::leader);
  }

  private Optional<JsonObject> cluster() {
    return foundation.cluster().map(nodes -> {
      Optional<Archipelago.Leader> leader = leader();
      return ClusterPage.json(
          nodes.status(),
          leader.map(Archipelago.Leader::node).orElse(""),
          leader.map(Archipelago.Leader::term).orElse(0L),
          new ClusterPage.Here(
              figures.users(),
              figures.occupancy().size(),
              foundation.settings().cluster().expectedSize()));
    });
  }

  private Map<String, Boolean> health() {
    boolean missed = foundation.settings().cluster().aloneUnready() && foundation.isAlone();
    return missed
        ? Map.of("accepting", accepting, "cluster", false)
        : Map.of("accepting", accepting);
  }

  private Map<String, Boolean> links() {
    Map<String, Boolean> links = new LinkedHashMap<>(figures.links());
    foundation.cluster().ifPresent(nodes -> links.put("cluster", !foundation.isAlone()));
    return links;
  }

  private ReferenceMetrics metrics() {
    String network = foundation.settings().ethereum().network();
    return new ReferenceMetrics(network, figures::archipelago, figures::rooms, figures::rpcUsers);
  }
}
