package dev.atoll.client.crowd;

import dev.atoll.auth.Identity;
import dev.atoll.client.ArchipelagoClient;
import dev.atoll.client.ArchipelagoListener;
import dev.atoll.client.ConnectionString;
import dev.atoll.client.Signer;
import dev.atoll.client.SocketEnd;
import dev.atoll.client.crowd.Event.Kind;
import dev.atoll.protocol.message.IslandChangedMessage;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a crowd: logs in, walks, and follows its island from room to room. Where the crowd comes back, it logs in again when
 * its session ends in a way that asks for it; every second one also when its node falls silent.
 */
final class CrowdPeer implements RoomSeat.Holder {
  /** Longer than any crowd stays. */
  private static final Duration KEY_LIFE = Duration.ofDays(30);

  /** A node that answers no ping for so long is gone for those who ask. */
  private static final Duration SILENCE = Duration.ofSeconds(6);

  private static final double NANOS = 1e9;

  private final CrowdParts parts;
  private final Walk walk;
  private final RandomGenerator random;
  private final Backoff backoff;
  private final boolean attentive;
  private final RoomSeat seat;
  private Spoken spoken = new Spoken();
  private @Nullable Signer signer;
  private @Nullable Visit visit;
  private String island = "";
  private boolean failed;
  private boolean left;
  private long walkedAt;

  CrowdPeer(CrowdParts parts, Walk walk, RandomGenerator random) {
    this.parts = parts;
    this.walk = walk;
    this.random = random;
    this.backoff = new Backoff(random);
    this.attentive = parts.comeBack() && random.nextBoolean();
    this.seat = new RoomSeat(parts, this, random);
  }

  /** Logs in with a wallet nobody else has, and says at once where it is. */
  Future<Void> login() {
    return parts
        .vertx()
        .executeBlocking(() -> Identity.random(Instant.now().plus(KEY_LIFE)), false)
        .compose(identity -> {
          Signer wallet = Signer.of(parts.vertx(), identity);
          signer = wallet;
          spoken = parts.ledger().add(wallet.address());
          long start = System.nanoTime();
          return enter().onSuccess(in -> parts.measures().loggedIn(System.nanoTime() - start));
        })
        .onFailure(fault -> {
          if (parts.comeBack()) {
            again();
          } else {
            fail(Fault.LOGIN_FAILED, String.valueOf(fault.getMessage()));
          }
        });
  }

  /** Whether it is in a room, or never will be. */
  boolean settled() {
    return failed || seat.membership() != null;
  }

  /** Where it is now; nothing while it is in no room. */
  @Nullable
  Membership membership() {
    return seat.membership();
  }

  /** Where it stands. */
  PeerState state() {
    Visit here = visit;
    Membership room = seat.membership();
    return new PeerState(
        signer == null ? "" : signer.address(),
        here == null ? "" : here.door.toString(),
        island,
        room == null ? "" : room.entrance().place());
  }

  /** Waited too long for a room; where the crowd comes back, it goes on trying. */
  void giveUpWaiting() {
    fail(Fault.NO_ISLAND, visit == null ? "not logged in in time" : "logged in, but in no room");
    failed = !parts.comeBack();
  }

  /** Says where it is to the realm, and looks for what it should have heard. */
  void heartbeat() {
    if (visit != null) {
      visit.heartbeat();
    }
    sweep();
  }

  /** Looks for what it should have heard. */
  void sweep() {
    Membership room = seat.membership();
    if (room != null) {
      room.hearing().sweep(System.nanoTime());
    }
  }

  /** Walks on, and says where it is to its neighbours. */
  void move() {
    if (signer == null || visit == null && !parts.comeBack()) {
      return;
    }
    long now = System.nanoTime();
    walk.advance(walkedAt == 0 ? 0 : (now - walkedAt) / NANOS);
    walkedAt = now;
    Membership room = seat.membership();
    if (room != null) {
      room.say(walk.x(), walk.z(), now, spoken);
    }
  }

  /** Goes home. */
  void leave() {
    left = true;
    seat.leave();
    if (visit != null) {
      visit.close();
    }
  }

  /** Loses its connections, as by a network that breaks. */
  void cut() {
    if (visit != null) {
      visit.cut("cut by the crowd");
    }
    seat.cut();
  }

  @Override
  public Signer signer() {
    if (signer == null) {
      throw new IllegalStateException("has no wallet yet");
    }
    return signer;
  }

