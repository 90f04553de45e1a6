package dev.atoll.livekit;

import dev.atoll.livekit.webrtc.WebRtcNeeded;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One real LiveKit, and real participants, for all tests of a class with side-cars. */
public final class LiveKitStage implements BeforeAllCallback, AfterAllCallback {
  private @Nullable LiveKitServer server;
  private @Nullable LiveKitPeers peers;

  @Override
  public void beforeAll(ExtensionContext tests) {
    WebRtcNeeded.load();
    server = LiveKitServer.start();
    peers = new LiveKitPeers();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    if (peers != null) {
      peers.close();
    }
    if (server != null) {
      server.close();
    }
  }

  public LiveKitServer server() {
    return Objects.requireNonNull(server);
  }

  public LiveKitPeers peers() {
    return Objects.requireNonNull(peers);
  }
}
