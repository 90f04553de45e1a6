package dev.atoll.livekit.sidecar;

import dev.atoll.bus.Bus;
import dev.atoll.livekit.LiveKit.Site;
import dev.atoll.transport.bridge.BridgeLink;
import dev.atoll.transport.bridge.Bridges;
import dev.atoll.transport.bridge.Move;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/**
 * The bridges of all deployments: of islands that move from a room in which a side-car is, or to one that somebody listens to. Used on
 * one event loop.
 */
final class Crossings {
  private final Vertx vertx;
  private final Bus bus;
  private final Demand demand;
  private final Rooms rooms;

  /** One a deployment. */
  private List<Bridges<Crossing>> bridges = List.of();

  /** Where side-cars are. */
  interface Rooms {
    /** The one of that room, which may be on its way; nothing when there can be none. */
    Optional<Presence> find(Place place);

    /** Whether that room is for this node's side-cars. */
    boolean isHere(Place place);

    /** What is wished may be something else now. */
    void changed();
  }

  Crossings(Vertx vertx, Bus bus, Demand demand, Rooms rooms) {
    this.vertx = vertx;
    this.bus = bus;
    this.demand = demand;
    this.rooms = rooms;
  }

  void start(List<Site> sites) {
    bridges = sites.stream().map(this::of).toList();
  }

  private Bridges<Crossing> of(Site site) {
    Bridges<Crossing> made = new Bridges<>(vertx, bus, Bridges.LONGEST, new Bridges.Sides<>() {
      @Override
      public Optional<Crossing> of(Move move, BridgeLink link) {
        return side(new Place(site, move.island()), move, link);
      }

      @Override
      public boolean isHere(String island) {
        return rooms.isHere(new Place(site, island));
      }
    });
    made.start(site.id());
    return made;
  }

  /** Ends all, and begins no more. */
  void stop() {
    bridges.forEach(Bridges::stop);
    bridges = List.of();
  }

  private Optional<Crossing> side(Place place, Move move, BridgeLink link) {
    if (move.isNew()) {
      if (!demand.isHeard(move.island())) {
        return Optional.empty();
      }
      demand.cross(place);
    }
    Optional<Presence> presence = rooms.find(place).filter(each -> move.isNew() || each.isIn());
    if (presence.isEmpty()) {
      demand.crossed(place);
    }
    return presence.map(each -> new Crossing(new Bank(place, each, move), link, move));
  }

  /** That of this side; between two rooms of LiveKit both sides are here. */
  private void end(Crossing crossing) {
    bridges.stream()
        .filter(
            each -> each.find(crossing.move().island()).filter(crossing::equals).isPresent())
        .forEach(each -> each.end(crossing.move()));
  }

  /** One room, while it is bridged. */
  private final class Bank implements Crossing.Shore {
    private final Place place;
    private final Presence presence;
    private final Move move;

    Bank(Place place, Presence presence, Move move) {
      this.place = place;
      this.presence = presence;
      this.move = move;
    }

    /** Of no server. */
    private String speaker() {
      return "bridge " + Long.toUnsignedString(move.number());
    }

    @Override
    public void begin(Crossing crossing) {
      demand.cross(place);
      presence.cross(crossing);
    }

    @Override
    public void say(Spoken spoken) {
      demand.spoke(place, speaker());
      presence.say(spoken);
      rooms.changed();
    }

    @Override
    public void later(long millis, Runnable task) {
      vertx.setTimer(millis, id -> task.run());
    }

    @Override
    public void end(Crossing crossing) {
      Crossings.this.end(crossing);
    }

    @Override
    public void ended(Crossing crossing) {
      presence.uncross(crossing);
      demand.serverLeft(speaker());
      demand.crossed(place);
      rooms.changed();
    }
  }
}
