package dev.atoll.session;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.Patience;
import dev.atoll.config.ByteSize;
import dev.atoll.config.SessionSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** A server with one door, on a port of the system's choice; keeps what its listeners heard. */
final class TestServer extends VerticleBase {
  /** Nothing is pinged within a test. */
  static final SessionSettings CALM = new SessionSettings(
      Duration.ofMinutes(5),
      Duration.ofSeconds(8),
      new ByteSize(256 << 10),
      new ByteSize(16 << 20),
      Duration.ZERO);

  static final int MAX_MESSAGE = 16 << 10;
  static final SocketKind KIND =
      new SocketKind("test", MAX_MESSAGE, CloseReason.UNDECODABLE_CLIENT_PACKET);

  private final List<String> heard = new ArrayList<>();

  /** Every socket that came in, in order. */
  final List<ClientSocket> accepted = new CopyOnWriteArrayList<>();

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SessionSettings settings;
  private final Function<ClientSocket, SocketListener> door;
  private Sockets sockets;
  private HttpServer server;
  private Context home;

  private TestServer(SessionSettings settings, Function<ClientSocket, SocketListener> door) {
    this.settings = settings;
    this.door = door;
  }

  /** A server whose listeners only listen. */
  static TestServer start(Vertx vertx) {
    return start(vertx, CALM, socket -> new Listening());
  }

  /** A door whose sockets do this at every message. */
  static Function<ClientSocket, SocketListener> onMessage(Consumer<ClientSocket> action) {
    return socket -> new TestServer.Listening() {
      @Override
      public void message(ByteBuf buffer, int offset, int length) {
        action.accept(socket);
      }
    };
  }

  /** A server whose listeners are those of this door, overheard. */
  static TestServer start(
      Vertx vertx, SessionSettings settings, Function<ClientSocket, SocketListener> door) {
    TestServer server = new TestServer(settings, door);
    server.await(vertx.deployVerticle(server));
    return server;
  }

  @Override
  public Future<?> start() {
    home = ((ContextInternal) context).unwrap();
    sockets = new Sockets(vertx, settings, meters);
    Router router = Router.router(vertx);
    router.get("/ws").handler(routed -> sockets.upgrade(routed.request(), KIND, this::overheard));
    server = vertx.createHttpServer(Sockets.serverOptions()).requestHandler(router);
    return server.listen(0, "127.0.0.1");
  }

  int port() {
    return server.actualPort();
  }

  /** Runs on the server's event loop and gives what came of it. */
  <T> T on(Callable<T> action) {
    return await(Future.future(promise -> home.runOnContext(ignored -> {
      try {
        promise.complete(action.call());
      } catch (Throwable e) {
        promise.fail(e);
      }
    })));
  }

  /** What was heard so far, in order: {@code 0102} a message, {@code closed}. */
  List<String> heard() {
    return on(() -> List.copyOf(heard));
  }

  void drain() {
    drain(Duration.ZERO);
  }

  /** Done when all were told. */
  Future<Void> drain(Duration over) {
    return drain(over, left -> {});
  }

  /** @param left told how many sockets are open after what is done of it at once */
  Future<Void> drain(Duration over, IntConsumer left) {
    return on(() -> {
      Future<Void> drained = sockets.drain(over);
      left.accept(sockets.size());
      return drained;
    });
  }

  void shut() {
    on(() -> {
      sockets.shut(kind -> kind.equals(KIND));
      return true;
    });
  }

  int open() {
    return on(sockets::size);
  }

  /** How many sockets there have been. */
  double opened() {
    return meters.counter("atoll.sockets.opened", "door", "test").count();
  }

  /** How many sockets ended so. */
  double ended(String reason) {
    return meters
        .counter("atoll.sockets.closed", "door", "test", "reason", reason)
        .count();
  }

  <T> T await(Future<T> future) {
    try {
      return future.await(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private SocketListener overheard(ClientSocket socket) {
    accepted.add(socket);
    SocketListener listener = door.apply(socket);
    return new SocketListener() {
      @Override
      public void message(ByteBuf buffer, int offset, int length)
          throws InvalidProtocolBufferException {
        heard.add(
            length > 100
                ? length + " bytes"
                : HexFormat.of().formatHex(ByteBufUtil.getBytes(buffer, offset, length)));
        listener.message(buffer, offset, length);
      }

      @Override
      public void closed() {
        heard.add("closed");
        listener.closed();
      }

      @Override
      public void writable() {
        listener.writable();
      }
    };
  }

  /** Takes everything and does nothing. */
  static class Listening implements SocketListener {
    @Override
    public void message(ByteBuf buffer, int offset, int length)
        throws InvalidProtocolBufferException {}

    @Override
    public void closed() {}
  }
}
