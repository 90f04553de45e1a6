package dev.atoll.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import dev.atoll.protocol.message.RpcCreatePort;
import dev.atoll.protocol.message.RpcCreatePortResponse;
import dev.atoll.protocol.message.RpcDestroyPort;
import dev.atoll.protocol.message.RpcModuleProcedure;
import dev.atoll.protocol.message.RpcRemoteError;
import dev.atoll.protocol.message.RpcRequest;
import dev.atoll.protocol.message.RpcRequestModule;
import dev.atoll.protocol.message.RpcRequestModuleResponse;
import dev.atoll.protocol.message.RpcResponse;
import dev.atoll.protocol.message.RpcStreamMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A client that speaks {@code @dcl/rpc} as the published library does; each wait has a deadline. */
public final class RpcClient {
  /** Held because Vert.x closes a client that nobody holds. */
  @SuppressWarnings("unused")
  private final WebSocketClient client;

  private final WebSocket webSocket;
  private final Map<Integer, BlockingQueue<byte[]>> told = new ConcurrentHashMap<>();
  private final CompletableFuture<String> close = new CompletableFuture<>();
  private final AtomicInteger lastNumber = new AtomicInteger();

  private RpcClient(WebSocketClient client, WebSocket webSocket) {
    this.client = client;
    this.webSocket = webSocket;
    webSocket.binaryMessageHandler(message -> told(message.getBytes()));
    webSocket.closeHandler(
        end -> close.complete(webSocket.closeStatusCode() + " " + webSocket.closeReason()));
  }

