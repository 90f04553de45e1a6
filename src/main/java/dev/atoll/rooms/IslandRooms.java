package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.NewestTerm;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.session.CloseReason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms that are islands: follows on the bus who left which, closes those who stay in its room, and keeps old tokens from
 * opening it again. Used on one event loop only.
 */
final class IslandRooms {
  /** Who left is remembered as long as a token that opened the island can live (wire.md §4.1). */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  /** Some 20 MB; at more than 300 changes of island a second those before the last five minutes are forgotten early. */
  static final int MOST_REMEMBERED = 100_000;

  /** Within so long of its first report a leader knows the peers of all nodes. */
  private static final Duration HEAL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(IslandRooms.class);

  private final Vertx vertx;
  private final RoomDirectory directory;
  private final IslandIds ids;
  private final Duration grace;

  /** When who left which island, the eldest first. */
  private final Map<Leave, Long> leaves = new LinkedHashMap<>();

  private final NewestTerm terms = new NewestTerm(NewestTerm.SILENCE);
  private Optional<String> leader = Optional.empty();
  private long since;
  private List<Bus.Subscription> subscriptions = List.of();

  private record Leave(String island, String address) {}

  /**
   * @param ids which rooms are islands
   * @param grace that a client has to move on, after it was told of its new island
   */
  IslandRooms(Vertx vertx, RoomDirectory directory, IslandIds ids, Duration grace) {
    this.vertx = vertx;
    this.directory = directory;
    this.ids = ids;
    this.grace = grace;
  }

  void start(Bus bus) {
    subscriptions = List.of(
        bus.subscribe(Subjects.EVERY_PEER_LEFT, this::left),
        bus.subscribe(Subjects.EVERY_PEER_JOIN, this::joined),
        bus.subscribe(Subjects.only(Subjects.ISLANDS), this::reported));
  }

  void stop() {
    subscriptions.forEach(Bus.Subscription::cancel);
    subscriptions = List.of();
    leaves.clear();
  }

  /** Whether an island could have that id: such a room opens by token only. */
  boolean isIsland(String room) {
    return ids.contains(room);
  }

  /** Whether the address left that island and did not join it again since. */
  boolean hasLeft(String island, String address) {
    Long since = leaves.get(new Leave(island, address));
    return since != null && System.nanoTime() - since < TOKEN_LIFE.toNanos();
  }

  private void left(Message message) {
    try {
      LeftIslandMessage left =
          message.payload().as(LeftIslandMessage.class, LeftIslandMessage.parser());
      left(leave(left.getIslandId(), left.getPeerId()));
    } catch (InvalidProtocolBufferException foreign) {
      LOG.debug("Undecodable message subject={}", message.subject());
    }
  }

  private void joined(Message message) {
    try {
      JoinIslandMessage joined =
          message.payload().as(JoinIslandMessage.class, JoinIslandMessage.parser());
      leaves.remove(leave(joined.getIslandId(), joined.getPeerId()));
    } catch (InvalidProtocolBufferException foreign) {
      LOG.debug("Undecodable message subject={}", message.subject());
    }
  }

  /** In a realm that was parted one half may have heard that somebody left who never did for the other, which leads now. */
  private void reported(Message message) {
    long now = System.nanoTime();
    if (!message.headers().isFromAnotherNode() || !terms.counts(message.headers(), now)) {
      return;
    }
    Optional<String> term = message.headers().get(Headers.TERM);
    if (!term.equals(leader)) {
      leader = term;
      since = now;
    }
    if (leaves.isEmpty() || now - since > HEAL.toNanos()) {
      return;
    }
    try {
      message
          .payload()
          .as(IslandStatusMessage.class, IslandStatusMessage.parser())
          .getDataList()
          .forEach(island ->
              island.getPeersList().forEach(peer -> leaves.remove(leave(island.getId(), peer))));
    } catch (InvalidProtocolBufferException foreign) {
      LOG.debug("Undecodable message subject={}", message.subject());
    }
  }

  private static Leave leave(String island, String peer) {
    return new Leave(island, peer.toLowerCase(Locale.ROOT));
  }

  private void left(Leave leave) {
    Long now = System.nanoTime();
    leaves.remove(leave);
    leaves.put(leave, now);
    forgetOld(now);
    if (directory.member(leave.island(), leave.address()).isPresent()) {
      vertx.setTimer(grace.toMillis(), timer -> closeIfStillGone(leave, now));
    }
  }

  private void closeIfStillGone(Leave leave, Long since) {
    if (since.equals(leaves.get(leave))) {
      close(leave);
    }
  }

  private void close(Leave leave) {
    directory
        .member(leave.island(), leave.address())
        .ifPresent(member -> member.socket().close(CloseReason.NOT_IN_ISLAND));
  }

  /** One that is forgotten before its grace is over has no more of it: nobody stays in a room by a crowd of others. */
  private void forgetOld(long now) {
    var eldest = leaves.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<Leave, Long> leave = eldest.next();
      if (now - leave.getValue() <= TOKEN_LIFE.toNanos() && leaves.size() <= MOST_REMEMBERED) {
        return;
      }
      eldest.remove();
      close(leave.getKey());
    }
  }
}
