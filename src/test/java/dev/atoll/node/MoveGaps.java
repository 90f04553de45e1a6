package dev.atoll.node;

import dev.atoll.config.AtollSettings;
import dev.atoll.livekit.LiveKitServer;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How long peers of an island hear each other not when it moves between peer to peer, rooms and LiveKit without a bridge: a node, a LiveKit
 * and a browser with kernels of 2022 on one machine. Prints a line for each way. Arguments: peers, rounds.
 */
public final class MoveGaps {
  private static final List<String> ROUND =
      List.of("livekit", "ws-room", "p2p", "ws-room", "livekit", "p2p", "livekit", "ws-room");

  public static void main(String[] arguments) throws Exception {
    String peers = arguments.length > 0 ? arguments[0] : "8";
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    Vertx vertx = Vertx.vertx();
    try (LiveKitServer server = LiveKitServer.start()) {
      AtollNode node = TestNode.start(
          vertx, Map.of("livekit", server.settings(), "transports.minimum-stay", "0s"));
      Process script = NodeJs.start(
          "gaps.mjs",
          "ws://127.0.0.1:" + node.httpPort() + "/rpc",
          NodeJs.needed("chromium", "google-chrome").toString(),
          peers);
      try (BufferedReader told = script.inputReader(StandardCharsets.UTF_8);
          PrintWriter orders =
              new PrintWriter(script.getOutputStream(), true, StandardCharsets.UTF_8)) {
        told.readLine();
        for (int round = 0; round < rounds; round++) {
          for (String kind : ROUND) {
            node.rules(AtollSettings.of(
                    Map.of("rules", "[{use: [" + kind + "]}]", "livekit", server.settings()))
                .transportRules());
            orders.println(kind);
            System.out.println(told.readLine());
          }
        }
        orders.println("end");
        told.lines().forEach(System.out::println);
      }
    }
    System.exit(0);
  }
}