  @Override
  public boolean loggedIn() {
    return visit != null;
  }

  @Override
  public void refused(String how) {
    if (!parts.comeBack()) {
      fail(Fault.ROOM_REFUSED, how);
    } else if (visit != null) {
      visit.close();
      visit.end("no room: " + how);
    }
  }

  private Future<Void> enter() {
    String who = signer().address();
    parts.note(who, Kind.LOGIN_TRIED, "", "");
    return visit(parts.doors().any(random))
        .onFailure(
            fault -> parts.note(who, Kind.LOGIN_FAILED, String.valueOf(fault.getMessage()), ""));
  }

  private Future<Void> visit(Doors.Door door) {
    Visit next = new Visit(door);
    door.entered();
    return parts
        .dialer()
        .archipelago(door.url(), signer(), next)
        .onSuccess(next::begin)
        .<Void>mapEmpty()
        .onFailure(fault -> door.left())
        .recover(fault -> elsewhere(door, fault));
  }

  /** As a balancer does with a node that refuses the connection, and no more often than there are doors. */
  private Future<Void> elsewhere(Doors.Door door, Throwable fault) {
    boolean refused = String.valueOf(fault.getMessage()).contains("onnection refused");
    Doors.Door next = refused ? parts.doors().insteadOf(door, random) : door;
    return next == door ? Future.failedFuture(fault) : visit(next);
  }

  private void again() {
    parts.vertx().setTimer(backoff.nextMillis(), id -> {
      if (visit == null && !left && !failed) {
        enter().onFailure(fault -> again());
      }
    });
  }

  private void fail(Fault fault, String how) {
    failed = true;
    String who = signer == null ? "a peer" : signer.address();
    parts.findings().add(fault, 1, () -> who + ": " + how);
  }

  /** One session at one door. */
  private final class Visit implements ArchipelagoListener {
    private final Doors.Door door;
    private @Nullable ArchipelagoClient client;
    private long answeredAt;
    private boolean kicked;
    private boolean over;

    Visit(Doors.Door door) {
      this.door = door;
    }

    void begin(ArchipelagoClient entered) {
      client = entered;
      answeredAt = System.nanoTime();
      if (over || left) {
        entered.close();
        return;
      }
      visit = this;
      backoff.reset();
      parts.note(signer().address(), Kind.LOGGED_IN, "", door.toString());
      CrowdPeer.this.heartbeat();
    }

    void heartbeat() {
      ArchipelagoClient open = client;
      if (open == null) {
        return;
      }
      open.heartbeat((float) walk.x(), 0, (float) walk.z());
      if (attentive) {
        watch(open);
      }
    }

    private void watch(ArchipelagoClient open) {
      if (System.nanoTime() - answeredAt > SILENCE.toNanos()) {
        cut("silent");
        return;
      }
      open.socket().ping(() -> answeredAt = System.nanoTime());
    }

    void cut(String why) {
      if (client != null) {
        client.socket().cut();
      }
      end(why);
    }

    void close() {
      if (client != null) {
        client.close();
      }
    }

    void end(String how) {
      if (over) {
        return;
      }
      over = true;
      parts.note(signer().address(), Kind.SESSION_ENDED, how, door.toString());
      if (visit == this) {
        visit = null;
        door.left();
        again();
      }
    }

    @Override
    public void islandChanged(IslandChangedMessage change) {
      if (over) {
        return;
      }
      if (seat.told()) {
        parts.measures().islandChanged();
      }
      ConnectionString leadsTo = parsed(change);
      if (!(leadsTo instanceof ConnectionString.Room entrance)) {
        fail(Fault.ROOM_REFUSED, "a crowd cannot enter " + leadsTo.getClass().getSimpleName());
        return;
      }
      island = change.getIslandId();
      parts.note(signer().address(), Kind.ISLAND, island, entrance.place());
      seat.go(entrance);
    }

    @Override
    public void kicked() {
      kicked = true;
      fail(Fault.KICKED, "the session");
    }

    @Override
    public void closed(SocketEnd end) {
      if (!kicked && !(parts.comeBack() && end.comesBack())) {
        fail(Fault.SESSION_CLOSED, end.toString());
      }
      end(end.toString());
    }

    private ConnectionString parsed(IslandChangedMessage change) {
      try {
        return ConnectionString.parse(change.getConnStr());
      } catch (IllegalArgumentException e) {
        return new ConnectionString.Offline();
      }
    }
  }
}
