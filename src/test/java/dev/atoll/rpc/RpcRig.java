package dev.atoll.rpc;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.SessionSettings;
import dev.atoll.session.CloseReason;
import dev.atoll.session.SocketKind;
import dev.atoll.session.Sockets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server of one module, {@code Test}, on a port of the system's choice. */
final class RpcRig extends VerticleBase implements AutoCloseable {
  /** A flood is not slowed down. */
  private static final SessionSettings CALM = AtollSettings.of(
          Map.of("session.queue-bytes", "256KiB", "session.inbound-rate", "64MiB"))
      .session();

  private final Vertx owner = Vertx.vertx();
  private HttpServer server;

  /** Sources that were opened, ports that were closed, in order. */
  final List<Queued> sources = new CopyOnWriteArrayList<>();

  final List<String> closedPorts = new CopyOnWriteArrayList<>();

  /** Requests nobody has answered. */
  final List<Promise<ByteString>> waiting = new CopyOnWriteArrayList<>();

  static RpcRig open() {
    RpcRig rig = new RpcRig();
    try {
      rig.owner.deployVerticle(rig).await(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
    return rig;
  }

  @Override
  public Future<?> start() {
    Sockets sockets = new Sockets(vertx, CALM, new SimpleMeterRegistry());
    SocketKind kind = new SocketKind("test", RpcServer.MAX_MESSAGE_BYTES, CloseReason.UNDECODABLE);
    RpcServer rpc = new RpcServer();
    Router router = Router.router(vertx);
    router
        .get("/rpc")
        .handler(routed ->
            sockets.upgrade(routed.request(), kind, socket -> rpc.accept(socket, TestPort::new)));
    server = vertx.createHttpServer(Sockets.serverOptions()).requestHandler(router);
    return server.listen(0, "127.0.0.1");
  }

  RpcClient connect() {
    return RpcClient.connect(owner, server.actualPort(), "/rpc");
  }

  /** Runs on the server's event loop. */
  void on(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  @Override
  public void close() {
    owner.close().await();
  }

  /** What a test puts in, one by one. */
  static final class Queued implements StreamSource {
    private final Queue<ByteString> elements = new ArrayDeque<>();
    private Runnable ready = () -> {};
    private boolean ended;
    volatile boolean cancelled;
    volatile int taken;

    void add(String text) {
      elements.add(ByteString.copyFromUtf8(text));
      ready.run();
    }

    void end() {
      ended = true;
      ready.run();
    }

    @Override
    public Optional<ByteString> next() {
      Optional<ByteString> next = Optional.ofNullable(elements.poll());
      taken += next.isPresent() ? 1 : 0;
      return next;
    }

    @Override
    public boolean ended() {
      return ended;
    }

    @Override
    public void reader(Runnable reader) {
      ready = reader;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private final class TestPort implements PortServices {
    @Override
    public Optional<List<Procedure>> module(String name) {
      if (name.equals("BffAuthenticationService")) {
        return Optional.of(golden());
      }
      return name.equals("Test")
          ? Optional.of(List.of(
              new Procedure.Unary("Echo", Future::succeededFuture),
              new Procedure.Unary("Wait", request -> {
                Promise<ByteString> answer = Promise.promise();
                waiting.add(answer);
                return answer.future();
              }),
              new Procedure.Unary("Refuse", request -> {
                throw new RpcFailure("not today");
              }),
              new Procedure.Unary("Break", request -> {
                throw new IllegalStateException("a bug, meant");
              }),
              new Procedure.Streaming("Stream", request -> {
                Queued source = new Queued();
                sources.add(source);
                return Future.succeededFuture(source);
              }),
              new Procedure.Streaming(
                  "NoStream", request -> Future.failedFuture(new RpcFailure("no stream")))))
          : Optional.empty();
    }

    /** The module of the golden bytes, whose first procedure echoes and whose second has one element, a 9. */
    private List<Procedure> golden() {
      return List.of(
          new Procedure.Unary("GetChallenge", Future::succeededFuture),
          new Procedure.Streaming("Authenticate", request -> {
            Queued source = new Queued();
            source.add("\t");
            return Future.succeededFuture(source);
          }));
    }

    @Override
    public void closed() {
      closedPorts.add("closed");
    }
  }
}
