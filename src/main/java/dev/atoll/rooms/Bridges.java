package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridges of these rooms to those that their islands move from or to, each until the old room is empty and {@link #LONGEST} at
 * most. Used on the rooms' event loop only.
 */
final class Bridges {
  /** As long as clients have to move. */
  static final Duration LONGEST = Duration.ofSeconds(15);

  /** Far more than move in that time by default; islands beyond move without a bridge. */
  private static final int MOST = 1000;

  private static final int MOST_ENDED = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(Bridges.class);

  private final Vertx vertx;
  private final Bus bus;
  private final RoomDirectory directory;
  private final IslandIds ids;
  private final Said said;
  private final Duration longest;
  private final Context context;

  /** By island. */
  private final Map<String, Bridge> bridges = new HashMap<>();

  /** Moves whose bridges are no more: their orders may come once more, from the other side. */
  private final Set<Long> ended = Collections.newSetFromMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
      return size() > MOST_ENDED;
    }
  });

  private String here = "";
  private Optional<Bus.Subscription> subscription = Optional.empty();

  /**
   * What bridges are made of.
   *
   * @param directory of the rooms
   * @param ids which of them are islands
   * @param said taken for what comes across
   */
  record Parts(Vertx vertx, Bus bus, RoomDirectory directory, IslandIds ids, Said said) {}

  /** To be made on the rooms' event loop. */
  Bridges(Parts parts, Duration longest) {
    this.vertx = parts.vertx();
    this.bus = parts.bus();
    this.directory = parts.directory();
    this.ids = parts.ids();
    this.said = parts.said();
    this.longest = longest;
    this.context = vertx.getOrCreateContext();
  }

  /** Takes part in bridges from now on, as the transport of that id. */
  void start(String transport) {
    here = transport;
    subscription =
        Optional.of(bus.subscribe(Subjects.only(Subjects.bridge(transport)), this::heard));
  }

  void stop() {
    List.copyOf(bridges.values()).forEach(this::end);
    subscription.ifPresent(Bus.Subscription::cancel);
    subscription = Optional.empty();
  }

  /** How many there are. */
  int size() {
    return bridges.size();
  }

  /** A room is there that was not; it may be one of an island that moves here. */
  void opened(Room room) {
    Bridge bridge = bridges.get(room.name());
    if (bridge != null) {
      bridge.over(room);
    }
  }

  /** As who somebody from elsewhere is known. */
  Speaker newcomer(String address) {
    return directory.newcomer(address);
  }

  Said said() {
    return said;
  }

  void later(long millis, Runnable task) {
    vertx.setTimer(millis, id -> task.run());
  }

  private void heard(Message message) {
    try {
      BridgeMessage told = message.payload().as(BridgeMessage.class, BridgeMessage.parser());
      if (told.hasOrder()) {
        begin(told);
      }
      for (BridgeEvent event : told.getEventsList()) {
        // looked for each time: an event may end it
        Bridge bridge = bridges.get(told.getIsland());
        if (bridge != null && bridge.side().move() == told.getMove()) {
          bridge.heard(event);
        }
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.debug("Undecodable message subject={}", message.subject());
    }
  }

  /** By the archipelago's word or that of the other side, whichever comes first. */
  private void begin(BridgeMessage told) {
    BridgeOrder order = told.getOrder();
    boolean isNew = order.getTo().equals(here);
    String there = isNew ? order.getFrom() : order.getTo();
    boolean isForHere = isNew || order.getFrom().equals(here);
    if (!isForHere || there.equals(here) || there.isEmpty()) {
      return;
    }
    if (ended.contains(told.getMove())) {
      // the other side does not know yet
      BridgeLink link = link(told, there);
      link.tell(BridgeEvent.Kind.ENDED, "");
    } else if (isWanted(told)) {
      begin(told, isNew, there);
    }
  }

  private BridgeLink link(BridgeMessage told, String there) {
    return new BridgeLink(bus, context, Subjects.bridge(there), told.getIsland(), told.getMove());
  }

  private void begin(BridgeMessage told, boolean isNew, String there) {
    Bridge.Side side = new Bridge.Side(told.getIsland(), told.getMove(), isNew);
    BridgeLink link = link(told, there);
    Bridge bridge = new Bridge(this, link, side);
    Optional<Room> room = directory.room(side.island());
    bridges.put(side.island(), bridge);
    LOG.debug("Bridge begins island={} new={} other={}", side.island(), isNew, there);
    if (room.isEmpty() && !isNew) {
      end(bridge);
      return;
    }
    link.order(told.getOrder());
    room.ifPresent(bridge::over);
    later(longest.toMillis(), () -> end(bridge));
  }

  /** One that is newer takes the place of an older one. */
  private boolean isWanted(BridgeMessage told) {
    if (!ids.contains(told.getIsland())) {
      return false;
    }
    Bridge before = bridges.get(told.getIsland());
    if (before == null) {
      return bridges.size() < MOST;
    }
    boolean isNewer = Long.compareUnsigned(told.getMove(), before.side().move()) > 0;
    if (isNewer) {
      end(before);
    }
    return isNewer;
  }

  /** Ends it, unless it has ended. */
  void end(Bridge bridge) {
    if (bridges.remove(bridge.side().island(), bridge)) {
      ended.add(bridge.side().move());
      bridge.end();
    }
  }
}
