package dev.atoll.livekit;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import dev.atoll.auth.Access;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.protocol.message.TransportDiscovery;
import dev.atoll.transport.Passenger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The deployments of a realm, one of them called {@code casino}, with a bus and a door for webhooks of their own. */
final class LiveKitRig implements AutoCloseable {
  static final String ID = "casino";

  /** What the realm is told of the deployment. */
  final BlockingQueue<TransportDiscovery> told = new LinkedBlockingQueue<>();

  /** Of whom a webhook told that they came in: room and address. */
  private final Set<String> entered = ConcurrentHashMap.newKeySet();

  final LocalBus bus = new LocalBus();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Vertx vertx;
  private final Context context;
  private final Router router;
  private final HttpServer door;
  private LiveKit liveKit;

  LiveKitRig(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.router = Router.router(vertx);
    this.door = vertx.createHttpServer().requestHandler(router);
  }

  /** Opens the door for webhooks before there is anything behind it, so that its port is known. */
  String webhook() {
    return "http://127.0.0.1:" + port() + "/livekit/webhook";
  }

  int port() {
    if (door.actualPort() <= 0) {
      get(() -> door.listen(0, "127.0.0.1"));
    }
    return door.actualPort();
  }

  /** Starts it for a LiveKit at this URL, with these settings beside. */
  LiveKitRig start(String url, LiveKit.Tuning tuning, Map<String, String> beside) {
    Map<String, String> values = new HashMap<>(beside);
    values.put(
        "livekit",
        "[{id: " + ID + ", url: '" + url + "', api-key: " + LiveKitServer.KEY + ", api-secret: "
            + LiveKitServer.SECRET.value() + ", island-size: 77}]");
    AtollSettings settings = AtollSettings.of(values);
    port();
    get(() -> {
      bus.subscribe(Subjects.only(Subjects.TRANSPORT_DISCOVERY), this::hear);
      Access access = new Access(vertx, settings);
      liveKit =
          new LiveKit(new LiveKit.Parts(vertx, settings, bus, access, meters, () -> true), tuning);
      liveKit.mount(router);
      liveKit.observe((room, address) -> entered.add(room + " " + address));
      return access.start().onSuccess(ready -> liveKit.start());
    });
    return this;
  }

  private void hear(Message message) {
    try {
      told.add(message.payload().as(TransportDiscovery.class, TransportDiscovery.parser()));
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  /** Waits until the realm is told of it as it should be. */
  TransportDiscovery awaitTold(boolean healthy, int users) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS);
    while (true) {
      TransportDiscovery next = told.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("never told: healthy " + healthy + ", users " + users);
      }
      if (next.getHealthy() == healthy && next.getUsersCount() == users) {
        return next;
      }
    }
  }

  /** What is known of who is in its rooms. */
  void awaitPeers(Map<String, Integer> peers) {
    await()
        .atMost(Patience.TIME)
        .until(() -> get(() -> Future.succeededFuture(liveKit.peers(ID))), peers::equals);
  }

  /** Waits until it is known by which stay somebody is inside, which a webhook tells; how many there are is known before. */
  void awaitEntered(String island, String... addresses) {
    for (String address : addresses) {
      await().atMost(Patience.TIME).until(() -> entered.contains(island + " " + address));
    }
  }

  /** As an explorer would be given it. */
  String connectionString(String address, String island) {
    return get(() -> liveKit
            .transport(ID)
            .orElseThrow()
            .connectionStrings(island, List.of(new Passenger(address, ""))))
        .get(address);
  }

  LiveKit liveKit() {
    return liveKit;
  }

  void publish(Subject subject, MessageLite message) {
    publish(new Message(subject, Payload.of(message)));
  }

  void publish(Message message) {
    get(() -> {
      bus.publish(message);
      return Future.succeededFuture();
    });
  }

  /** Runs this on the event loop and waits for what it promises. */
  <T> T get(Supplier<Future<T>> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(now -> Future.<Void>succeededFuture()
        .compose(ready -> task.get())
        .onSuccess(result::complete)
        .onFailure(result::completeExceptionally));
    return result.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    if (liveKit != null) {
      get(liveKit::stop);
    }
  }
}
