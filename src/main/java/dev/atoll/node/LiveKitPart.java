package dev.atoll.node;

import dev.atoll.config.NodeSettings.Part;
import dev.atoll.config.TransportKind;
import dev.atoll.livekit.LiveKit;
import dev.atoll.livekit.sidecar.SideCars;
import dev.atoll.transport.Transport;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The LiveKit deployments of {@code livekit}, where the archipelago is that sends peers there, and on all nodes of a cluster. */
final class LiveKitPart implements NodePart {
  private final Foundation foundation;
  private final LiveKit liveKit;
  private final SideCars sideCars;

  /** @param leads whether this node forms the realm's islands */
  LiveKitPart(Foundation foundation, BooleanSupplier leads) {
    this.foundation = foundation;
    this.liveKit = new LiveKit(new LiveKit.Parts(
        foundation.vertx(),
        foundation.settings(),
        foundation.bus(),
        foundation.access(),
        foundation.meters(),
        leads));
    foundation.transports().add(liveKit);
    this.sideCars = new SideCars(
        new SideCars.Parts(
            foundation.vertx(),
            foundation.settings(),
            foundation.bus(),
            liveKit,
            foundation.meters()),
        foundation.runs(Part.SIDE_CAR));
  }

  @Override
  public Future<?> start() {
    if (!foundation.settings().livekit().isEmpty()) {
      liveKit.mount(foundation.server().router());
      liveKit.start();
      liveKit.observe(
          (room, address) -> foundation.gap().entered(TransportKind.LIVEKIT, room, address));
      foundation.gap().start(foundation.bus());
      sideCars.start();
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    foundation.gap().stop();
    sideCars.stop();
    return liveKit.stop();
  }

  /** Which carries a room that is no island. */
  Optional<Transport> transportOf(String room) {
    return liveKit.transportOf(room);
  }

  /** Whether each deployment answers. */
  Map<String, Boolean> links() {
    Map<String, Boolean> links = new LinkedHashMap<>();
    liveKit.health().forEach((id, answers) -> links.put("livekit " + id, answers));
    if (!links.isEmpty() && foundation.runs(Part.SIDE_CAR)) {
      links.put("side-car", sideCars.isHealthy());
    }
    return links;
  }
}
