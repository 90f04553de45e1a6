package dev.atoll.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.Access;
import dev.atoll.auth.AccessSweep;
import dev.atoll.auth.Recent;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.transport.SignedRooms;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has to leave rooms of one LiveKit deployment, and is removed until gone: who left the island, who logged in anew, who was
 * denied or banned. LiveKit takes back no token, so whoever comes back with an old one is removed again for as long as one can
 * be good. Used on one event loop.
 */
final class Removals implements AccessSweep.Inside {
  /** LiveKit gives whoever is inside a token of ten minutes, anew each five (livekit-server 1.9). */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

  private static final int MOST_LEAVES = 100_000;
  private static final int MOST_BANNED = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

  private final Vertx vertx;
  private final Duration grace;
  private final String ownAddress;
  private final Own own;
  private final boolean hasOthers;
  private final BooleanSupplier leads;
  private final Access access;
  private final Occupancy occupancy;

  /** Who left which island. */
  private final Recent<Seat> leaves = new Recent<>(TOKEN_LIFE, MOST_LEAVES);

  private final Recent<String> banned = new Recent<>(TOKEN_LIFE, MOST_BANNED);

  /** By which stay those are inside who logged in anew since; no more than are inside. */
  private final Map<Seat, String> replaced = new HashMap<>();

  /** Those LiveKit is being told of. */
  private final Set<Seat> underway = new HashSet<>();

  /** Those LiveKit could not be told of. */
  private final Set<Seat> failed = new HashSet<>();

  private List<Bus.Subscription> subscriptions = List.of();

  /** Nobody is inside who had to leave while another node led. */
  private boolean ledBefore = true;

  /**
   * What belongs to the deployment.
   *
   * @param service is told
   * @param transport sends peers there
   * @param meters count
   */
  record Own(RoomService service, LiveKitTransport transport, LiveKitMeters meters) {}

  /**
   * @param grace that a client has to move on, after it was told of its new island
   */
  Removals(LiveKit.Parts parts, Duration grace, Own own) {
    this.vertx = parts.vertx();
    this.grace = grace;
    // servers speak by it, and stay
    this.ownAddress = parts.settings().realm().ownAddress();
    this.own = own;
    this.hasOthers = parts.settings().cluster().enabled();
    this.leads = parts.leads();
    this.access = parts.access();
    this.occupancy = new Occupancy(ownAddress, this::check);
  }

  /** Who is inside, each of whom is looked at when coming in. */
  Occupancy occupancy() {
    return occupancy;
  }

  void start(Bus bus) {
    subscriptions = List.of(
        bus.subscribe(Subjects.EVERY_PEER_LEFT, this::left),
        bus.subscribe(Subjects.EVERY_PEER_JOIN, this::joined),
        bus.subscribe(Subjects.EVERY_CONNECT, this::loggedIn),
        islandChanges(bus));
  }

  /** Foreign ones go to foreign transports; those of other nodes count, since this one may come to lead. */
  private Bus.Subscription islandChanges(Bus bus) {
    return hasOthers
        ? bus.subscribe(Subjects.EVERY_ISLAND_CHANGED, this::moved)
        : bus.overhear(Subjects.EVERY_ISLAND_CHANGED, this::moved);
  }

  void stop() {
    subscriptions.forEach(Bus.Subscription::cancel);
    subscriptions = List.of();
  }

  private void left(Message message) {
    try {
      LeftIslandMessage left =
          message.payload().as(LeftIslandMessage.class, LeftIslandMessage.parser());
      Seat seat = seat(left.getIslandId(), left.getPeerId());
      leaves.add(seat);
      occupancy.of(seat.address()).forEach(this::check);
    } catch (InvalidProtocolBufferException foreign) {
      LOG.debug("Undecodable message subject={}", message.subject());
    }
  }

  private void joined(Message message) {
    try {
      JoinIslandMessage joined =
          message.payload().as(JoinIslandMessage.class, JoinIslandMessage.parser());
      leaves.remove(seat(joined.getIslandId(), joined.getPeerId()));
    } catch (InvalidProtocolBufferException foreign) {
      LOG.debug("Undecodable message subject={}", message.subject());
    }
  }

