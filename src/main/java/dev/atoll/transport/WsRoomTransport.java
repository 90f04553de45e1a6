package dev.atoll.transport;

import dev.atoll.auth.RoomTokens;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * WebSocket rooms, this node's own or another's with the same {@code rooms.secret}:
 * {@code ws-room:<origin>/rooms/<island>?access_token=<jwt>}, the island percent-encoded.
 */
public final class WsRoomTransport implements Transport {
  private final RoomTokens tokens;
  private final Supplier<String> ownOrigin;
  private final boolean followsSessions;

  /**
   * Those of this node: peers are sent where their session came through.
   *
   * @param tokens signs who may enter
   * @param ownOrigin where peers are sent whose sessions' origin is not known; asked when one is
   */
  public WsRoomTransport(RoomTokens tokens, Supplier<String> ownOrigin) {
    this(tokens, ownOrigin, true);
  }

  private WsRoomTransport(RoomTokens tokens, Supplier<String> ownOrigin, boolean followsSessions) {
    this.tokens = tokens;
    this.ownOrigin = ownOrigin;
    this.followsSessions = followsSessions;
  }

  /**
   * Those of a node elsewhere.
   *
   * @param url such as {@code wss://rooms.example.org}
   */
  public static WsRoomTransport at(RoomTokens tokens, String url) {
    return new WsRoomTransport(tokens, () -> url, false);
  }

  @Override
  public Future<Map<String, String>> connectionStrings(String island, List<Passenger> passengers) {
    Map<String, String> strings = new HashMap<>(2 * passengers.size());
    String path = RoomTokens.path(island);
    for (Passenger passenger : passengers) {
      String token = tokens.mint(passenger.address(), island);
      strings.put(
          passenger.address(), "ws-room:" + origin(passenger) + path + "?access_token=" + token);
    }
    return Future.succeededFuture(strings);
  }

  private String origin(Passenger passenger) {
    boolean own = followsSessions && !passenger.origin().isEmpty();
    return own ? passenger.origin() : ownOrigin.get();
  }
}
