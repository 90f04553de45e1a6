package dev.atoll.livekit.sidecar;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.auth.Access;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.livekit.LiveKit;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.ListenedMessage;
import dev.atoll.protocol.message.UnheardMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Side-cars on a bus of their own, of a LiveKit wherever it is. */
final class SideCarRig implements AutoCloseable {
  static final String OWN = "0x00000000000000000000000000000000000000ab";
  static final String PEER = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  static final Duration LINGER = Duration.ofSeconds(2);
  static final Duration DUPLICATE = Duration.ofSeconds(4);

  final LocalBus bus;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** What is said on the bus by peers. */
  final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();

  final BlockingQueue<UnheardMessage> unheard = new LinkedBlockingQueue<>();

  private final Vertx vertx;
  private final Context context;
  private final String url;
  private LiveKit liveKit;
  private SideCars sideCars;

  SideCarRig(Vertx vertx, String url, Supplier<WebRtc> webRtc, Map<String, String> beside) {
    this(new LocalBus(), vertx, url, webRtc, beside);
  }

  /** Those of a node with that bus. */
  SideCarRig(
      LocalBus bus, Vertx vertx, String url, Supplier<WebRtc> webRtc, Map<String, String> beside) {
    this.bus = bus;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.url = url;
    Map<String, String> values = new HashMap<>(Map.of("realm.server-address", OWN));
    values.putAll(beside);
    values.put(
        "livekit",
        "[{id: casino, url: '" + url + "', api-key: " + LiveKitServer.KEY + ", api-secret: "
            + LiveKitServer.SECRET.value() + "}]");
    AtollSettings settings = AtollSettings.of(values);
    SideCars.Tuning tuning = new SideCars.Tuning(
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        new Presence.Tuning(LINGER, DUPLICATE, Duration.ofMillis(300)),
        webRtc);
    get(() -> {
      Access access = new Access(vertx, settings);
      liveKit = new LiveKit(new LiveKit.Parts(vertx, settings, bus, access, meters, () -> true));
      liveKit.start();
      sideCars =
          new SideCars(new SideCars.Parts(vertx, settings, bus, liveKit, meters), true, tuning);
      sideCars.start();
      bus.subscribe(Subjects.EVERY_UNHEARD, message -> unheard.add(read(message)));
      return true;
    });
  }

  private static UnheardMessage read(Message message) {
    try {
      return UnheardMessage.parseFrom(message.payload().bytes());
    } catch (com.google.protobuf.InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }

  /** Somebody asks the bus. */
  Bus.Subscription subscribe(String pattern) {
    return get(() -> bus.subscribe(Pattern.of(pattern), heard::add));
  }

  void publish(Message message) {
    get(() -> {
      bus.publish(message);
      return true;
    });
  }

  /** A gateway tells all that it has. */
  void listened(ListenedMessage.Builder what) {
    publish(new Message(Subjects.listened("g"), Payload.of(what.build())));
  }

  /** A peer is told that its island is in LiveKit, or elsewhere. */
  String sendTo(String island, boolean there) {
    String string = there
        ? "livekit:" + url + "?access_token=" + site().tokens().join(PEER, island)
        : "ws-room:ws://elsewhere";
    publish(new Message(
        Subjects.islandChanged(PEER),
        Payload.of(IslandChangedMessage.newBuilder()
            .setIslandId(island)
            .setConnStr(string)
            .build())));
    return string;
  }

  /** What a server says. */
  void say(String subject, ByteString body, Map<String, String> headers) {
    publish(new Message(Subject.of(subject), Payload.of(body), new Headers(headers)));
  }

  LiveKit.Site site() {
    return liveKit.sites().get(0);
  }

  int rooms() {
    return (int) meters.get("atoll.side_car.rooms").gauge().value();
  }

  double count(String counter) {
    return meters.get("atoll.side_car." + counter).counter().count();
  }

  void awaitRooms(int rooms) {
    await().atMost(Patience.TIME).until(this::rooms, now -> now == rooms);
  }

  int peers(String room) {
    return get(() -> liveKit.peers("casino", room));
  }

  <T> T get(Supplier<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(now -> {
      try {
        done.complete(task.get());
      } catch (Throwable failed) {
        done.completeExceptionally(failed);
      }
    });
    return done.join();
  }

  @Override
  public void close() {
    get(() -> {
      sideCars.stop();
      return liveKit.stop();
    });
  }
}
