package dev.atoll.nats;

import dev.atoll.Patience;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A bridge alone, its bus played by the test. */
final class BridgeRig implements AutoCloseable {
  final LocalBus bus = new LocalBus();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** All that came from NATS and was published on the bus. */
  final List<Message> came = new CopyOnWriteArrayList<>();

  /** Whether what came is kept. */
  volatile boolean keeps = true;

  /** Whether its node does not know what others did, and must tell nothing. */
  volatile boolean held;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final NatsBridge bridge;

  BridgeRig(NatsServer server, String... keysAndValues) {
    this(server.url(), keysAndValues);
  }

  BridgeRig(String url, String... keysAndValues) {
    Map<String, String> values = new HashMap<>(Map.of("nats.url", url));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    bridge = new NatsBridge(bus, AtollSettings.of(values), meters, () -> held);
    on(() -> {
      bus.overhear(Pattern.of(">"), message -> {
        if (keeps && message.headers().get(Headers.VIA).isPresent()) {
          came.add(message);
        }
      });
      return Future.succeededFuture();
    });
  }

  /** Deploys it and waits until it is connected and NATS has its subscriptions. */
  BridgeRig started() {
    startNow();
    awaitConnected();
    return this;
  }

  BridgeRig startNow() {
    on(() -> {
      bridge.init(vertx, context);
      return bridge.start();
    });
    return this;
  }

  void awaitConnected() {
    Awaiting.soon().until(bridge::isConnected);
    // what is subscribed to after the rest is in force after it
    subscribe("client-proto.peer.*.rig").cancel();
  }

  boolean isConnected() {
    return bridge.isConnected();
  }

  Subscription subscribe(String pattern) {
    return on(() -> {
      Subscription subscription = bus.subscribe(Pattern.of(pattern), message -> {});
      return subscription.inForce().map(subscription);
    });
  }

  void publish(Subject subject, Payload payload, Headers headers) {
    on(() -> {
      bus.publish(new Message(subject, payload, headers));
      return Future.succeededFuture();
    });
  }

  void publish(Subject subject, Payload payload) {
    publish(subject, payload, Headers.NONE);
  }

  void connect(String address) {
    publish(Subjects.connect(address), Payload.EMPTY);
  }

  void disconnect(String address) {
    publish(Subjects.disconnect(address), Payload.EMPTY);
  }

  void heartbeat(String address, float x, float z) {
    publish(Subjects.heartbeat(address), Payload.of(at(x, z)));
  }

  static Heartbeat at(float x, float z) {
    return Heartbeat.newBuilder()
        .setPosition(Position.newBuilder().setX(x).setZ(z))
        .build();
  }

  List<String> cameSubjects() {
    return came.stream().map(each -> each.subject().name()).toList();
  }

  double dropped(String reason) {
    return meters.get("atoll.nats.dropped").tag("reason", reason).counter().count();
  }

  <T> T on(Supplier<Future<T>> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(ignored -> task.get().onComplete(done -> {
      if (done.succeeded()) {
        result.complete(done.result());
      } else {
        result.completeExceptionally(done.cause());
      }
    }));
    return result.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }

  /** When the event loop has done what it was asked for before, and so many times what followed from that. */
  Future<Void> afterTurns(int turns) {
    Promise<Void> next = Promise.promise();
    context.runOnContext(now -> next.complete());
    return turns == 0 ? next.future() : next.future().compose(now -> afterTurns(turns - 1));
  }

  void stop() {
    on(() -> bridge.stop().mapEmpty());
  }

  @Override
  public void close() {
    stop();
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
