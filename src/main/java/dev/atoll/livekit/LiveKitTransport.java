package dev.atoll.livekit;

import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rooms of one LiveKit deployment: {@code livekit:<url>?access_token=<jwt>} (wire.md §2.5 and §5). */
public final class LiveKitTransport implements Transport {
  private final String before;
  private final LiveKitTokens tokens;

  /**
   * @param url where clients reach LiveKit, such as {@code wss://sfu.example.org}; without query
   * @param tokens of that deployment
   */
  public LiveKitTransport(String url, LiveKitTokens tokens) {
    this.before = "livekit:" + url + "?access_token=";
    this.tokens = tokens;
  }

  /** Whether a connection string leads there. */
  public boolean leadsThere(String connectionString) {
    return connectionString.startsWith(before);
  }

  @Override
  public Future<Map<String, String>> connectionStrings(String island, List<Passenger> passengers) {
    Map<String, String> strings = new HashMap<>(2 * passengers.size());
    for (Passenger passenger : passengers) {
      strings.put(passenger.address(), before + tokens.join(passenger.address(), island));
    }
    return Future.succeededFuture(strings);
  }
}
