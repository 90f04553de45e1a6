package dev.atoll.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.protocol.message.ChallengeRequestMessage;
import dev.atoll.protocol.message.ClientPacket;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ServerPacket;
import dev.atoll.protocol.message.SignedChallengeMessage;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A player at the archipelago door that keeps all it is told; each wait has a deadline. */
public final class DoorClient {
  /** Held because Vert.x closes a client that nobody holds. */
  @SuppressWarnings("unused")
  private final WebSocketClient client;

  private final WebSocket webSocket;
  private final BlockingQueue<ServerPacket> told = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> close = new CompletableFuture<>();

  private DoorClient(WebSocketClient client, WebSocket webSocket) {
    this.client = client;
    this.webSocket = webSocket;
    webSocket.binaryMessageHandler(this::told);
    webSocket.closeHandler(
        end -> close.complete(webSocket.closeStatusCode() + " " + webSocket.closeReason()));
  }

  /** Connects to {@code /ws} of a node on this port. */
  public static DoorClient connect(Vertx vertx, int port) {
    return connect(
        vertx,
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/ws")
            .addSubProtocol("archipelago"));
  }

  /** Connects as told. */
  public static DoorClient connect(Vertx vertx, WebSocketConnectOptions options) {
    // listening before it connects, since the door may close it in the same breath as it opens
    WebSocketClient client = vertx.createWebSocketClient();
    ClientWebSocket opening = client.webSocket();
    DoorClient player = new DoorClient(client, opening);
    Promise<WebSocket> open = Promise.promise();
    // on one event loop, or it may be closed before its listeners are in place
    vertx.runOnContext(turn -> opening.connect(options).onComplete(open));
    get(open.future().toCompletionStage().toCompletableFuture());
    return player;
  }

  private void told(Buffer message) {
    try {
      told.add(ServerPacket.parseFrom(message.getBytes()));
    } catch (InvalidProtocolBufferException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  WebSocket webSocket() {
    return webSocket;
  }

  /** Sends these bytes as one binary message. */
  public void send(byte[] bytes) {
    webSocket.writeBinaryMessage(Buffer.buffer(bytes));
  }

  void request(String address) {
    send(request(ChallengeRequestMessage.newBuilder().setAddress(address)).toByteArray());
  }

  static ClientPacket request(ChallengeRequestMessage.Builder request) {
    return ClientPacket.newBuilder().setChallengeRequest(request).build();
  }

  void sign(String authChain) {
    send(signed(authChain));
  }

  static byte[] signed(String authChain) {
    return ClientPacket.newBuilder()
        .setSignedChallenge(SignedChallengeMessage.newBuilder().setAuthChainJson(authChain))
        .build()
        .toByteArray();
  }

  /** Sends several messages in one write, so that they are read in one turn. */
  void sendTogether(byte[]... messages) {
    ChannelHandlerContext channel = ((WebSocketInternal) webSocket).channelHandlerContext();
    channel.executor().execute(() -> {
      for (byte[] message : messages) {
        channel.write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
      }
      channel.flush();
    });
  }

  /** Asks for a challenge, as this address. */
  String challenge(String address) {
    request(address);
    return next().getChallengeResponse().getChallengeToSign();
  }

  /** Logs in. */
  public DoorClient login(Identity identity) {
    sign(identity.authChain(challenge(identity.address())));
    assertThat(next().getWelcome().getPeerId()).isEqualTo(identity.address());
    return this;
  }

  /** Says where it is. */
  public void heartbeat(float x, float z) {
    Position position = Position.newBuilder().setX(x).setZ(z).build();
    send(ClientPacket.newBuilder()
        .setHeartbeat(Heartbeat.newBuilder().setPosition(position))
        .build()
        .toByteArray());
  }

  /** The next message, which has to come soon. */
  public ServerPacket next() {
    try {
      ServerPacket packet = told.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(packet)
          .as("a message; closed with %s", close.getNow("nothing"))
          .isNotNull();
      return packet;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  boolean isOpen() {
    return !close.isDone();
  }

  boolean heardAll() {
    return told.isEmpty();
  }

  /** Waits for the close; its code and text. */
  public String close() {
    return get(close);
  }

  /** The same, when it comes. */
  public CompletableFuture<String> closing() {
    return close;
  }

  /** Leaves. */
  public void leave() {
    get(webSocket.close().toCompletionStage().toCompletableFuture());
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
