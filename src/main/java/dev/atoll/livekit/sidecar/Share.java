package dev.atoll.livekit.sidecar;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.SideCarMessage;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which rooms are for this node's side-cars, where other nodes have some too: each room for one of those that can join it, by rendezvous
 * hashing, so that whoever comes or goes concerns its own rooms only. Nodes that have just met may both be in a room, or neither, until
 * they have heard of each other. Used on one event loop.
 */
final class Share {
  private static final int NAME_BYTES = 6;
  private static final long REPEAT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

  /** Of {@code realm.side-car.<name>.there}, and of {@code realm.node.<id>.lost}. */
  private static final int NAME = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Share.class);

  private final Bus bus;
  private final String name;
  private final boolean hasOthers;
  private final Map<String, Other> others = new HashMap<>();
  private List<Subscription> subscriptions = List.of();
  private Runnable changed = () -> {};
  private boolean able;
  private long toldAt;

  private record Other(String node, boolean able, long heardAt) {}

  /**
   * @param name of this node's side-cars, a token that no other has
   * @param hasOthers whether there may be other nodes
   */
  Share(Bus bus, String name, boolean hasOthers) {
    this.bus = bus;
    this.name = name;
    this.hasOthers = hasOthers;
  }

  /** A token that no other has. */
  static String newName() {
    byte[] bytes = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Tells other nodes, and listens to them, from now on.
   *
   * @param able whether this node can join rooms, as far as it knows
   * @param shifted is run when rooms may be for another one than before
   */
  void start(boolean able, Runnable shifted) {
    this.able = able;
    this.changed = shifted;
    if (hasOthers) {
      subscriptions = List.of(
          bus.subscribe(Subjects.EVERY_SIDE_CAR, this::heard),
          bus.overhear(Subjects.EVERY_NODE_LOST, this::lost));
      tell();
    }
  }

  void stop() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions = List.of();
  }

  /** This node cannot join rooms after all. */
  void unable() {
    able = false;
    tell();
  }

  private void tell() {
    if (hasOthers) {
      toldAt = System.nanoTime();
      SideCarMessage there = SideCarMessage.newBuilder().setAble(able).build();
      bus.publish(new Message(Subjects.sideCar(name), Payload.of(there)));
    }
  }

  /** Tells again now and then, and forgets who is silent. */
  void look(long now) {
    if (hasOthers && now - toldAt > REPEAT_NANOS) {
      tell();
    }
    others.values().removeIf(each -> now - each.heardAt() > SILENCE_NANOS);
  }

  private void heard(Message message) {
    String node = message.headers().get(Headers.NODE).orElse("");
    if (node.isEmpty()) {
      return;
    }
    try {
      SideCarMessage there = message.payload().as(SideCarMessage.class, SideCarMessage.parser());
      Other before = others.put(
          message.subject().token(NAME), new Other(node, there.getAble(), System.nanoTime()));
      if (before == null) {
        tell();
      }
      if (before == null || before.able() != there.getAble()) {
        changed.run();
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("side-car cannot be read cause={}", malformed.getMessage());
    }
  }

  private void lost(Message message) {
    String node = message.subject().token(NAME);
    if (others.values().removeIf(each -> each.node().equals(node))) {
      changed.run();
    }
  }

  /** Whether a room is for this node; where none can join any, for the one that says so. */
  boolean isMine(Place place) {
    if (others.isEmpty()) {
      return true;
    }
    boolean anyAble = able || others.values().stream().anyMatch(Other::able);
    if (able != anyAble) {
      return false;
    }
    long own = weight(name, place);
    return others.entrySet().stream()
        .filter(each -> each.getValue().able() == anyAble)
        .noneMatch(each -> isBefore(each.getKey(), weight(each.getKey(), place), own));
  }

  private boolean isBefore(String other, long weight, long own) {
    return weight > own || weight == own && other.compareTo(name) > 0;
  }

  private static long weight(String sideCar, Place place) {
    long mixed = (long) (place.room() + " " + place.site().id()).hashCode() << 32
        ^ sideCar.hashCode() * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
