package dev.atoll.node;

import dev.atoll.archipelago.Archipelago;
import dev.atoll.archipelago.RulesVersion;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.IslandsSettings;
import dev.atoll.config.IslandsSettings.Threading;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.config.TransportRule;
import dev.atoll.http.ScenePlan;
import dev.atoll.transport.Explanation;
import dev.atoll.transport.ListenedIslands;
import dev.atoll.transport.P2pTransport;
import dev.atoll.transport.Probes;
import dev.atoll.transport.RoomsElsewhere;
import dev.atoll.transport.RuledTransports;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportFactory;
import dev.atoll.transport.WsRoomTransport;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The grouping of peers, on the node's own context or on a worker. */
final class ArchipelagoPart implements NodePart {
  private static final Logger LOG = LoggerFactory.getLogger(ArchipelagoPart.class);

  private final Foundation foundation;
  private final ScenePlan scenes;
  private final Probes probes;
  private final ListenedIslands listened = new ListenedIslands();
  private final RuledTransports transports;
  private final Archipelago archipelago;
  private boolean startedHere;

  /** On the archipelago's context. */
  private boolean warned;

  /** @param rules which of the owner's are in force, where there are other nodes */
  ArchipelagoPart(Foundation foundation, Supplier<RulesVersion> rules) {
    this.foundation = foundation;
    foundation.listeners().add(listened);
    this.scenes =
        new ScenePlan(foundation.vertx(), foundation.settings().realm().contentUrl());
    this.probes =
        new Probes(foundation.vertx(), foundation.settings().transports().silence());
    this.transports = new RuledTransports(terms(foundation.settings()), parts());
    this.archipelago = new Archipelago(
        foundation.bus(),
        foundation.settings().islands(),
        transports,
        foundation
            .cluster()
            .map(nodes -> new Archipelago.Membership(
                nodes, foundation.settings().cluster().absence(), rules)),
        foundation.meters());
  }

  private static RuledTransports.Terms terms(AtollSettings settings) {
    return new RuledTransports.Terms(
        settings.transportRules(),
        settings.islands().size(),
        settings.transports().minimumStay(),
        settings.transports().movesPerSecond(),
        settings.transports().silence(),
        settings.islands().merge() == IslandsSettings.Merge.REFERENCE);
  }

  private RuledTransports.Parts parts() {
    Transport ownRooms = ownRooms();
    TransportFactory rooms =
        new RoomsElsewhere(foundation.tokens(), foundation::roomsId, ownRooms, probes);
    // asked when a transport is heard of, so that parts that are made later can add theirs
    TransportFactory any = status -> TransportFactory.firstOf(foundation.transports())
        .transport(status)
        .or(() -> rooms.transport(status));
    return new RuledTransports.Parts(
        new P2pTransport(),
        ownRooms,
        foundation::roomsId,
        foundation.runs(Part.ROOMS),
        any,
        scenes,
        this::isListened);
  }

  /** Of a realm of many nodes all are sent to the same one, and not where each came from. */
  private Transport ownRooms() {
    return foundation.settings().rooms().publicUrl().isPresent()
        ? WsRoomTransport.at(foundation.tokens(), foundation.roomsUrl())
        : new WsRoomTransport(foundation.tokens(), this::ownRoomsUrl);
  }

  private boolean isListened(String island) {
    for (Predicate<String> listener : foundation.listeners()) {
      if (listener.test(island)) {
        return true;
      }
    }
    return false;
  }

  /** Who forms the realm's islands, where that may be another node. */
  Optional<Archipelago.Leader> leader() {
    return archipelago.leader();
  }

  /** What islands can ride on now. */
  Explanation.Transports known() {
    return transports.known();
  }

  /** The owner's rules are these from now on; for any thread. */
  void rules(List<TransportRule> rules) {
    transports.rules(rules);
  }

  /** On the node's context, so that it is called plainly, or on a worker that Vert.x undeploys with the node. */
  @Override
  public Future<?> start() {
    scenes.start();
    warnOfForeignRooms();
    listened.start(foundation.bus());
    if (foundation.settings().islands().threading() == Threading.WORKER) {
      DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
      return foundation.vertx().deployVerticle(archipelago, worker);
    }
    startedHere = true;
    archipelago.init(foundation.vertx(), foundation.context());
    return archipelago.start();
  }

  @Override
  public Future<?> stop() {
    listened.stop();
    boolean stopsHere = startedHere;
    startedHere = false;
    Future<?> stopped = stopsHere ? archipelago.stop() : Future.succeededFuture();
    return stopped.eventually(probes::stop).eventually(scenes::stop);
  }

  /** Records a trace of the grouping, until it is abandoned at the most. */
  Future<Buffer> record(Duration time, Future<?> abandoned) {
    return archipelago.record(time, abandoned);
  }

  /** Asked for peers whose door did not say where they came in: those of foreign doors. */
  private String ownRoomsUrl() {
    if (foundation.origins().published().isEmpty() && !warned) {
      warned = true;
      LOG.warn(
          "Peers of foreign doors are sent to rooms on localhost: set http.public-url where they come from elsewhere");
    }
    return foundation.roomsUrl();
  }

  private void warnOfForeignRooms() {
    boolean elsewhere = !foundation.runs(Part.ROOMS);
    if (elsewhere && foundation.settings().rooms().secret().isEmpty()) {
      LOG.warn(
          "Rooms are on another node and refuse the tokens that this one makes: set the same rooms.secret on both");
    }
  }
}
