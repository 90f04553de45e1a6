package dev.atoll.cluster;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** A TCP connection. */
record SocketCarrier(NetSocket socket) implements Carrier {
  @Override
  public Future<Void> send(Buffer bytes) {
    return socket.write(bytes);
  }

  @Override
  public void close() {
    // the system may still tell of a reset, which would be logged as an error if nobody heard it
    socket.closeHandler(null).exceptionHandler(late -> {}).handler(null);
    socket.close();
  }

  @Override
  public String host() {
    return socket.remoteAddress().hostAddress();
  }

  @Override
  public String place() {
    return host() + ":" + socket.remoteAddress().port();
  }
}
