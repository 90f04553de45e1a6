package dev.atoll.client.crowd;

import dev.atoll.client.ConnectionString;
import dev.atoll.client.Signer;
import dev.atoll.client.crowd.Event.Kind;
import io.vertx.core.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A peer's seat in the room of its island, whichever that is: it enters the new room before it leaves the old one. Where the
 * crowd comes back, a room that ends is entered again, until the island has another or it was tried in vain.
 */
final class RoomSeat {
  /** What the seat belongs to. */
  interface Holder {
    Signer signer();

    /** Whether somebody would tell it of another room. */
    boolean loggedIn();

    /** A room could not be entered, and nothing more is tried. */
    void refused(String how);
  }

  private static final int TRIES = 4;

  private final CrowdParts parts;
  private final Holder holder;
  private final Backoff backoff;
  private @Nullable Membership membership;
  private ConnectionString.@Nullable Room target;
  private boolean entering;
  private boolean over;

  RoomSeat(CrowdParts parts, Holder holder, RandomGenerator random) {
    this.parts = parts;
    this.holder = holder;
    this.backoff = new Backoff(random);
  }

  /** Goes to the room of a new island, or to the island's new one. */
  void go(ConnectionString.Room entrance) {
    target = entrance;
    backoff.reset();
    if (membership != null) {
      membership.moves();
    }
    enter();
  }

  /** Whether the peer was told of a room before. */
  boolean told() {
    return target != null;
  }

  @Nullable
  Membership membership() {
    return membership;
  }

  /** Goes home. */
  void leave() {
    over = true;
    if (membership != null) {
      membership.leave();
    }
  }

  /** Cuts the connection, as a network does. */
  void cut() {
    Membership old = membership;
    if (old != null) {
      old.cut();
      ended(old, "cut by the crowd");
    }
  }

  private void enter() {
    ConnectionString.Room entrance = target;
    if (entering || over || entrance == null) {
      return;
    }
    entering = true;
    Membership next = new Membership(parts, holder.signer(), entrance);
    next.onEnd((member, how) -> ended(member, how));
    Future<Membership> entry = next.enter();
    entry.onSuccess(this::entered).onFailure(fault -> {
      entering = false;
      if (!entrance.equals(target)) {
        enter();
      } else {
        again(String.valueOf(fault.getMessage()));
      }
    });
  }

  private void entered(Membership next) {
    entering = false;
    backoff.reset();
    Membership old = membership;
    membership = next;
    parts.note(holder.signer().address(), Kind.ENTERED, "", next.entrance().place());
    if (old != null) {
      old.leave();
    }
    if (over) {
      next.leave();
    } else if (next.isOver()) {
      ended(next, "at once");
    } else if (!next.entrance().equals(target)) {
      next.moves();
      enter();
    }
  }

  private void ended(Membership member, String how) {
    if (!parts.comeBack() || member != membership) {
      return;
    }
    membership = null;
    parts.note(
        holder.signer().address(), Kind.ROOM_ENDED, how, member.entrance().place());
    again(how);
  }

  private void again(String how) {
    if (!parts.comeBack() || backoff.tries() == TRIES) {
      target = parts.comeBack() ? null : target;
      backoff.reset();
      holder.refused(how);
      return;
    }
    ConnectionString.Room entrance = target;
    parts.vertx().setTimer(backoff.nextMillis(), id -> {
      boolean wanted = membership == null && entrance != null && entrance.equals(target);
      // who is not logged in will be told of its room once it is
      if (wanted && holder.loggedIn()) {
        enter();
      }
    });
  }
}
