package dev.atoll.rooms;

import dev.atoll.Patience;
import dev.atoll.auth.RoomTokens;
import dev.atoll.bus.Bus;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.protocol.message.WsWelcome;
import dev.atoll.session.CloseReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Rooms on a port of the system's choice, and clients of them; all on loopback. */
final class RoomsRig implements AutoCloseable {
  static final String SECRET = "a secret of the tests";

  private static final int MOST_AGAIN = 20;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RoomsVerticle verticle;
  private final RoomTokens tokens;
  private final WebSocketClient client;

  /** Of sockets that take little while they are paused. */
  private final WebSocketClient narrow;

  private RoomsRig(Map<String, String> settings, Rooms.Tuning tuning, Bus bus) {
    this.bus = bus;
    Map<String, String> values = new HashMap<>(Map.of(
        "http.host", "127.0.0.1",
        "http.port", "0",
        "rooms.secret", SECRET,
        "session.inbound-rate", "1024MiB"));
    values.putAll(settings);
    verticle = new RoomsVerticle(AtollSettings.of(values), bus, meters, tuning);
    tokens = RoomTokens.create(vertx, Optional.of(new Secret(SECRET)));
    client = vertx.createWebSocketClient(clientOptions());
    narrow = vertx.createWebSocketClient(
        clientOptions().setReceiveBufferSize(8192).setClosingTimeout(1));
    await(vertx.deployVerticle(verticle));
  }

  private static WebSocketClientOptions clientOptions() {
    return new WebSocketClientOptions()
        .setMaxConnections(1000)
        .setMaxFrameSize(1 << 20)
        .setMaxMessageSize(1 << 20);
  }

  static RoomsRig open() {
    return open(Map.of());
  }

  static RoomsRig open(Map<String, String> settings) {
    return open(settings, Rooms.Tuning.DEFAULT);
  }

  static RoomsRig open(Map<String, String> settings, Rooms.Tuning tuning) {
    return open(settings, tuning, new LocalBus());
  }

  static RoomsRig open(Map<String, String> settings, Rooms.Tuning tuning, Bus bus) {
    return new RoomsRig(settings, tuning, bus);
  }

  Vertx vertx() {
    return vertx;
  }

  RoomsVerticle verticle() {
    return verticle;
  }

  int port() {
    return verticle.port();
  }

  String token(String address, String room) {
    return tokens.mint(address, room);
  }

  /** Opens a socket to a path of the door. */
  RoomClient connect(String path) {
    return connect(new WebSocketConnectOptions().setURI(path));
  }

  RoomClient connect(WebSocketConnectOptions options) {
    return connect(client, options);
  }

  private RoomClient connect(WebSocketClient client, WebSocketConnectOptions options) {
    // listening before it connects, since the door may close it in the same breath as it opens
    ClientWebSocket opening = client.webSocket();
    RoomClient entering = new RoomClient(opening);
    options.setHost("127.0.0.1").setPort(port());
    // Vert.x's client cannot tell of a socket that was closed before it had set its handlers
    boolean told = await(opening.connect(options).map(true).recover(RoomsRig::closedEarly));
    return told ? entering : connect(client, options);
  }

  private static Future<Boolean> closedEarly(Throwable cause) {
    return cause instanceof IllegalStateException
        ? Future.succeededFuture(false)
        : Future.failedFuture(cause);
  }

  /** Opens a socket with a token for this room. */
  RoomClient knock(String address, String room) {
    return connect(entry(address, room));
  }

  private String entry(String address, String room) {
    return "/rooms/" + room + "?access_token=" + token(address, room);
  }

  /** Somebody inside by token, with the alias it was given. */
  record Guest(RoomClient client, int alias, WsWelcome welcome) {}

  /** Comes again, as clients do, where a machine that is slow answered too late for a seat. */
  Guest enter(String address, String room) {
    RoomClient entering = knock(address, room);
    for (int again = 0; again < MOST_AGAIN && entering.isClosedAs(CloseReason.NO_SEAT); again++) {
      entering = knock(address, room);
    }
    return welcomed(entering);
  }

  /** As {@link #enter}, by a socket of whose messages little fits on the way while it reads none. */
  Guest enterNarrow(String address, String room) {
    return welcomed(connect(narrow, new WebSocketConnectOptions().setURI(entry(address, room))));
  }

  private static Guest welcomed(RoomClient entering) {
    WsWelcome welcome = entering.welcome();
    return new Guest(entering, welcome.getAlias(), welcome);
  }

  void publish(Message message) {
    bus.publish(message);
  }

  /** Listens on the bus, in force when this returns. */
  Bus.Subscription subscribe(String pattern, Handler<Message> handler) {
    CompletableFuture<Bus.Subscription> subscribed = new CompletableFuture<>();
    vertx.runOnContext(now -> subscribed.complete(bus.subscribe(Pattern.of(pattern), handler)));
    return subscribed.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }

  void left(String island, String address) {
    bus.publish(new Message(
        Subjects.peerLeft(island),
        Payload.of(LeftIslandMessage.newBuilder()
            .setIslandId(island)
            .setPeerId(address)
            .build())));
  }

  void joined(String island, String address) {
    bus.publish(new Message(
        Subjects.peerJoin(island),
        Payload.of(JoinIslandMessage.newBuilder()
            .setIslandId(island)
            .setPeerId(address)
            .build())));
  }

  RoomCounters counters() {
    return ask(Rooms::counters);
  }

  /** How many sockets ended for that reason. */
  int closed(String reason) {
    return (int) meters.find("atoll.sockets.closed").tag("reason", reason).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /** A lower-case address of the tests, by number. */
  static String address(int number) {
    return "0x%040x".formatted(number);
  }

  static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Enters and leaves some room so often that the next alias is this one. */
  void nextAlias(int alias) {
    for (int next = (int) counters().connectionsTotal() + 1; next < alias; next++) {
      enter(address(1), "elsewhere").client().webSocket().close();
    }
  }

  /** What is so on the rooms' event loop. */
  <T> T ask(Function<Rooms, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    verticle.home().runOnContext(now -> answer.complete(question.apply(verticle.rooms())));
    return answer.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
