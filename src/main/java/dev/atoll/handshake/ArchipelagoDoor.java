package dev.atoll.handshake;

import dev.atoll.auth.AccessSweep;
import dev.atoll.auth.EthereumAddress;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import dev.atoll.session.SocketKind;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The archipelago door, {@code /ws} and {@code /archipelago/ws}: who logs in, one session an address. Belongs to one event
 * loop and is used on it only.
 */
public final class ArchipelagoDoor {
  /** Frame limit of the reference connector. */
  private static final SocketKind KIND =
      new SocketKind("archipelago", 16 << 10, CloseReason.UNDECODABLE_CLIENT_PACKET);

  private final DoorParts parts;
  private final Counter droppedHeartbeats;

  /** One for each address; no more than there are open sockets. */
  private final Map<String, ArchipelagoSession> sessions = new HashMap<>();

  /** Of all logins so far, so that each has a stamp of its own. */
  private long logins;

  private final AccessSweep sweep;

  public ArchipelagoDoor(DoorParts parts) {
    this.parts = parts;
    this.droppedHeartbeats =
        parts.meters().counter("atoll.heartbeats.dropped", "source", "archipelago");
    this.sweep = new AccessSweep(
        parts.vertx(),
        parts.access(),
        parts.settings().access().bansInterval(),
        new LoggedInPeers());
  }

  /** Adds the door's routes. A plain GET of them goes on to the next handler. */
  public void mount(Router router) {
    for (String path : List.of("/ws", "/archipelago/ws")) {
      router.get(path).handler(this::upgrade);
    }
  }

  /** Begins to look for denied and banned peers among those logged in. */
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

  private void upgrade(RoutingContext routing) {
    if (!routing.request().headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
      routing.next();
      return;
    }
    String origin = parts.origins().of(routing.request());
    parts
        .sockets()
        .upgrade(routing.request(), KIND, socket -> new ArchipelagoSession(this, socket, origin));
  }

  Duration timeout() {
    return parts.settings().handshake().timeout();
  }

  /** The lower-case form of the address a client says it has. */
  String checked(String claimed) {
    if (!EthereumAddress.isAddress(claimed)) {
      throw new ClientFault(CloseReason.BAD_ADDRESS);
    }
    String address = claimed.toLowerCase(Locale.ROOT);
    if (parts.access().denied(address)) {
      throw new ClientFault(CloseReason.DENIED);
    }
    return address;
  }

  String newChallenge() {
    return parts.challenges().next();
  }

  boolean isConnected(String address) {
    return sessions.containsKey(address);
  }

  /** Who signed the challenge, if that peer may enter. */
  Future<String> verify(String authChain, String challenge) {
    return parts.authenticator().authenticate(authChain, challenge).compose(this::entering);
  }

  private Future<String> entering(String address) {
    if (parts.access().denied(address)) {
      return Future.failedFuture(new ClientFault(CloseReason.DENIED));
    }
    return parts
        .access()
        .banned(address)
        .compose(banned -> banned
            ? Future.failedFuture(new ClientFault(CloseReason.BANNED))
            : Future.succeededFuture(address));
  }

  /**
   * The session becomes the one of its address. An older one is told and closed; the realm hears that the peer is gone before
   * it hears anything of the new session, so that its island is assigned anew.
   */
  void admit(String address, ArchipelagoSession session) {
    ArchipelagoSession older = sessions.put(address, session);
    if (older != null) {
      publish(new Message(Subjects.disconnect(address), Payload.EMPTY));
      older.kick(CloseReason.REPLACED);
    }
    String login = Long.toString(++logins);
    Headers headers = new Headers(Map.of(Headers.ORIGIN, session.origin(), Headers.LOGIN, login));
    publish(new Message(Subjects.connect(address), Payload.EMPTY, headers));
    Subject changes = Subjects.islandChanged(address);
    Subscription islandChanges = parts.bus().subscribe(Subjects.only(changes), message -> {
      // an archipelago on another thread may still tell the login that this one replaced
      if (message.headers().concerns(login)) {
        session.islandChanged(message);
      }
    });
    session.welcome(new LoggedIn(address, Subjects.heartbeat(address), headers, islandChanges));
  }

  /** A session of this address is closed; the realm is told unless a newer one has taken its place. */
  void left(LoggedIn peer, ArchipelagoSession session) {
    peer.islandChanges().cancel();
    if (sessions.remove(peer.address(), session)) {
      publish(new Message(Subjects.disconnect(peer.address()), Payload.EMPTY));
    }
  }

  void publish(Message message) {
    parts.bus().publish(message);
  }

  void droppedHeartbeat() {
    droppedHeartbeats.increment();
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
      ArchipelagoSession session = sessions.get(address);
      if (session != null) {
        session.kick(reason);
      }
    }
  }
}
