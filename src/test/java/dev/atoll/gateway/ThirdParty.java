package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A third-party server that speaks JSON at the gateway and keeps all it is told; each wait has a deadline. */
public final class ThirdParty {
  private static final long LOOK_MILLIS = 100;

  /** Held because Vert.x closes a client that nobody holds. */
  @SuppressWarnings("unused")
  private final WebSocketClient client;

  private final ClientWebSocket webSocket;
  private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> close = new CompletableFuture<>();
  private int lastId;

  private ThirdParty(WebSocketClient client, ClientWebSocket webSocket) {
    this.client = client;
    this.webSocket = webSocket;
    webSocket.textMessageHandler(text -> told.add(new JsonObject(text)));
    webSocket.closeHandler(
        end -> close.complete(webSocket.closeStatusCode() + " " + webSocket.closeReason()));
  }

  /** Connects with a token, which goes in a header. */
  public static ThirdParty connect(Vertx vertx, int port, String token) {
    return connect(vertx, options(port, "").putHeader("Authorization", "Bearer " + token));
  }

  /** To {@code /gateway} with these parameters, as JSON. */
  static WebSocketConnectOptions options(int port, String parameters) {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI("/gateway" + parameters)
        .addSubProtocol("atoll.json");
  }

  static ThirdParty connect(Vertx vertx, WebSocketConnectOptions options) {
    // listening before it connects, since the door may close it in the same breath as it opens
    WebSocketClient client = vertx.createWebSocketClient(
        new WebSocketClientOptions().setMaxFrameSize(8 << 20).setMaxMessageSize(8 << 20));
    ClientWebSocket opening = client.webSocket();
    ThirdParty server = new ThirdParty(client, opening);
    Promise<WebSocket> open = Promise.promise();
    // on one event loop, or it may be closed before its listeners are in place
    vertx.runOnContext(turn -> opening.connect(options).onComplete(open));
    get(open.future().toCompletionStage().toCompletableFuture());
    return server;
  }

  ClientWebSocket webSocket() {
    return webSocket;
  }

  /** Sends a command with an id of its own, which is returned. */
  int send(JsonObject command) {
    webSocket.writeTextMessage(command.put("id", ++lastId).encode());
    return lastId;
  }

  void sendRaw(String text) {
    webSocket.writeTextMessage(text);
  }

  void sendRaw(Buffer bytes) {
    webSocket.writeBinaryMessage(bytes);
  }

  /** Subscribes; the snapshot. */
  public JsonObject subscribe(String subject) {
    int id = send(new JsonObject().put("subscribe", subject));
    JsonObject answer = next("acknowledged");
    assertThat(answer.getInteger("id")).as(answer.encode()).isEqualTo(id);
    JsonObject snapshot = next("snapshot");
    assertThat(snapshot.getInteger("subscription")).isEqualTo(answer.getInteger("subscription"));
    return snapshot;
  }

  /** Publishes, which has to be acknowledged. */
  public void publish(String subject, String content, Object value) {
    int id = send(new JsonObject().put("publish", subject).put(content, value));
    assertThat(await("acknowledged").getInteger("id")).isEqualTo(id);
  }

  /** Ends its session. */
  public void leave() {
    send(new JsonObject().put("leave", true));
    assertThat(close()).isEqualTo("1000 Left");
  }

  /** The name of the error that a command is answered with. */
  String refusal(JsonObject command) {
    int id = send(command);
    JsonObject answer = next("error");
    assertThat(answer.getInteger("id")).isEqualTo(id);
    return answer.getString("name");
  }

  /** The next event, which has to be of this kind. */
  public JsonObject next(String event) {
    JsonObject next = next();
    assertThat(next.getString("event")).as(next.encode()).isEqualTo(event);
    return next;
  }

  /** The next event of this kind; others before it are passed over. */
  public JsonObject await(String event) {
    JsonObject next = next();
    while (!next.getString("event").equals(event)) {
      next = next();
    }
    return next;
  }

  JsonObject next() {
    long end = System.nanoTime() + Patience.TIME.toNanos();
    try {
      JsonObject next = null;
      while (next == null && System.nanoTime() < end) {
        // after a close nothing comes
        boolean last = close.isDone();
        next = told.poll(last ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        end = last ? 0 : end;
      }
      assertThat(next).as("an event; closed with %s", close.getNow("nothing")).isNotNull();
      return next;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Reads nothing more until {@link #resume}. */
  void pause() {
    webSocket.pause();
  }

  void resume() {
    webSocket.resume();
  }

  /** Ends the connection without a word, as a network does. */
  void cut() {
    ((WebSocketInternal) webSocket).channelHandlerContext().channel().close();
    close();
  }

  /** The next message of that subject; others before it are passed over. */
  JsonObject awaitMessage(String subject) {
    JsonObject next = await("message");
    while (!next.getString("subject").equals(subject)) {
      next = await("message");
    }
    return next;
  }

  /** Whether it is told something rather than closed. */
  boolean isLetIn() {
    Awaitility.await().until(() -> !told.isEmpty() || close.isDone());
    return !told.isEmpty();
  }

  /** How many errors of that name wait to be looked at. */
  int count(String error) {
    return (int)
        told.stream().filter(each -> error.equals(each.getString("name"))).count();
  }

  boolean hasHeardAll() {
    return told.isEmpty();
  }

  /** Waits for the close; its code and text. */
  String close() {
    return get(close);
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
