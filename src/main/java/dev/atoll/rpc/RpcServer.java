package dev.atoll.rpc;

import dev.atoll.session.ClientSocket;
import dev.atoll.session.SocketListener;
import java.util.function.Supplier;

/** Numbers the ports of all its sockets. Used on one event loop only. */
public final class RpcServer {
  /** Most bytes of a message from the client, for the socket's kind. */
  public static final int MAX_MESSAGE_BYTES = 64 << 10;

  private int lastPort;

  /**
   * Speaks {@code @dcl/rpc} on a new socket, beginning with the message that says so.
   *
   * @param ports makes what each new port offers
   */
  public SocketListener accept(ClientSocket socket, Supplier<PortServices> ports) {
    return new RpcSession(this, socket, ports);
  }

  /** Never 0, which on the wire is no port. */
  int nextPort() {
    lastPort = lastPort == Integer.MAX_VALUE ? 1 : lastPort + 1;
    return lastPort;
  }
}
