package dev.atoll.chaos;

import dev.atoll.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A balancer of TCP connections, before nodes that have no address of their own for rooms: each in turn. Safe for any thread. */
final class Balancer implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final NetServer server;
  private volatile List<Place> places = List.of();
  private int turn;

  Balancer(String host) {
    server = vertx
        .createNetServer()
        .connectHandler(this::join)
        .listen(0, host)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }

  int port() {
    return server.actualPort();
  }

  /** New connections go to these from now on. */
  void to(List<Place> now) {
    places = List.copyOf(now);
  }

  private void join(NetSocket from) {
    List<Place> now = places;
    Place place = now.get(Math.floorMod(turn++, now.size()));
    from.pause();
    client
        .connect(place.ports().http(), place.host())
        .onSuccess(to -> {
          from.pipeTo(to);
          to.pipeTo(from);
        })
        .onFailure(refused -> from.close());
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
