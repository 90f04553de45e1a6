package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.node.AtollNode;
import dev.atoll.protocol.message.RawBffHeader;
import dev.atoll.protocol.message.RawBffOpen;
import dev.atoll.protocol.message.RawBffSubscription;
import dev.atoll.protocol.message.RawBffTopic;
import dev.atoll.protocol.message.RawBffValidation;
import dev.atoll.protocol.message.RawBffValidationOk;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A kernel of spring 2022; each wait has a deadline. */
final class RawBffClient {
  /** Held because Vert.x closes a client that nobody holds. */
  @SuppressWarnings("unused")
  private final WebSocketClient client;

  private final WebSocket webSocket;
  private final BlockingQueue<byte[]> told = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> close = new CompletableFuture<>();
  private String challenge = "";

  private RawBffClient(WebSocketClient client, WebSocket webSocket) {
    this.client = client;
    this.webSocket = webSocket;
    webSocket.binaryMessageHandler(message -> told.add(message.getBytes()));
    webSocket.closeHandler(
        end -> close.complete(webSocket.closeStatusCode() + " " + webSocket.closeReason()));
  }

  static RawBffClient connect(Vertx vertx, AtollNode node) {
    WebSocketClient webSockets = vertx.createWebSocketClient();
    ClientWebSocket opening = webSockets.webSocket();
    RawBffClient client = new RawBffClient(webSockets, opening);
    get(opening
        .connect(new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(node.httpPort())
            .setURI("/ws-bff"))
        .toCompletionStage()
        .toCompletableFuture());
    RawBffOpen open = BffClient.parsed(() -> RawBffOpen.parseFrom(client.next()));
    assertThat(open.getType()).isEqualTo(3);
    client.challenge = open.getPayload();
    return client;
  }

  String challenge() {
    return challenge;
  }

  WebSocket webSocket() {
    return webSocket;
  }

  void send(String hex) {
    send(HexFormat.of().parseHex(hex));
  }

  void send(byte[] bytes) {
    webSocket.writeBinaryMessage(Buffer.buffer(bytes));
  }

  void send(MessageLite message) {
    send(message.toByteArray());
  }

  void validate(String authChain) {
    send(RawBffValidation.newBuilder().setType(4).setEncodedPayload(authChain).build());
  }

  RawBffClient login(Identity identity) {
    validate(identity.authChain(challenge));
    RawBffValidationOk ok = BffClient.parsed(() -> RawBffValidationOk.parseFrom(next()));
    assertThat(ok.getType()).isEqualTo(6);
    assertThat(ok.getPeerId()).isEqualTo(identity.address());
    return this;
  }

  /** Subscribes, and returns when the server has heard of it. */
  RawBffClient hears(String... topics) {
    subscribe(topics);
    CompletableFuture<Void> answered = new CompletableFuture<>();
    webSocket.pongHandler(pong -> answered.complete(null));
    webSocket.writePing(Buffer.buffer("?"));
    get(answered);
    return this;
  }

  RawBffClient subscribe(String... topics) {
    send(
        RawBffSubscription.newBuilder().setType(1).addAllTopics(List.of(topics)).build());
    return this;
  }

  RawBffClient publish(String topic, ByteString body) {
    send(RawBffTopic.newBuilder().setType(2).setTopic(topic).setBody(body).build());
    return this;
  }

  RawBffClient publish(String topic, String text) {
    return publish(topic, ByteString.copyFromUtf8(text));
  }

  byte[] next() {
    try {
      byte[] message = told.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(message)
          .as("a message; closed with %s", close.getNow("nothing"))
          .isNotNull();
      return message;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  int nextType() {
    return BffClient.parsed(() -> RawBffHeader.parseFrom(next())).getType();
  }

  RawBffTopic nextTopic() {
    return BffClient.parsed(() -> RawBffTopic.parseFrom(next()));
  }

  /** {@code sender topic body} of the next message. */
  String nextSaid() {
    RawBffTopic said = nextTopic();
    assertThat(said.getType()).isEqualTo(2);
    return said.getPeerId() + " " + said.getTopic() + " " + said.getBody().toStringUtf8();
  }

  boolean heardNothing() {
    return told.isEmpty();
  }

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
