package dev.atoll.archipelago;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandChange.ChangeTo;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.Wish;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.Review;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportChoice;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Who is grouped with whom, and who was told so. Without clock or timers of its own; used by one thread at a time. */
final class Grouping implements Announcements.Telling {
  /** Peers that come through other systems, where nobody else bounds them. */
  static final int MOST_FOREIGN = mostForeign(Runtime.getRuntime().maxMemory());

  /** What one may take with its island, its place in reports and all else that is remembered of it. */
  private static final int BYTES_EACH = 8 << 10;

  private final Bus bus;
  private final IslandsEngine engine;
  private final TransportChoice transports;
  private final Presence presence;
  private final Announced announced;
  private final Announcements announcements;
  private final BridgeOrders bridges;

  Grouping(Vertx vertx, Bus bus, Parts parts) {
    this.bus = bus;
    this.engine = parts.engine();
    this.transports = parts.transports();
    this.presence = new Presence(parts.heartbeatTimeout().toNanos());
    this.announced = new Announced(bus);
    this.bridges = new BridgeOrders(bus);
    this.announcements = new Announcements(vertx, transports, this);
  }

  /**
   * What groups.
   *
   * @param engine decides
   * @param transports carry islands
   * @param heartbeatTimeout after which a silent peer is dropped
   */
  record Parts(IslandsEngine engine, TransportChoice transports, Duration heartbeatTimeout) {}

  /**
   * A peer is there. False, and nothing happens, when its heartbeat is not sound, since not only our own doors publish them, or
   * when it is new and there are {@link #MOST_FOREIGN} that come through other systems as it does.
   */
  boolean heartbeat(String address, Heartbeat heartbeat, Sighted sighted) {
    if (!Positions.isSound(heartbeat)) {
      return false;
    }
    Position at = heartbeat.getPosition();
    if (isTooMany(address, sighted.headers())) {
      return false;
    }
    presence.seen(address, sighted.headers(), sighted.nanos());
    Wish wish = heartbeat.hasDesiredRoom() ? Wish.room(heartbeat.getDesiredRoom()) : Wish.UNCHANGED;
    engine.move(address, at.getX(), at.getY(), at.getZ(), wish);
    return true;
  }

  /** Several times the largest realm there was, and never more than fit into a heap of that size. */
  static int mostForeign(long heap) {
    return (int) Math.min(100_000, heap / BYTES_EACH);
  }

  private boolean isTooMany(String address, Headers headers) {
    return presence.foreign() >= MOST_FOREIGN
        && Presence.isForeign(headers)
        && !presence.has(address);
  }

  /**
   * How a heartbeat came.
   *
   * @param headers origin and login of the peer's session, where they are known
   * @param nanos when
   */
  record Sighted(Headers headers, long nanos) {}

  /** A peer is gone, or logged in anew: its island is forgotten, and its next heartbeat assigns one. */
  void forget(String address) {
    presence.forget(address);
    engine.disconnect(address);
    announcements.remove(address);
    announced.gone(address);
  }

  /** Groups anew; tells who is where to whoever listens, and to each peer what changed for it. */
  void flush(long nanos) {
    presence.expire(nanos).forEach(this::forget);
    int size = transports.openSize();
    if (size > 0) {
      engine.openAt(size);
    }
    for (IslandChange change : engine.flush()) {
      if (change instanceof ChangeTo to) {
        changed(to.peer(), to.island());
      }
    }
    ride(transports.review(new Review(engine.islands(), presence::hasTopics, nanos)));
    bus.publish(new Message(Subjects.ISLANDS, new IslandsReport(engine.islands())));
    announcements.run();
  }

  private void ride(Review.Outcome outcome) {
    outcome.resized().forEach(each -> engine.resize(each.island(), each.maxPeers()));
    outcome.bridged().forEach(bridges::tell);
    outcome.moved().forEach(this::tellAll);
  }

  /** A peer that is back where it was told to be need not be told again. */
  private void changed(String address, String island) {
    if (announced.isAt(address, island, transports.of(island))) {
      announcements.remove(address);
    } else {
      announcements.add(address, island);
    }
  }

  /** Its transport is another one now. */
  private void tellAll(IslandSnapshot island) {
    island.peers().forEach(peer -> announcements.add(peer, island.id()));
  }

  @Override
  public Passenger passenger(String address) {
    return new Passenger(address, presence.origin(address));
  }

  @Override
  public void tell(String island, Transport transport, Map<String, String> strings) {
    if (strings.isEmpty()) {
      return;
    }
    engine.island(island).ifPresent(snapshot -> {
      IslandChangedMessages messages = IslandChangedMessages.to(snapshot, engine::positionOf);
      strings.forEach((address, string) -> announced.moved(
          address,
          island,
          new Announced.Told(
              messages.forPeer(string, announced.island(address)),
              presence.login(address),
              transport)));
    });
  }

  /** One that was told an island before returns to it, or is told later; another starts anew with its next heartbeat. */
  @Override
  public void refused(String address) {
    Optional<String> before = announced.island(address);
    if (before.isEmpty()) {
      forget(address);
    } else if (engine.putBack(address, before.get())) {
      announcements.remove(address);
    }
  }

  /** Peers heard of. */
  int peers() {
    return presence.size();
  }

  /** Each peer's island as it was told. */
  Map<String, String> told() {
    return announced.islands();
  }

  IslandsEngine engine() {
    return engine;
  }
}
