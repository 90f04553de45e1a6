package dev.atoll.cli;

import dev.atoll.cli.NodeStart.RunningNode;
import dev.atoll.config.AtollSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

/** A node that only listens, and drains at once or never. */
final class HttpNode extends VerticleBase {
  private final AtollSettings settings;
  private final boolean drains;
  private int port;

  private HttpNode(AtollSettings settings, boolean drains) {
    this.settings = settings;
    this.drains = drains;
  }

  static NodeStart start(boolean drains) {
    return (Vertx vertx, AtollSettings settings) -> {
      HttpNode node = new HttpNode(settings, drains);
      return vertx.deployVerticle(node).map(id -> new RunningNode(id, node.port, node.port));
    };
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> request.response().end(String.valueOf(vertx.isNativeTransportEnabled())))
        .listen(settings.http().port(), settings.http().host())
        .onSuccess(server -> port = server.actualPort());
  }

  @Override
  public Future<?> stop() {
    Promise<Void> drained = Promise.promise();
    if (drains) {
      drained.complete();
    }
    return drained.future();
  }
}
