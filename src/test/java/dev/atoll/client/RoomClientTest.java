package dev.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.protocol.message.WsWelcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomClientTest {
  private static final Signer ALICE = new FakeSigner("0xa");
  private static final Signer BOB = new FakeSigner("0xb");

  private final Vertx vertx = Vertx.vertx();
  private final Dialer dialer = new Dialer(vertx);
  private final Heard byAlice = new Heard();
  private final Heard byBob = new Heard();
  private FakeRealm realm;

  @BeforeEach
  void start() {
    realm = Await.result(FakeRealm.start(vertx));
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void enters_by_challenge() {
    RoomClient alice = Await.result(dialer.room(realm.room("r"), ALICE, byAlice));

    assertThat(alice.alias()).isEqualTo(1);
    assertThat(alice.socket().subprotocol()).isEqualTo("rfc5");
    assertThat(realm.authChains).containsExactly("signed dcl-0.fake by 0xa");
  }

  @Test
  void enters_by_token_with_no_signature() {
    Await.result(dialer.room(realm.room("r", "0xa"), ALICE, byAlice));

    assertThat(byAlice.events).containsExactly("welcome 1 {}");
    assertThat(realm.authChains).isEmpty();
  }

  @Test
  void hears_who_is_there_who_comes_and_who_goes() {
    Await.result(dialer.room(realm.room("r", "0xa"), ALICE, byAlice));
    RoomClient bob = Await.result(dialer.room(realm.room("r"), BOB, byBob));
    bob.close();

    await().until(() -> byAlice.events.size() == 3);
    assertThat(byBob.events).containsExactly("welcome 2 {1=0xa}");
    assertThat(byAlice.events).containsExactly("welcome 1 {}", "join 2 0xb", "leave 2");
  }

  @Test
  void hears_what_others_say_as_they_said_it() {
    RoomClient alice = Await.result(dialer.room(realm.room("r", "0xa"), ALICE, byAlice));
    RoomClient bob = Await.result(dialer.room(realm.room("r", "0xb"), BOB, byBob));

    Packet chat =
        Packet.newBuilder().setChat(Chat.newBuilder().setMessage("hi")).build();
    alice.send(chat, false);
    alice.send(ByteString.copyFromUtf8("x".repeat(60_000)), true);
    bob.send(chat, true);

    await().until(() -> byBob.events.size() == 3 && byAlice.events.size() == 3);
    assertThat(byBob.events).containsSubsequence("1 says hi", "1 says 60000 bytes unreliable");
    assertThat(byAlice.events).contains("2 says hi unreliable");
  }

  @Test
  void is_told_of_a_kick_and_of_a_lost_connection() {
    realm.relay = (update, others) -> others.values().forEach(other -> {
      other.tell(WsPacket.newBuilder()
          .setPeerKicked(dev.atoll.protocol.message.WsKicked.newBuilder().setReason("full"))
          .build());
      other.socket().close((short) 4000, "gone");
    });
    RoomClient alice = Await.result(dialer.room(realm.room("r", "0xa"), ALICE, byAlice));
    Await.result(dialer.room(realm.room("r", "0xb"), BOB, byBob));

    alice.send(ByteString.copyFromUtf8("x"), true);

    await().until(() -> byBob.events.size() == 3);
    assertThat(byBob.events)
        .containsExactly("welcome 2 {1=0xa}", "kicked full", "close 4000 'gone'");
  }

  @Test
  void a_welcome_in_the_same_bytes_as_the_upgrade_is_heard() {
    NetServer server = Await.result(vertx
        .createNetServer()
        .connectHandler(RoomClientTest::upgradeAndWelcome)
        .listen(0, "127.0.0.1"));
    URI url = URI.create("ws://127.0.0.1:" + server.actualPort() + "/rooms/r?access_token=t");

    Await.result(dialer.room(url, ALICE, byAlice));

    await().until(() -> byAlice.events.size() == 2);
    assertThat(byAlice.events).containsExactly("welcome 7 {3=0xb}", "3 says 2 bytes");
  }

  private static void upgradeAndWelcome(NetSocket socket) {
    socket.handler(request -> {
      socket.handler(ignored -> {});
      socket.write(upgraded(request).appendBytes(welcomeAndUpdate()));
    });
  }

  private static byte[] welcomeAndUpdate() {
    WsPacket welcome = WsPacket.newBuilder()
        .setWelcomeMessage(WsWelcome.newBuilder().setAlias(7).putPeerIdentities(3, "0xb"))
        .build();
    WsPacket update = WsPacket.newBuilder()
        .setPeerUpdateMessage(
            WsPeerUpdate.newBuilder().setFromAlias(3).setBody(ByteString.copyFrom(new byte[] {98, 0
            })))
        .build();
    Buffer frames = Buffer.buffer();
    for (WsPacket packet : List.of(welcome, update)) {
      frames
          .appendByte((byte) 0x82)
          .appendByte((byte) packet.getSerializedSize())
          .appendBytes(packet.toByteArray());
    }
    return frames.getBytes();
  }

  private static Buffer upgraded(Buffer request) {
    Matcher key = Pattern.compile("(?i)sec-websocket-key: (\\S+)").matcher(request.toString());
    if (!key.find()) {
      throw new AssertionError(request);
    }
    return Buffer.buffer(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Protocol: rfc5\r\nSec-WebSocket-Accept: " + accept(key.group(1))
            + "\r\n\r\n");
  }

  private static String accept(String key) {
    try {
      byte[] salted =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-1").digest(salted));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Heard implements RoomListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void welcomed(RoomClient room, WsWelcome welcome) {
      events.add("welcome " + room.alias() + " " + welcome.getPeerIdentitiesMap());
    }

    @Override
    public void joined(int alias, String address) {
      events.add("join " + alias + " " + address);
    }

    @Override
    public void left(int alias) {
      events.add("leave " + alias);
    }

    @Override
    public void update(PeerUpdate update) {
      events.add(
          update.alias() + " says " + what(update) + (update.unreliable() ? " unreliable" : ""));
    }

    @Override
    public void kicked(String reason) {
      events.add("kicked " + reason);
    }

    @Override
    public void closed(SocketEnd end) {
      events.add(end.toString());
    }

    private static String what(PeerUpdate update) {
      try {
        Packet packet = update.packet();
        return packet.hasChat() ? packet.getChat().getMessage() : update.bodyLength() + " bytes";
      } catch (InvalidProtocolBufferException e) {
        return update.bodyLength() + " bytes";
      }
    }
  }
}
