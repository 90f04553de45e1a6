package dev.atoll.node;

import dev.atoll.livekit.LiveKit;
import dev.atoll.transport.Transport;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The LiveKit deployments of {@code livekit}, where the archipelago is that sends peers there. */
final class LiveKitPart implements NodePart {
  private final Foundation foundation;
  private final LiveKit liveKit;

  LiveKitPart(Foundation foundation) {
    this.foundation = foundation;
    this.liveKit = new LiveKit(new LiveKit.Parts(
        foundation.vertx(),
        foundation.settings(),
        foundation.bus(),
        foundation.access(),
        foundation.meters()));
    foundation.transports().add(liveKit);
  }

  @Override
  public Future<?> start() {
    if (!foundation.settings().livekit().isEmpty()) {
      liveKit.mount(foundation.server().router());
      liveKit.start();
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
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
    return links;
  }
}
