package dev.atoll.handshake.bff;

import dev.atoll.handshake.LoggedIn;
import dev.atoll.handshake.Proven;
import dev.atoll.handshake.Session;
import dev.atoll.rpc.PortServices;
import dev.atoll.rpc.RpcFailure;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import java.time.Duration;

/** One socket of the BFF's door: at most one peer, at the port it authenticated. Lives on its socket's event loop. */
final class BffSession implements Session {
  /** How long a client that was told of its end by a disconnection message has to leave by itself, as the reference had it. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /** Where a socket stands. */
  private sealed interface Stage {
    /** Nobody is logged in. */
    record Anonymous() implements Stage {}

    /** One of its ports waits until an answer is verified. */
    record Verifying() implements Stage {}

    /**
     * A peer is.
     *
     * @param port the one that authenticated
     * @param peer what it does here
     */
    record Present(BffPort port, BffPeer peer) implements Stage {}

    /** It was ended by us; nothing goes on here. */
    record Over() implements Stage {}
  }

  private final BffParts parts;
  private final ClientSocket socket;
  private final String origin;
  private final FailedLogins failedLogins = new FailedLogins();
  private Stage stage = new Stage.Anonymous();

  BffSession(BffParts parts, ClientSocket socket, String origin) {
    this.parts = parts;
    this.socket = socket;
    this.origin = origin;
    awaitLogin();
  }

  PortServices newPort() {
    return new BffPort(parts, this);
  }

  /** Whether a port may try to log in. */
  void checkAnonymous() {
    if (stage instanceof Stage.Present || stage instanceof Stage.Over) {
      throw new RpcFailure("this socket has been authenticated");
    }
  }

  /** A port has an answer to verify; one at a time, also when that port is destroyed meanwhile. */
  void beginLogin() {
    checkAnonymous();
    if (stage instanceof Stage.Verifying) {
      throw new RpcFailure("an answer is being verified");
    }
    stage = new Stage.Verifying();
  }

  /** It led to nothing. */
  void endLogin() {
    stage = new Stage.Anonymous();
  }

  /** It was refused; after a few the socket is closed. */
  void loginFailed(CloseReason reason) {
    endLogin();
    if (failedLogins.add(reason)) {
      socket.close(reason);
    }
  }

  /** The address was proven at this port. */
  BffPeer admit(BffPort port, Proven proven) {
    socket.clearDeadline();
    LoggedIn login = parts.door().sessions().admit(proven, this);
    BffPeer peer = new BffPeer(parts, login, () -> socket.close(CloseReason.TOO_SLOW));
    stage = new Stage.Present(port, peer);
    parts.present().incrementAndGet();
    return peer;
  }

  /** A port is gone; a session ends with the port that authenticated it. */
  void closed(BffPort port) {
    if (stage instanceof Stage.Present present && present.port() == port) {
      stage = new Stage.Anonymous();
      end(present.peer());
      awaitLogin();
    }
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public boolean hasTopics() {
    return true;
  }

  @Override
  public void kick(CloseReason reason) {
    if (stage instanceof Stage.Present present) {
      stage = new Stage.Over();
      boolean told = present.peer().tellDisconnection();
      end(present.peer());
      if (told && reason == CloseReason.REPLACED) {
        socket.deadline(FAREWELL, reason);
        return;
      }
    }
    socket.close(reason);
  }

  private void end(BffPeer peer) {
    peer.close();
    parts.present().decrementAndGet();
    parts.door().sessions().left(peer.login(), this);
  }

  private void awaitLogin() {
    socket.deadline(parts.door().settings().handshake().timeout(), CloseReason.HANDSHAKE_TIMEOUT);
  }
}
