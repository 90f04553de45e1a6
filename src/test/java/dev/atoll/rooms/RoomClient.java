package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.protocol.message.WsIdentification;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.protocol.message.WsSignedChallenge;
import dev.atoll.protocol.message.WsWelcome;
import dev.atoll.session.CloseReason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A client of a room that keeps all it hears. */
final class RoomClient {
  private final WebSocket webSocket;
  private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  RoomClient(WebSocket webSocket) {
    this.webSocket = webSocket;
    webSocket.binaryMessageHandler(message -> heard.add(message.getBytes()));
    webSocket.closeHandler(end -> closed = true);
  }

  WebSocket webSocket() {
    return webSocket;
  }

  void send(MessageLite message) {
    send(message.toByteArray());
  }

  void send(byte[] bytes) {
    webSocket.writeBinaryMessage(Buffer.buffer(bytes));
  }

  void identify(String address) {
    send(WsPacket.newBuilder()
        .setPeerIdentification(WsIdentification.newBuilder().setAddress(address))
        .build());
  }

  void sign(String authChain) {
    send(WsPacket.newBuilder()
        .setSignedChallengeForServer(WsSignedChallenge.newBuilder().setAuthChainJson(authChain))
        .build());
  }

  void say(String body, boolean unreliable) {
    say(ByteString.copyFromUtf8(body), unreliable);
  }

  void say(ByteString body, boolean unreliable) {
    send(WsPacket.newBuilder()
        .setPeerUpdateMessage(WsPeerUpdate.newBuilder().setBody(body).setUnreliable(unreliable))
        .build());
  }

  /** Enters by challenge and tells what it was welcomed with. */
  WsWelcome enter(Identity identity) {
    identify(identity.address());
    WsPacket question = next();
    assertThat(question.hasChallengeMessage()).as("%s", question).isTrue();
    sign(identity.authChain(question.getChallengeMessage().getChallengeToSign()));
    return welcome();
  }

  WsWelcome welcome() {
    WsPacket packet = next();
    assertThat(packet.hasWelcomeMessage()).as("%s", packet).isTrue();
    return packet.getWelcomeMessage();
  }

  /** The next message, which has to come soon. */
  WsPacket next() {
    try {
      return WsPacket.parseFrom(nextBytes());
    } catch (InvalidProtocolBufferException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  /** The next message in hexadecimal digits. */
  String nextHex() {
    return HexFormat.of().formatHex(nextBytes());
  }

  byte[] nextBytes() {
    try {
      byte[] message = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message came; closed: " + (closed ? close() : "no"));
      }
      return message;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** How many messages were heard and not taken. */
  int unread() {
    return heard.size();
  }

  /** Waits for what comes first, a message or the close; whether it is a close for that reason. */
  boolean isClosedAs(CloseReason reason) {
    Awaitility.await().pollDelay(Duration.ZERO).until(() -> unread() > 0 || closed);
    return unread() == 0 && closeCode() == reason.code() && close().endsWith(reason.text());
  }

  boolean isClosed() {
    return closed;
  }

  /** Waits for the server's close and tells its code. */
  int closeCode() {
    Awaitility.await().until(() -> closed);
    Short code = webSocket.closeStatusCode();
    return code == null ? 1006 : code;
  }

  /** Waits for the server's close and tells code and text. */
  String close() {
    return closeCode() + " " + webSocket.closeReason();
  }
}
