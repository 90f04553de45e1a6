package dev.atoll.archipelago;

import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportChoice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Peers whose new island, or its new transport, they have not been told: asks the transport for connection strings, an island at
 * a time, and tells. One entry a peer of the engine. A transport that fails or is slow delays what is told and changes no grouping.
 */
final class Announcements {
  /** What is waited for one answer of a transport; our own rooms answer at once. */
  private static final long TRANSPORT_MILLIS = 1000;

  /** How long one turn of the event loop may tell before others have theirs. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A timer, since tasks queued one after the other keep the event loop from its sockets. */
  private static final long BREATH_MILLIS = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final Vertx vertx;
  private final ContextInternal context;
  private final TransportChoice transports;
  private final Telling telling;

  /** Each peer's island that it is to be told. */
  private final Map<String, String> pending = new LinkedHashMap<>();

  /** Islands whose turn has not come. */
  private final ArrayDeque<Group> queue = new ArrayDeque<>();

  private boolean running;

  /** What is done with a transport's answer. */
  interface Telling {
    /** How a transport knows this peer. */
    Passenger passenger(String address);

    /** Tells the peers of one island their connection strings, which this transport gave. */
    void tell(String island, Transport transport, Map<String, String> strings);

    /** A transport did not let this peer in, or failed. */
    void refused(String address);
  }

  private record Group(String island, List<String> peers) {}

  /** A transport that was asked, and for whom. */
  private record Asked(Transport transport, List<Passenger> passengers) {}

  /** To be made on the context that it is used on. */
  Announcements(Vertx vertx, TransportChoice transports, Telling telling) {
    this.vertx = vertx;
    this.context = (ContextInternal) vertx.getOrCreateContext();
    this.transports = transports;
    this.telling = telling;
  }

  /** A peer's island is now this one. */
  void add(String address, String island) {
    pending.put(address, island);
  }

  /** A peer is gone. */
  void remove(String address) {
    pending.remove(address);
  }

  /** Begins to tell all that is pending, unless the last turn's telling is still going on. */
  void run() {
    if (running || pending.isEmpty()) {
      return;
    }
    Map<String, List<String>> byIsland = new LinkedHashMap<>();
    pending.forEach((peer, island) ->
        byIsland.computeIfAbsent(island, unused -> new ArrayList<>()).add(peer));
    byIsland.forEach((island, peers) -> queue.add(new Group(island, peers)));
    running = true;
    next();
  }

  /** As many islands as one turn has time for; those whose transport answers later wait for it. */
  private void next() {
    long start = System.nanoTime();
    while (!queue.isEmpty()) {
      Future<Void> told =
          tell(queue.remove()).onFailure(bug -> LOG.error("Island was not told", bug));
      if (!told.isComplete()) {
        told.onComplete(ignored -> next());
        return;
      }
      if (System.nanoTime() - start > TURN_NANOS && !queue.isEmpty()) {
        vertx.setTimer(BREATH_MILLIS, id -> next());
        return;
      }
    }
    running = false;
  }

  private Future<Void> tell(Group group) {
    List<Passenger> passengers = new ArrayList<>(group.peers().size());
    for (String peer : group.peers()) {
      if (group.island().equals(pending.get(peer))) {
        passengers.add(telling.passenger(peer));
      }
    }
    Asked asked = new Asked(transports.of(group.island()), passengers);
    Future<Map<String, String>> strings = Future.succeededFuture()
        .compose(now -> asked.transport().connectionStrings(group.island(), passengers));
    Future<Map<String, String>> bounded =
        strings.isComplete() ? strings : strings.timeout(TRANSPORT_MILLIS, TimeUnit.MILLISECONDS);
    // a transport may answer on whatever thread; by a plain call when it is this one
    Promise<Map<String, String>> here = context.promise();
    bounded.onComplete(here);
    return here.future().transform(answer -> {
      answered(group, asked, answer.succeeded() ? answer.result() : failed(group, answer.cause()));
      return Future.succeededFuture();
    });
  }

  private static Map<String, String> failed(Group group, Throwable cause) {
    LOG.warn(
        "Transport gave no connection strings island={} cause={}",
        group.island(),
        cause.toString());
    return Map.of();
  }

  /**
   * Those whose island changed again while the transport was asked are told by a later turn, and so are all when their island
   * changed its transport.
   */
  private void answered(Group group, Asked asked, Map<String, String> strings) {
    if (transports.of(group.island()) != asked.transport()) {
      return;
    }
    Map<String, String> told = new LinkedHashMap<>();
    Set<String> refused = new HashSet<>();
    for (Passenger passenger : asked.passengers()) {
      String address = passenger.address();
      if (!group.island().equals(pending.get(address))) {
        continue;
      }
      String string = strings.get(address);
      if (string == null) {
        refused.add(address);
      } else {
        pending.remove(address);
        told.put(address, string);
      }
    }
    telling.tell(group.island(), asked.transport(), told);
    refused.forEach(telling::refused);
  }
}
