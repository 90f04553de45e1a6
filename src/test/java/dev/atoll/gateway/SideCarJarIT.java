package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.config.AtollSettings;
import dev.atoll.handshake.DoorClient;
import dev.atoll.livekit.LiveKitPeers;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.livekit.webrtc.WebRtcNeeded;
import dev.atoll.protocol.message.IslandChangedMessage;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar, with the side-car's jar beside it and without, on a real LiveKit. */
@Timeout(300)
class SideCarJarIT {
  private static final String PROGRAM = "atoll.jar";
  private static final String ADD_ON = "atoll-side-car.jar";
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir
  Path folder;

  private final Vertx vertx = Vertx.vertx();
  private Process process;

  @AfterEach
  void stop() throws Exception {
    vertx.close().await();
    if (process != null) {
      process.destroy();
      process.waitFor(Patience.SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Its public port. */
  private int start(LiveKitServer server) throws IOException {
    process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-jar",
            folder.resolve(PROGRAM).toString(),
            "--http.host=127.0.0.1",
            "--http.port=0",
            "--operations.port=0",
            "--realm.server-address=" + GatewayRig.SERVER,
            "--islands.transport=livekit",
            "--islands.flush-interval=100ms",
            "--livekit=" + server.settings(),
            "--gateway.secret=" + Jwt.SECRET)
        .directory(folder.toFile())
        .redirectError(folder.resolve("log").toFile())
        .start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("/about")) {
        return Integer.parseInt(line.replaceAll(".*:(\\d+)/about.*", "$1"));
      }
    }
    throw new AssertionError(Files.readString(folder.resolve("log")));
  }

  /** A peer is sent to LiveKit, and a server listens there. */
  private ThirdParty listen(int port, LiveKitPeers peers) {
    Identity identity = GatewayRig.identity();
    DoorClient door = DoorClient.connect(vertx, port).login(identity);
    IslandChangedMessage change;
    do {
      door.heartbeat(8, 8);
      change = door.next().getIslandChanged();
    } while (!change.getConnStr().startsWith("livekit:"));
    peers.join("peer", change.getConnStr());
    peers.await("peer joined");
    GatewayTokens tokens = GatewayTokens.create(
        vertx, AtollSettings.of(Map.of("gateway.secret", Jwt.SECRET)).gateway());
    Area area = GatewayRig.area("0,0");
    ThirdParty server = ThirdParty.connect(
        vertx, port, tokens.mint(new Grant("s", area, area, Instant.now().plusSeconds(600))));
    server.next("welcome");
    server.subscribe("messageBus.island.*.peer.*.>");
    return server;
  }

  @Test
  void beside_its_jar_it_goes_in() throws Exception {
    WebRtcNeeded.load();
    Files.copy(TARGET.resolve(PROGRAM), folder.resolve(PROGRAM));
    Files.copy(TARGET.resolve(ADD_ON), folder.resolve(ADD_ON));
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      ThirdParty game = listen(start(server), peers);

      peers.await("peer sees " + GatewayRig.SERVER);

      // again and again: where the machine stands still it may be cut off, which is told, and go in
      // once more
      String subject = await()
          .atMost(Patience.TIME)
          .until(
              () -> {
                peers.send("peer", new byte[] {42, 0}, true);
                return game.hasHeardAll() ? "" : game.next().getString("subject", "");
              },
              each -> !each.isEmpty());
      assertThat(subject).endsWith(".chat");
    }
  }

  @Test
  void without_its_jar_listeners_are_told_so_and_all_else_works() throws Exception {
    Files.copy(TARGET.resolve(PROGRAM), folder.resolve(PROGRAM));
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      ThirdParty game = listen(start(server), peers);

      JsonObject notice = game.next("notice");

      assertThat(notice.getString("name")).isEqualTo("side_car_missing");
      assertThat(notice.getString("text")).contains(ADD_ON);
    }
  }

  /** Whoever passes the program around needs no more than these two. */
  @Test
  void the_program_holds_nothing_of_it() throws IOException {
    for (String name : List.of(PROGRAM, ADD_ON)) {
      try (java.util.jar.JarFile jar =
          new java.util.jar.JarFile(TARGET.resolve(name).toFile())) {
        boolean has = jar.getEntry("dev/onvoid/webrtc/PeerConnectionFactory.class") != null;
        assertThat(has).as(name).isEqualTo(name.equals(ADD_ON));
        assertThat(jar.stream().anyMatch(entry -> entry.getName().startsWith("dev/atoll/")))
            .as(name)
            .isEqualTo(name.equals(PROGRAM));
      }
    }
  }
}
