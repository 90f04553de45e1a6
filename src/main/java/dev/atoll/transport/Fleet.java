package dev.atoll.transport;

import dev.atoll.config.TransportKind;
import dev.atoll.config.TransportRule.Spread;
import dev.atoll.transport.Review.Bridged;
import dev.atoll.transport.Witness.Obstacle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transports there are to choose from, each with what was promised to islands since it told of itself last, so that many
 * islands of one moment do not all go where there were the fewest. Bounded by the registry.
 */
final class Fleet {
  private static final int UNBOUNDED = Integer.MAX_VALUE / 2;

  private final boolean ownRoomsHere;
  private Map<String, Member> members = Map.of();
  private List<Member> inOrder = List.of();

  /** This node's own rooms; null where it has none, and what is behind its origin serves when nothing else does. */
  private @Nullable Member own;

  /** @param ownRoomsHere whether this node has rooms, which are there before they have told of themselves */
  Fleet(boolean ownRoomsHere) {
    this.ownRoomsHere = ownRoomsHere;
    update(List.of(), "");
  }

  /** One of them. */
  private static final class Member {
    final Carrier carrier;
    final TransportStatus status;
    int promised;

    Member(Carrier carrier, TransportStatus status) {
      this.carrier = carrier;
      this.status = status;
    }

    boolean carries() {
      return status.healthy() && !status.draining();
    }

    int seats() {
      return status.seats() - promised;
    }

    int users() {
      return status.users() + promised;
    }
  }

  /**
   * These are there now.
   *
   * @param ownId under which this node's own rooms tell of themselves
   */
  void update(Collection<TransportStatus> statuses, String ownId) {
    Map<String, Member> now = new LinkedHashMap<>(2 * statuses.size());
    Member ownNow = null;
    for (TransportStatus status : statuses) {
      Member before = members.get(status.id());
      boolean isOwn = status.id().equals(ownId);
      Carrier carrier = isOwn ? Carrier.OWN_ROOMS : Carrier.of(status);
      boolean told = before == null || before.status != status || !before.carrier.equals(carrier);
      Member member = told ? new Member(carrier, status) : before;
      now.put(status.id(), member);
      ownNow = isOwn ? member : ownNow;
    }
    if (ownNow == null && ownRoomsHere) {
      ownNow = unheard(ownId);
      now.put(ownNow.status.id(), ownNow);
    }
    members = now;
    own = ownNow;
    inOrder = new ArrayList<>(now.values());
  }

  private Member unheard(String ownId) {
    String id = ownId.isEmpty() ? "own" : ownId;
    return own != null && own.status.url().isEmpty() && own.status.id().equals(id)
        ? own
        : new Member(
            Carrier.OWN_ROOMS,
            new TransportStatus(id, TransportKind.WS_ROOM, "", UNBOUNDED, 0, 0, true, false));
  }

  /** Whether an island on it can stay; not on what is behind the origin of a node without rooms, once there is something else. */
  boolean carries(Carrier carrier) {
    Member member = member(carrier);
    return member != null && member.carries();
  }

  /** How an island's move from one to another is bridged, if both can; what is gone, or behind a node's origin, cannot. */
  Optional<Bridged> bridge(String island, Carrier from, Carrier to) {
    Member before = member(from);
    Member now = member(to);
    if (before == null || now == null || !before.status.bridges() || !now.status.bridges()) {
      return Optional.empty();
    }
    return Optional.of(new Bridged(island, before.status.id(), now.status.id()));
  }

  /** Whether a word of a rule means that one. */
  boolean isNamed(Use use, Carrier carrier) {
    Member member = member(carrier);
    return member != null && use.names(carrier.kind(), member.status.id());
  }

  /** Most peers of an island there; 0: it sets no limit. */
  int islandSize(Carrier carrier) {
    Member member = member(carrier);
    return member == null ? 0 : member.status.islandSize();
  }