  /** An island that moves elsewhere keeps its id, and nobody leaves it. */
  private void moved(Message message) {
    try {
      IslandChangedMessage change =
          message.payload().as(IslandChangedMessage.class, IslandChangedMessage.parser());
      Seat seat = seat(change.getIslandId(), message.subject().token(2));
      if (own.transport().leadsThere(change.getConnStr())) {
        leaves.remove(seat);
      } else if (occupancy.sid(seat).isPresent()) {
        leaves.add(seat);
        check(seat);
      }
    } catch (InvalidProtocolBufferException foreign) {
      LOG.debug("Undecodable message subject={}", message.subject());
    }
  }

  private static Seat seat(String island, String peer) {
    return new Seat(island, peer.toLowerCase(Locale.ROOT));
  }

  /** A new login: whoever is inside came by an older one, and was let in by the door's judgement of bans before this one. */
  private void loggedIn(Message message) {
    String address = message.subject().token(1);
    banned.remove(address);
    for (Seat seat : occupancy.of(address)) {
      if (SignedRooms.contains(seat.room())) {
        // nobody is told to join it again; a newer device takes the older one's place by itself
        continue;
      }
      occupancy.sid(seat).ifPresent(sid -> replaced.put(seat, sid));
      check(seat);
    }
  }

  @Override
  public Set<String> addresses() {
    return occupancy.addresses();
  }

  @Override
  public void banned(String address) {
    banned.add(address);
    occupancy.of(address).forEach(this::check);
  }

  @Override
  public void denied(String address) {
    occupancy.of(address).forEach(this::check);
  }

  /** Tries again what failed, and looks at all when this node has come to lead. */
  void tryAgain() {
    if (!ledBefore) {
      ledBefore = true;
      occupancy.addresses().forEach(address -> occupancy.of(address).forEach(this::check));
    }
    replaced.entrySet().removeIf(each -> !stillThere(each.getKey(), each.getValue()));
    List<Seat> again = List.copyOf(failed);
    failed.clear();
    again.forEach(this::checkIfThere);
  }

  private boolean stillThere(Seat seat, String sid) {
    return occupancy.sid(seat).filter(sid::equals).isPresent();
  }

  private void check(Seat seat) {
    Optional<Duration> stay = stay(seat);
    if (stay.isEmpty()) {
      return;
    }
    if (stay.get().isZero()) {
      remove(seat);
    } else {
      vertx.setTimer(stay.get().toMillis() + 1, timer -> checkIfThere(seat));
    }
  }

  private void checkIfThere(Seat seat) {
    if (occupancy.sid(seat).isPresent() && stay(seat).filter(Duration::isZero).isPresent()) {
      remove(seat);
    }
  }

  /** How long somebody may stay yet; empty when for ever. */
  private Optional<Duration> stay(Seat seat) {
    String address = seat.address();
    if (address.equals(ownAddress)) {
      return Optional.empty();
    }
    String old = replaced.get(seat);
    boolean isOut = old != null && stillThere(seat, old);
    if (isOut || banned.contains(address) || access.denied(address)) {
      return Optional.of(Duration.ZERO);
    }
    OptionalLong left = leaves.age(new Seat(seat.room(), address));
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, grace.toNanos() - left.getAsLong())));
  }

  private void remove(Seat seat) {
    String sid = occupancy.sid(seat).orElse("");
    if (!leads.getAsBoolean()) {
      // the node that leads does it, and this one when it comes to lead
      ledBefore = false;
      return;
    }
    if (!underway.add(seat)) {
      return;
    }
    LOG.debug("Removing room={} identity={}", seat.room(), seat.identity());
    own.service()
        .remove(seat.room(), seat.identity())
        .onSuccess(was -> {
          occupancy.left(seat, sid);
          own.meters().removed();
        })
        .onFailure(cause -> {
          LOG.debug("Removal failed cause={}", cause.toString());
          failed.add(seat);
          own.meters().removalFailed();
        })
        .onComplete(over -> underway.remove(seat));
  }
}
