package dev.atoll.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * Opens sockets to the doors of a realm. To be called from an event loop, which is then the socket's, or from outside Vert.x,
 * which gives the socket some event loop; not from worker threads.
 */
public final class Dialer {
  /** What archipelago clients ask for. */
  public static final String ARCHIPELAGO = "archipelago";

  /** What room clients ask for. */
  public static final String RFC5 = "rfc5";

  /** As long as the reference connector waits for a stage. */
  private static final Duration DEFAULT_LOGIN_LIMIT = Duration.ofSeconds(60);

  /** Seconds that a server has to answer our close frame. */
  private static final int CLOSING_SECONDS = 2;

  private final Vertx vertx;
  private final Duration loginLimit;
  private final WebSocketClient client;

  public Dialer(Vertx vertx) {
    this(vertx, DEFAULT_LOGIN_LIMIT);
  }

  /**
   * @param loginLimit how long one login may take, from the socket's opening to the welcome
   */
  public Dialer(Vertx vertx, Duration loginLimit) {
    this.vertx = vertx;
    this.loginLimit = loginLimit;
    this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
        .setMaxConnections(Integer.MAX_VALUE)
        .setClosingTimeout(CLOSING_SECONDS)
        .setTcpNoDelay(true));
  }

  /**
   * Opens a socket.
   *
   * @param url ws or wss
   * @param subprotocol what to ask for; empty for none. A server that does not echo it fails the opening
   * @param user told what comes over the socket; made on the socket's event loop before anything comes
   * @return fails where the server cannot be reached or refuses the upgrade
   */
  public Future<WireSocket> open(
      URI url, String subprotocol, Function<WireSocket, SocketEvents> user) {
    Promise<WireSocket> end = Promise.promise();
    // on one event loop throughout: from another thread the first messages could come before
    // anybody hears them
    vertx
        .getOrCreateContext()
        .runOnContext(ignored -> client
            .connect(options(url, subprotocol))
            .map(webSocket -> begin(webSocket, user))
            .onComplete(end));
    return end.future();
  }

  /**
   * Logs a peer in at the archipelago door.
   *
   * @return the session; fails with {@link LoginException} if the server does not let the peer in
   */
  public Future<ArchipelagoClient> archipelago(
      URI url, Signer signer, ArchipelagoListener listener) {
    Entry<ArchipelagoClient> entry =
        (socket, login) -> new ArchipelagoClient(socket, signer, listener, login).start();
    return enter(url, ARCHIPELAGO, entry);
  }

  /**
   * Enters a room: by the token in its URL, else by challenge.
   *
   * @return the membership; fails with {@link LoginException} if the server does not let the peer in
   */
  public Future<RoomClient> room(URI url, Signer signer, RoomListener listener) {
    Entry<RoomClient> entry =
        (socket, login) -> new RoomClient(socket, signer, listener, login).start();
    return enter(url, RFC5, entry);
  }

  /** Closes all sockets. */
  public Future<Void> close() {
    return client.close();
  }

  private static WireSocket begin(WebSocket webSocket, Function<WireSocket, SocketEvents> user) {
    WireSocket socket = WireSocket.over(webSocket);
    socket.start(user.apply(socket));
    return socket;
  }

  private <T> Future<T> enter(URI url, String subprotocol, Entry<T> entry) {
    String door = url.getPath();
    Promise<T> end = Promise.promise();
    open(url, subprotocol, socket -> {
          Login<T> login = new Login<>(vertx, socket, door, loginLimit);
          login.future().onComplete(end);
          return entry.begin(socket, login);
        })
        .onFailure(fault -> end.tryFail(new LoginException(door + ": " + fault.getMessage())));
    return end.future();
  }

  private WebSocketConnectOptions options(URI url, String subprotocol) {
    WebSocketConnectOptions options = new WebSocketConnectOptions()
        .setAbsoluteURI(url.toString())
        .setTimeout(loginLimit.toMillis());
    return subprotocol.isEmpty() ? options : options.addSubProtocol(subprotocol);
  }

  /** How a client begins on a socket just opened. */
  private interface Entry<T> {
    SocketEvents begin(WireSocket socket, Login<T> login);
  }
}
