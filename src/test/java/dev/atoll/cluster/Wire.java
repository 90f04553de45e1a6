package dev.atoll.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The network before a port: what goes over it can be lost, stand still, or be changed. For tests; of any thread. */
final class Wire {
  /** The system takes little where nothing is taken. */
  private static final int BUFFER = 64 << 10;

  private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean cut;
  private volatile boolean held;
  private volatile UnaryOperator<Buffer> change = UnaryOperator.identity();
  private final AtomicInteger connections = new AtomicInteger();
  final int port;

  /** @param to port of 127.0.0.1 */
  Wire(Vertx vertx, int to) {
    port = vertx
        .createNetServer(new NetServerOptions().setReceiveBufferSize(BUFFER))
        .connectHandler(near -> {
          near.pause();
          int number = connections.incrementAndGet();
          vertx.createNetClient().connect(to, "127.0.0.1").onSuccess(far -> {
            near.handler(bytes -> pass(number, far, bytes)).closeHandler(end -> far.close());
            far.handler(bytes -> pass(number, near, bytes)).closeHandler(end -> near.close());
            sockets.add(near);
            sockets.add(far);
            if (held) {
              far.pause();
            } else {
              near.resume();
            }
          });
        })
        .listen(0, "127.0.0.1")
        .await()
        .actualPort();
  }

  private void pass(int connection, NetSocket to, Buffer bytes) {
    if (!cut) {
      to.write(connection == connections.get() ? change.apply(bytes) : bytes);
    }
  }

  /** Whether whatever comes is lost. */
  void cut(boolean is) {
    cut = is;
  }

  /** Whether whatever comes waits. */
  void hold(boolean is) {
    held = is;
    sockets.forEach(is ? NetSocket::pause : NetSocket::resume);
  }

  /** What comes from now on over the newest connection goes on as this makes it; an older one may be about to end. */
  void change(UnaryOperator<Buffer> how) {
    change = how;
  }
}
