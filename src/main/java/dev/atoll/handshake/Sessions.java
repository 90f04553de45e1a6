package dev.atoll.handshake;

import dev.atoll.auth.Access;
import dev.atoll.auth.AccessSweep;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.LoginClock;
import dev.atoll.cluster.LoginStamp;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is logged in: one session an address, over all doors and over all nodes of the realm, the latest login. Tells the realm who comes
 * and goes, and looks for denied and banned peers among them. Belongs to one event loop and is used on it only.
 *
 * <p>Nobody waits for other nodes: two may let the same address in at once, and the earlier login is ended when they hear of each
 * other.
 */
public final class Sessions {
  private final Bus bus;
  private final AccessSweep sweep;

  private final LoginClock clock;
  private final LoginsElsewhere elsewhere;

  /** One for each address; no more than there are open sockets. */
  private final Map<String, Held> sessions = new HashMap<>();

  /** The session of an address, and which login it is. */
  private record Held(Session session, LoginStamp login) {}

  /**
   * @param clock stamps logins
   * @param access who may not be logged in
   * @param sweepInterval between two looks for them
   */
  public Sessions(Vertx vertx, Bus bus, LoginClock clock, Access access, Duration sweepInterval) {
    this.bus = bus;
    this.clock = clock;
    this.elsewhere = new LoginsElsewhere(bus, this::loggedInElsewhere);
    this.sweep = new AccessSweep(vertx, access, sweepInterval, new LoggedInPeers());
  }

  /** Begins to look for denied and banned peers, and to hear of logins at other nodes. */
  public void start() {
    if (!clock.isAlone()) {
      elsewhere.start();
    }
    sweep.start();
  }

  /** Ends what {@link #start} began; the sockets are closed by whoever owns them all. */
  public void stop() {
    sweep.stop();
    elsewhere.stop();
  }

  /** How many peers are logged in here. */
  public int size() {
    return sessions.size();
  }

  /** How many peers are logged in here and at the nodes of this realm that are heard. */
  public int inRealm() {
    return sessions.size() + elsewhere.size();
  }

  /** Whether an address, in lower case, has a session. */
  public boolean isConnected(String address) {
    return sessions.containsKey(address);
  }

  /** That address has signed its challenge just now: later than all of its logins that are known, whatever clocks said then. */
  Proven proven(String address) {
    return new Proven(address, clock.nextAfter(known(address)));
  }

  /** Fails where the same address has signed another challenge since, and is logged in. */
  Future<Proven> unlessLate(Proven proven) {
    return known(proven.address()).stream().anyMatch(login -> login.isAfter(proven.login()))
        ? Future.failedFuture(new ClientFault(CloseReason.REPLACED))
        : Future.succeededFuture(proven);
  }

  private List<LoginStamp> known(String address) {
    return Stream.of(
            Optional.ofNullable(sessions.get(address)).map(Held::login), elsewhere.login(address))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The session becomes the one of its address. An older one is ended, wherever it is; the realm hears that the peer is gone before it
   * hears anything of the new session, so that its island is assigned anew.
   */
  public LoggedIn admit(Proven proven, Session session) {
    String address = proven.address();
    LoginStamp login = proven.login();
    Held older = sessions.get(address);
    Optional<LoginStamp> there = elsewhere.remove(address);
    sessions.put(address, new Held(session, login));
    if (older != null) {
      gone(address, older.login());
      older.session().kick(CloseReason.REPLACED);
    }
    there.ifPresent(earlier -> gone(address, earlier));
    Headers headers = headers(session, login.toString());
    bus.publish(new Message(Subjects.connect(address), Payload.EMPTY, headers));
    return new LoggedIn(address, login.toString(), Subjects.heartbeat(address), headers);
  }

  private void gone(String address, LoginStamp login) {
    Headers headers = new Headers(Map.of(Headers.LOGIN, login.toString()));
    bus.publish(new Message(Subjects.disconnect(address), Payload.EMPTY, headers));
  }

  /** Ends an earlier login here, of which its new node has told the realm that it is gone. */
  private boolean loggedInElsewhere(String address, LoginStamp login) {
    clock.heard(login);
    Held held = sessions.get(address);
    if (held == null) {
      return true;
    }
    if (!login.isAfter(held.login())) {
      return false;
    }
    sessions.remove(address);
    bus.publish(new Message(Subjects.replaced(address, login.node()), Payload.EMPTY));
    held.session().kick(CloseReason.REPLACED);
    return true;
  }

  /** Every login here, by its address. */
  public Map<String, LoginStamp> logins() {
    Map<String, LoginStamp> logins = new HashMap<>(2 * sessions.size());
    sessions.forEach((address, held) -> logins.put(address, held.login()));
    return logins;
  }

  /** These are all the logins at another node now. */
  public void heard(String node, Map<String, LoginStamp> logins) {
    elsewhere.heard(node, logins);
  }

  private static Headers headers(Session session, String login) {
    Map<String, String> values = new HashMap<>();
    values.put(Headers.ORIGIN, session.origin());
    values.put(Headers.LOGIN, login);
    if (session.hasTopics()) {
      values.put(Headers.TOPICS, Headers.YES);
    }
    return new Headers(values);
  }

  /** A session is over; the realm is told unless a newer one has taken its place. */
  public void left(LoggedIn peer, Session session) {
    Held held = sessions.get(peer.address());
    if (held != null && held.session() == session) {
      sessions.remove(peer.address());
      gone(peer.address(), held.login());
    }
  }

  /** Those a sweep for the refused looks at. */
  private final class LoggedInPeers implements AccessSweep.Inside {
    @Override
    public Set<String> addresses() {
      return Set.copyOf(sessions.keySet());
    }

    @Override
    public void banned(String address) {
      kick(address, CloseReason.BANNED);
    }

    @Override
    public void denied(String address) {
      kick(address, CloseReason.DENIED);
    }

    private void kick(String address, CloseReason reason) {
      Held held = sessions.get(address);
      if (held != null) {
        held.session().kick(reason);
      }
    }
  }
}