  /** Connects and waits for the server to be ready. */
  public static RpcClient connect(Vertx vertx, int port, String path, String... protocols) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path);
    for (String protocol : protocols) {
      options.addSubProtocol(protocol);
    }
    WebSocketClient webSockets = vertx.createWebSocketClient();
    ClientWebSocket opening = webSockets.webSocket();
    RpcClient client = new RpcClient(webSockets, opening);
    get(opening.connect(options).toCompletionStage().toCompletableFuture());
    assertThat(client.nextHex(0)).isEqualTo("0d00000058");
    return client;
  }

  private void told(byte[] message) {
    try {
      int identifier = RpcType.identifier(ByteBuffer.wrap(message));
      queue(RpcType.number(identifier)).add(message);
    } catch (InvalidProtocolBufferException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private BlockingQueue<byte[]> queue(int number) {
    return told.computeIfAbsent(number, unused -> new LinkedBlockingQueue<>());
  }

  /** The socket. */
  public WebSocket webSocket() {
    return webSocket;
  }

  /** Sends these bytes as one binary message. */
  public void send(byte[] bytes) {
    webSocket.writeBinaryMessage(Buffer.buffer(bytes));
  }

  /** Sends these bytes, in hexadecimal. */
  public void send(String hex) {
    send(HexFormat.of().parseHex(hex));
  }

  void send(MessageLite message) {
    send(message.toByteArray());
  }

  /** A number not used before. */
  int number() {
    return lastNumber.incrementAndGet();
  }

  /** The next message of that number, which has to come soon. */
  public byte[] next(int number) {
    try {
      byte[] message = queue(number).poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(message)
          .as("a message; closed with %s", close.getNow("nothing"))
          .isNotNull();
      return message;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** As {@link #next}, in hexadecimal. */
  public String nextHex(int number) {
    return HexFormat.of().formatHex(next(number));
  }

  /** Whether nothing of that number came that was not taken. */
  public boolean heardNothing(int number) {
    return queue(number).isEmpty();
  }

  /** What came in answer to a request. */
  public record Reply(RpcType type, byte[] message) {
    /** The answer's payload; fails when it was another kind of answer. */
    public ByteString payload() {
      assertThat(type).as(error()).isEqualTo(RpcType.RESPONSE);
      return parsed(() -> RpcResponse.parseFrom(message).getPayload());
    }

    /** The remote error's text, empty for another kind of answer. */
    public String error() {
      return type == RpcType.REMOTE_ERROR
          ? parsed(() -> RpcRemoteError.parseFrom(message).getErrorMessage())
          : "";
    }
  }

  private Reply reply(int number) {
    byte[] message = next(number);
    int identifier = parsed(() -> RpcType.identifier(ByteBuffer.wrap(message)));
    return new Reply(RpcType.of(identifier), message);
  }

  /** Asks for a port. */
  public Reply askPort() {
    int number = number();
    send(RpcCreatePort.newBuilder()
        .setMessageIdentifier(RpcType.CREATE_PORT.identifier(number))
        .setPortName("kernel")
        .build());
    return reply(number);
  }

  /** Creates a port; its id. */
  public int createPort() {
    Reply reply = askPort();
    assertThat(reply.type()).isEqualTo(RpcType.CREATE_PORT_RESPONSE);
    return parsed(() -> RpcCreatePortResponse.parseFrom(reply.message()).getPortId());
  }

  /** Destroys a port; there is no answer. */
  public void destroyPort(int port) {
    send(RpcDestroyPort.newBuilder()
        .setMessageIdentifier(RpcType.DESTROY_PORT.identifier(0))
        .setPortId(port)
        .build());
  }

  /** Asks for a module. */
  public Reply askModule(int port, String name) {
    int number = number();
    send(RpcRequestModule.newBuilder()
        .setMessageIdentifier(RpcType.REQUEST_MODULE.identifier(number))
        .setPortId(port)
        .setModuleName(name)
        .build());
    return reply(number);
  }

  /** Ids of a module's procedures, by their names. */
  public Map<String, Integer> module(int port, String name) {
    Reply reply = askModule(port, name);
    assertThat(reply.type()).as(reply.error()).isEqualTo(RpcType.REQUEST_MODULE_RESPONSE);
    return parsed(() -> RpcRequestModuleResponse.parseFrom(reply.message()))
        .getProceduresList()
        .stream()
        .collect(Collectors.toMap(
            RpcModuleProcedure::getProcedureName, RpcModuleProcedure::getProcedureId));
  }

  /** Sends a request; its number. */
  public int request(int port, int procedure, MessageLite payload) {
    int number = number();
    send(RpcRequest.newBuilder()
        .setMessageIdentifier(RpcType.REQUEST.identifier(number))
        .setPortId(port)
        .setProcedureId(procedure)
        .setPayload(payload.toByteString())
        .build());
    return number;
  }

  /** Calls a procedure and waits for what comes back. */
  public Reply call(int port, int procedure, MessageLite payload) {
    return reply(request(port, procedure, payload));
  }

  /** Waits for the answer to a request that was sent before. */
  public Reply answer(int number) {
    return reply(number);
  }

  /** Calls a procedure and waits for its stream to be offered. */
  public Stream stream(int port, int procedure, MessageLite payload) {
    int number = request(port, procedure, payload);
    Stream stream = new Stream(port, number);
    Reply offer = reply(number);
    assertThat(offer.type()).as(offer.error()).isEqualTo(RpcType.STREAM_MESSAGE);
    RpcStreamMessage message = parsed(() -> RpcStreamMessage.parseFrom(offer.message()));
    assertThat(message.getSequenceId()).isZero();
    assertThat(message.getPortId()).isEqualTo(port);
    assertThat(message.getClosed()).isFalse();
    return stream;
  }

  /** A stream of the server, read one by one. */
  public final class Stream {
    private final int port;
    private final int number;
    private int sequence;

    private Stream(int port, int number) {
      this.port = port;
      this.number = number;
    }

    /** The number of its request. */
    public int number() {
      return number;
    }

    /** Asks for the next element, waiting for nothing. */
    public void ask() {
      send(RpcStreamMessage.newBuilder()
          .setMessageIdentifier(RpcType.STREAM_ACK.identifier(number))
          .setPortId(port)
          .setSequenceId(sequence)
          .setAck(true)
          .build());
    }

    /** What was asked for. */
    public RpcStreamMessage take() {
      RpcStreamMessage message =
          parsed(() -> RpcStreamMessage.parseFrom(RpcClient.this.next(number)));
      assertThat(message.getPortId()).isEqualTo(port);
      assertThat(message.getAck()).isFalse();
      if (!message.getClosed()) {
        assertThat(message.getSequenceId()).isEqualTo(++sequence);
      }
      return message;
    }

    /** The next element. */
    public ByteString next() {
      ask();
      RpcStreamMessage message = take();
      assertThat(message.getClosed()).as("the stream's end").isFalse();
      return message.getPayload();
    }

    /** Asks for the next element and expects the end. */
    public void ends() {
      ask();
      RpcStreamMessage message = take();
      assertThat(message.getClosed()).isTrue();
      assertThat(message.getSequenceId()).isEqualTo(sequence);
    }

    /** Closes it. */
    public void close() {
      send(RpcStreamMessage.newBuilder()
          .setMessageIdentifier(RpcType.STREAM_MESSAGE.identifier(number))
          .setPortId(port)
          .setSequenceId(sequence)
          .setClosed(true)
          .build());
    }

    /** Whether nothing came that was not taken. */
    public boolean heardNothing() {
      return RpcClient.this.heardNothing(number);
    }
  }

  /** Whether the socket is open. */
  public boolean isOpen() {
    return !close.isDone();
  }

  /** Waits for the close; its code and text. */
  public String close() {
    return get(close);
  }

  /** Leaves. */
  public void leave() {
    get(webSocket.close().toCompletionStage().toCompletableFuture());
  }

  private interface Parse<T> {
    T parse() throws InvalidProtocolBufferException;
  }

  private static <T> T parsed(Parse<T> parse) {
    try {
      return parse.parse();
    } catch (InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
