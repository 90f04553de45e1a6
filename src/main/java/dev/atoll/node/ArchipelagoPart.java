package dev.atoll.node;

import dev.atoll.archipelago.Archipelago;
import dev.atoll.config.IslandsSettings.Threading;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.transport.WsRoomTransport;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The grouping of peers, on the node's own context or on a worker. */
final class ArchipelagoPart implements NodePart {
  private static final Logger LOG = LoggerFactory.getLogger(ArchipelagoPart.class);

  private final Foundation foundation;
  private final Archipelago archipelago;
  private boolean startedHere;

  ArchipelagoPart(Foundation foundation) {
    this.foundation = foundation;
    this.archipelago = new Archipelago(
        foundation.bus(),
        foundation.settings().islands(),
        new WsRoomTransport(foundation.tokens(), this::ownOrigin),
        foundation.meters());
  }

  /** On the node's context, so that it is called plainly, or on a worker that Vert.x undeploys with the node. */
  @Override
  public Future<?> start() {
    warnOfForeignDoors();
    warnOfForeignRooms();
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
    boolean stopsHere = startedHere;
    startedHere = false;
    return stopsHere ? archipelago.stop() : Future.succeededFuture();
  }

  /** Records a trace of the grouping, until it is abandoned at the most. */
  Future<Buffer> record(Duration time, Future<?> abandoned) {
    return archipelago.record(time, abandoned);
  }

  /** Where peers are sent whose own way in is not known: those of foreign doors. */
  private String ownOrigin() {
    return foundation
        .origins()
        .published()
        .orElseGet(() -> "ws://localhost:" + foundation.server().port());
  }

  private void warnOfForeignDoors() {
    boolean joined =
        foundation.runs(Part.NATS) && !foundation.settings().nats().url().isEmpty();
    if (joined && foundation.origins().published().isEmpty()) {
      LOG.warn(
          "Peers of foreign doors are sent to rooms on localhost: set http.public-url where they come from elsewhere");
    }
  }

  private void warnOfForeignRooms() {
    boolean elsewhere = !foundation.runs(Part.ROOMS);
    if (elsewhere && foundation.settings().rooms().secret().isEmpty()) {
      LOG.warn(
          "Rooms are on another node and refuse the tokens that this one makes: set the same rooms.secret on both");
    }
  }
}
