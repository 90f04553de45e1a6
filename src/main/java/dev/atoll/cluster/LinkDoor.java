package dev.atoll.cluster;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Optional;
import java.util.function.Function;

/**
 * The port where other nodes dial. A connection is let in before it is encrypted, so that handshakes that are never finished count as all
 * do of whom nothing is known. Used on the links' context.
 */
final class LinkDoor {
  private final Vertx vertx;
  private final NetServer server;
  private final Optional<ServerSSLOptions> tls;
  private final Function<NetSocket, Optional<Link>> enter;
  private Handler<NetSocket> accepting = NetSocket::close;

  /** @param enter makes the link of one that may come in; empty: it may not */
  LinkDoor(Links.Sockets sockets, Function<NetSocket, Optional<Link>> enter) {
    this.vertx = sockets.vertx();
    this.server = sockets.server();
    this.tls = sockets.tls();
    this.enter = enter;
  }

  /** Succeeds with the port, when others can dial. */
  Future<Integer> open(String host, int port) {
    server.connectHandler(socket -> accepting.handle(socket));
    return check()
        .compose(readable -> server.listen(port, host))
        .compose(listening -> prepare(host).map(ready -> {
          accepting = this::accept;
          return listening.actualPort();
        }));
  }

  Future<Void> close() {
    return server.close();
  }

  private void accept(NetSocket socket) {
    Optional<Link> link = enter.apply(socket);
    if (link.isEmpty()) {
      socket.close();
      return;
    }
    tls.ifPresent(options -> socket
        .upgradeToSsl(options)
        .onFailure(cause -> link.ifPresent(each -> each.close("CERTIFICATE"))));
  }

  /** Fails where certificates cannot be read: the first connection would be too late to find that out. */
  private Future<Void> check() {
    return tls.map(options -> LinkTls.check(vertx, options)).orElseGet(Future::succeededFuture);
  }

  /** Certificates are loaded at the first connection, which is lost by that: it is one of this node's own. */
  private Future<Void> prepare(String host) {
    if (tls.isEmpty()) {
      return Future.succeededFuture();
    }
    Promise<Void> loaded = Promise.promise();
    accepting = socket -> socket.upgradeToSsl(tls.get()).onComplete(done -> {
      socket.close();
      loaded.tryComplete();
    });
    String own = host.equals(OwnAddress.ANY) ? "127.0.0.1" : host;
    NetClient client = vertx.createNetClient();
    return client
        .connect(server.actualPort(), own)
        .compose(NetSocket::close)
        .compose(closed -> loaded.future())
        .eventually(client::close);
  }
}