  /** The smallest limit that this node's rooms, which always serve, or any that these words mean set, or this one. */
  int leastSize(int otherwise, List<Use> uses) {
    int least = otherwise;
    for (Member member : inOrder) {
      int limit = member.status.islandSize();
      if (limit > 0 && limit < least && isNamed(member, uses)) {
        least = limit;
      }
    }
    return least;
  }

  private static boolean isNamed(Member member, List<Use> uses) {
    return member.carrier.equals(Carrier.OWN_ROOMS)
        || uses.stream().anyMatch(use -> use.names(member.carrier.kind(), member.status.id()));
  }

  /** An island of so many goes there. */
  void promise(Carrier carrier, int peers) {
    Member member = member(carrier);
    if (member != null) {
      member.promised = Math.min(UNBOUNDED, member.promised + peers);
    }
  }

  /** What is sought. */
  record Sought(Use use, int peers, Spread spread, long place) {}

  /** The one that takes an island; null when none can. */
  @Nullable
  Carrier pick(Sought sought, Witness witness) {
    Member best = null;
    boolean any = false;
    boolean drains = drains(sought.use());
    for (int i = 0; i < inOrder.size(); i++) {
      Member member = inOrder.get(i);
      if (sought.use().names(member.carrier.kind(), member.status.id())) {
        any = true;
        if (isAble(member, sought.peers(), witness)
            && (best == null || isPreferred(member, best, sought, drains))) {
          best = member;
        }
      }
    }
    if (!any) {
      witness.ruledOut(sought.use().toString(), Obstacle.NONE_KNOWN);
    }
    return best == null ? null : best.carrier;
  }

  private static boolean isAble(Member member, int peers, Witness witness) {
    Obstacle obstacle = null;
    if (!member.status.healthy()) {
      obstacle = Obstacle.UNHEALTHY;
    } else if (member.status.draining()) {
      obstacle = Obstacle.DRAINING;
    } else if (member.seats() < Math.max(1, peers)) {
      obstacle = Obstacle.NO_SEATS;
    } else if (member.status.islandSize() > 0 && peers > member.status.islandSize()) {
      // it would refuse those beyond, and no island can be parted for it
      obstacle = Obstacle.TOO_SMALL;
    }
    if (obstacle != null && witness != Witness.NONE) {
      witness.ruledOut(member.carrier.toString(), obstacle);
    }
    return obstacle == null;
  }

  /** One of those that it may be is about to end: nodes may be restarted one after the other, and those that were need not move again. */
  private boolean drains(Use use) {
    for (int i = 0; i < inOrder.size(); i++) {
      Member member = inOrder.get(i);
      if (member.status.draining() && use.names(member.carrier.kind(), member.status.id())) {
        return true;
      }
    }
    return false;
  }

  /** While one drains the one that started last, as far as that is known. */
  private static boolean isPreferred(Member one, Member best, Sought sought, boolean drains) {
    long started = one.status.started();
    boolean byStart = drains && started != best.status.started();
    return byStart ? started > best.status.started() : isBetter(one, best, sought);
  }

  private static boolean isBetter(Member one, Member best, Sought sought) {
    return switch (sought.spread()) {
      case FEWEST_USERS -> one.users() < best.users();
      case FILL -> one.users() > best.users();
      case STICKY -> weight(one, sought.place()) > weight(best, sought.place());
    };
  }

  /** Rendezvous hashing: when one comes or goes, only places that were or become its own are concerned. */
  private static long weight(Member member, long place) {
    long mixed = place * 0x9E3779B97F4A7C15L ^ member.status.id().hashCode() * 0xC2B2AE3D27D4EB4FL;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  private @Nullable Member member(Carrier carrier) {
    if (carrier == Carrier.OWN_ROOMS) {
      return own;
    }
    Member member = carrier.id().isEmpty() ? null : members.get(carrier.id());
    return member != null && member.carrier.equals(carrier) ? member : null;
  }
}
