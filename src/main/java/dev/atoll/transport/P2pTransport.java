package dev.atoll.transport;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nothing of ours: peers link to each other by WebRTC and set that up through topics. {@code p2p:<island>:<peer>}, the form since
 * August 2022, of which clients read the prefix only (wire.md §5).
 */
public final class P2pTransport implements Transport {
  @Override
  public Future<Map<String, String>> connectionStrings(String island, List<Passenger> passengers) {
    Map<String, String> strings = new HashMap<>(2 * passengers.size());
    for (Passenger passenger : passengers) {
      strings.put(passenger.address(), "p2p:" + island + ":" + passenger.address());
    }
    return Future.succeededFuture(strings);
  }
}
