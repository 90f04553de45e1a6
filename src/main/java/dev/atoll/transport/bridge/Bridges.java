package dev.atoll.transport.bridge;

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
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridges of one transport to those that its islands move from or to, each until one of its sides ends it and {@link #LONGEST}
 * at most. Used on one event loop only.
 *
 * @param <S> this transport's sides of them
 */
public final class Bridges<S extends BridgeSide> {
  /** As long as clients have to move. */
  public static final Duration LONGEST = Duration.ofSeconds(15);

  /** Far more than move in that time by default; islands beyond move without a bridge. */
  private static final int MOST = 1000;

  private static final int MOST_ENDED = 1000;

  /** As of a transport's status. */
  private static final int LONGEST_ID = 64;

  /** What may be an island's id, and a token of subjects. */
  private static final Pattern ISLAND = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  private static final Logger LOG = LoggerFactory.getLogger(Bridges.class);

  private final Vertx vertx;
  private final Bus bus;
  private final Duration longest;
  private final Sides<S> sides;
  private final Context context;

  /** By island. */
  private final Map<String, Bridged<S>> bridged = new HashMap<>();

  /** Moves whose bridges are no more: their orders may come once more, from the other side. */
  private final Set<Long> ended = Collections.newSetFromMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
      return size() > MOST_ENDED;
    }
  });

  private String here = "";
  private Optional<Bus.Subscription> subscription = Optional.empty();

  private record Bridged<S>(Move move, S side, BridgeLink link) {}

  /** Makes this transport's sides. */
  @FunctionalInterface
  public interface Sides<S> {
    /** That of a move, which is begun later; nothing where there is nobody to bridge, of which the other side is told. */
    Optional<S> of(Move move, BridgeLink link);

    /** Whether an island's side is to be made here; if not, by another node that is the same transport. */
    default boolean isHere(String island) {
      return true;
    }
  }

  /** To be made on the event loop. */
  public Bridges(Vertx vertx, Bus bus, Duration longest, Sides<S> sides) {
    this.vertx = vertx;
    this.bus = bus;
    this.longest = longest;
    this.sides = sides;
    this.context = vertx.getOrCreateContext();
  }

  /** Takes part in bridges from now on, as the transport of that id. */
  public void start(String transport) {
    here = transport;
    subscription =
        Optional.of(bus.subscribe(Subjects.only(Subjects.bridge(transport)), this::heard));
  }

  /** Ends all. */
  public void stop() {
    List.copyOf(bridged.values()).forEach(each -> end(each.move()));
    subscription.ifPresent(Bus.Subscription::cancel);
    subscription = Optional.empty();
  }

  /** How many there are. */
  public int size() {
    return bridged.size();
  }

  /** The side of an island that moves. */
  public Optional<S> find(String island) {
    return Optional.ofNullable(bridged.get(island)).map(Bridged::side);
  }

  private void heard(Message message) {
    try {
      BridgeMessage told = message.payload().as(BridgeMessage.class, BridgeMessage.parser());
      if (told.hasOrder()) {
        ordered(told);
      }
      for (BridgeEvent event : told.getEventsList()) {
        // looked for each time: an event may end it
        Bridged<S> one = bridged.get(told.getIsland());
        if (one != null && one.move().number() == told.getMove()) {
          heard(one, event);
        }
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.debug("Undecodable message subject={}", message.subject());
    }
  }

  private void heard(Bridged<S> one, BridgeEvent event) {
    if (event.getKind() == BridgeEvent.Kind.ENDED) {
      end(one.move());
    } else {
      one.side().heard(event);
    }
  }

  /** By the archipelago's word or that of the other side, whichever comes first. */
  private void ordered(BridgeMessage told) {
    BridgeOrder order = told.getOrder();
    boolean isNew = order.getTo().equals(here);
    String there = isNew ? order.getFrom() : order.getTo();
    boolean isForHere = isNew || order.getFrom().equals(here);
    boolean isSound = ISLAND.matcher(told.getIsland()).matches()
        && !there.isEmpty()
        && there.length() <= LONGEST_ID;
    if (!isForHere || there.equals(here) || !isSound || !sides.isHere(told.getIsland())) {
      return;
    }
    Move move = new Move(told.getIsland(), told.getMove(), isNew, there);
    if (ended.contains(move.number())) {
      // the other side does not know yet
      refuse(new BridgeLink(bus, context, move));
    } else if (isWanted(move)) {
      begin(move, order);
    }
  }

  /** One that is newer takes the place of an older one. */
  private boolean isWanted(Move move) {
    Bridged<S> before = bridged.get(move.island());
    if (before == null) {
      return bridged.size() < MOST;
    }
    boolean isNewer = Long.compareUnsigned(move.number(), before.move().number()) > 0;
    if (isNewer) {
      end(before.move());
    }
    return isNewer;
  }

  private void begin(Move move, BridgeOrder order) {
    BridgeLink link = new BridgeLink(bus, context, move);
    Optional<S> made = sides.of(move, link);
    if (made.isEmpty()) {
      ended.add(move.number());
      refuse(link);
      return;
    }
    S side = made.get();
    bridged.put(move.island(), new Bridged<>(move, side, link));
    LOG.debug("Bridge begins {}", move);
    link.order(order);
    side.begin();
    link.flush();
    vertx.setTimer(longest.toMillis(), late -> end(move));
  }

  /** At once: peers may be told of the move next, and who measures is to know that they are not bridged. */
  private static void refuse(BridgeLink link) {
    link.tell(BridgeEvent.Kind.ENDED, "");
    link.flush();
  }

  /** Ends the bridge of a move, unless it has ended. */
  public void end(Move move) {
    Bridged<S> one = bridged.get(move.island());
    if (one == null || one.move().number() != move.number()) {
      return;
    }
    bridged.remove(move.island());
    ended.add(move.number());
    one.side().end();
    one.link().tell(BridgeEvent.Kind.ENDED, "");
    one.link().flush();
  }
}
