package dev.atoll.nats;

import dev.atoll.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A way to a NATS server that can be shut, so that a test hears the server before those who go through it. */
final class Gate implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetServer door = vertx.createNetServer();
  private final NetClient client = vertx.createNetClient();
  private final Set<NetSocket> inside = ConcurrentHashMap.newKeySet();
  private final NatsServer server;
  private volatile boolean open = true;

  Gate(NatsServer server) {
    this.server = server;
    door.connectHandler(this::enter);
    door.listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private void enter(NetSocket in) {
    if (!open) {
      in.close();
      return;
    }
    inside.add(in);
    in.pause();
    client
        .connect(server.port(), "127.0.0.1")
        .onSuccess(out -> {
          in.closeHandler(gone -> {
            inside.remove(in);
            out.close();
          });
          out.closeHandler(gone -> in.close());
          in.pipeTo(out);
          out.pipeTo(in);
        })
        .onFailure(refused -> in.close());
  }

  /** How many are inside. */
  int inside() {
    return inside.size();
  }

  String url() {
    return "nats://127.0.0.1:" + door.actualPort();
  }

  /** Cuts who is inside and lets nobody in. */
  void shut() {
    open = false;
    cut();
  }

  /** Cuts who is inside, who may come in again. */
  void cut() {
    inside.forEach(NetSocket::close);
  }

  void open() {
    open = true;
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
