package dev.atoll.handshake;

import dev.atoll.auth.Access;
import dev.atoll.auth.AccessSweep;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.session.CloseReason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who is logged in: one session an address, over all doors. Tells the realm who comes and goes, and looks for denied and banned
 * peers among them. Belongs to one event loop and is used on it only.
 */
public final class Sessions {
  private final Bus bus;
  private final AccessSweep sweep;

  /** One for each address; no more than there are open sockets. */
  private final Map<String, Session> sessions = new HashMap<>();

  /** Of all logins so far, so that each has a stamp of its own. */
  private long logins;

  /**
   * @param access who may not be logged in
   * @param sweepInterval between two looks for them
   */
  public Sessions(Vertx vertx, Bus bus, Access access, Duration sweepInterval) {
    this.bus = bus;
    this.sweep = new AccessSweep(vertx, access, sweepInterval, new LoggedInPeers());
  }

  /** Begins to look for denied and banned peers. */
  public void start() {
    sweep.start();
  }

  /** Ends what {@link #start} began; the sockets are closed by whoever owns them all. */
  public void stop() {
    sweep.stop();
  }

  /** How many peers are logged in. */
  public int size() {
    return sessions.size();
  }

  /** Whether an address, in lower case, has a session. */
  public boolean isConnected(String address) {
    return sessions.containsKey(address);
  }

  /**
   * The session becomes the one of its address. An older one is ended; the realm hears that the peer is gone before it hears
   * anything of the new session, so that its island is assigned anew.
   */
  public LoggedIn admit(String address, Session session) {
    Session older = sessions.put(address, session);
    if (older != null) {
      bus.publish(new Message(Subjects.disconnect(address), Payload.EMPTY));
      older.kick(CloseReason.REPLACED);
    }
    String login = Long.toString(++logins);
    Headers headers = headers(session, login);
    bus.publish(new Message(Subjects.connect(address), Payload.EMPTY, headers));
    return new LoggedIn(address, login, Subjects.heartbeat(address), headers);
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
    if (sessions.remove(peer.address(), session)) {
      bus.publish(new Message(Subjects.disconnect(peer.address()), Payload.EMPTY));
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
      Session session = sessions.get(address);
      if (session != null) {
        session.kick(reason);
      }
    }
  }
}
