package dev.atoll.client.crowd;

import dev.atoll.auth.Identity;
import dev.atoll.client.ArchipelagoClient;
import dev.atoll.client.ArchipelagoListener;
import dev.atoll.client.ConnectionString;
import dev.atoll.client.Signer;
import dev.atoll.client.SocketEnd;
import dev.atoll.protocol.message.IslandChangedMessage;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a crowd: logs in, walks, and follows its island from room to room; it enters the new room before it leaves the
 * old one.
 */
final class CrowdPeer implements ArchipelagoListener {
  /** Longer than any crowd stays. */
  private static final Duration KEY_LIFE = Duration.ofDays(30);

  private static final double NANOS = 1e9;

  private final CrowdParts parts;
  private final Walk walk;
  private @Nullable Signer signer;
  private @Nullable ArchipelagoClient session;
  private @Nullable Membership membership;
  private ConnectionString.@Nullable Room target;
  private boolean entering;
  private boolean failed;
  private boolean kicked;
  private long walkedAt;

  CrowdPeer(CrowdParts parts, Walk walk) {
    this.parts = parts;
    this.walk = walk;
  }

  /** Logs in with a wallet nobody else has, and says at once where it is. */
  Future<Void> login() {
    return parts
        .vertx()
        .executeBlocking(() -> Identity.random(Instant.now().plus(KEY_LIFE)), false)
        .compose(this::login)
        .onFailure(fault -> fail(Fault.LOGIN_FAILED, String.valueOf(fault.getMessage())))
        .mapEmpty();
  }

  /** Whether it is in a room, or never will be. */
  boolean settled() {
    return failed || membership != null;
  }

  /** Where it is now; nothing while it is in no room. */
  @Nullable
  Membership membership() {
    return membership;
  }

  /** Waited too long for a room. */
  void giveUpWaiting() {
    fail(Fault.NO_ISLAND, session == null ? "not logged in in time" : "logged in, but in no room");
  }

  /** Says where it is to the realm, and looks for what it should have heard. */
  void heartbeat() {
    if (session != null) {
      session.heartbeat((float) walk.x(), 0, (float) walk.z());
    }
    sweep();
  }

  /** Looks for what it should have heard. */
  void sweep() {
    if (membership != null) {
      membership.hearing().sweep(System.nanoTime());
    }
  }

  /** Walks on, and says where it is to its neighbours. */
  void move() {
    if (session == null) {
      return;
    }
    long now = System.nanoTime();
    walk.advance(walkedAt == 0 ? 0 : (now - walkedAt) / NANOS);
    walkedAt = now;
    if (membership != null) {
      membership.say(walk.x(), walk.z(), now);
    }
  }

  /** Goes home. */
  void leave() {
    if (membership != null) {
      membership.leave();
    }
    if (session != null) {
      session.close();
    }
  }

  @Override
  public void islandChanged(IslandChangedMessage change) {
    if (target != null) {
      parts.measures().islandChanged();
    }
    ConnectionString leadsTo = parsed(change);
    if (!(leadsTo instanceof ConnectionString.Room entrance)) {
      fail(Fault.ROOM_REFUSED, "a crowd cannot enter " + leadsTo.getClass().getSimpleName());
      return;
    }
    target = entrance;
    if (membership != null) {
      membership.moves();
    }
    enter();
  }

  @Override
  public void kicked() {
    kicked = true;
    fail(Fault.KICKED, "the session");
  }

  @Override
  public void closed(SocketEnd end) {
    session = null;
    if (!kicked) {
      fail(Fault.SESSION_CLOSED, end.toString());
    }
  }

  private static ConnectionString parsed(IslandChangedMessage change) {
    try {
      return ConnectionString.parse(change.getConnStr());
    } catch (IllegalArgumentException e) {
      return new ConnectionString.Offline();
    }
  }

  private Future<ArchipelagoClient> login(Identity identity) {
    Signer wallet = Signer.of(parts.vertx(), identity);
    signer = wallet;
    parts.ledger().add(wallet.address());
    long start = System.nanoTime();
    return parts.dialer().archipelago(parts.archipelago(), wallet, this).onSuccess(client -> {
      parts.measures().loggedIn(System.nanoTime() - start);
      session = client;
      heartbeat();
    });
  }

  private void enter() {
    ConnectionString.Room entrance = target;
    if (entering || entrance == null || signer == null) {
      return;
    }
    entering = true;
    Membership next = new Membership(parts, signer, entrance);
    next.enter().onSuccess(this::entered).onFailure(fault -> {
      entering = false;
      if (entrance.equals(target)) {
        fail(Fault.ROOM_REFUSED, String.valueOf(fault.getMessage()));
      } else {
        enter();
      }
    });
  }

  private void entered(Membership next) {
    entering = false;
    Membership old = membership;
    membership = next;
    if (old != null) {
      old.leave();
    }
    if (!next.entrance().equals(target)) {
      next.moves();
      enter();
    }
  }

  private void fail(Fault fault, String how) {
    failed = true;
    String who = signer == null ? "a peer" : signer.address();
    parts.findings().add(fault, 1, () -> who + ": " + how);
  }
}
