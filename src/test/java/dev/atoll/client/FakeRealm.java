package dev.atoll.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.protocol.message.ChallengeResponseMessage;
import dev.atoll.protocol.message.ClientPacket;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ServerPacket;
import dev.atoll.protocol.message.WelcomeMessage;
import dev.atoll.protocol.message.WsChallengeRequired;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerJoin;
import dev.atoll.protocol.message.WsPeerLeave;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.protocol.message.WsWelcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A realm in a few lines, after docs/protocol.md: it checks no signature, and an island is whatever a position is said to lie
 * in. Tests change how it relays to make it a bad one.
 */
public final class FakeRealm {
  /** Gives one member's update to the others of its room. */
  public interface Relay {
    void relay(WsPeerUpdate update, Map<Integer, Member> others);
  }

  /** One who is in a room. */
  public record Member(int alias, String address, ServerWebSocket socket) {
    public void tell(WsPacket packet) {
      send(socket, packet);
    }

    public void tell(WsPeerUpdate update) {
      tell(WsPacket.newBuilder().setPeerUpdateMessage(update).build());
    }
  }

  public final List<String> authChains = new CopyOnWriteArrayList<>();
  public volatile Function<Position, String> islandOf = position -> "I1";
  public volatile Relay relay =
      (update, others) -> others.values().forEach(other -> other.tell(update));
  public volatile String challenge = "dcl-0.fake";

  /** How many updates members have sent. */
  public final AtomicInteger updates = new AtomicInteger();

  private final HttpServer server;
  private final Map<String, Map<Integer, Member>> rooms = new HashMap<>();
  private int aliases;

  private FakeRealm(Vertx vertx) {
    HttpServerOptions options = new HttpServerOptions()
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setWebSocketSubProtocols(List.of("*"));
    server = vertx.createHttpServer(options).requestHandler(this::request);
  }

  public static Future<FakeRealm> start(Vertx vertx) {
    FakeRealm realm = new FakeRealm(vertx);
    return realm.server.listen(0, "127.0.0.1").map(realm);
  }

  public RealmAddress address() {
    return RealmAddress.parse("127.0.0.1:" + server.actualPort());
  }

  public URI archipelago() {
    return URI.create(socketOrigin() + "/ws");
  }

  public URI room(String id) {
    return URI.create(socketOrigin() + "/rooms/" + id);
  }

  public URI room(String id, String token) {
    return URI.create(room(id) + "?access_token=" + token);
  }

  private String socketOrigin() {
    return "ws://127.0.0.1:" + server.actualPort();
  }

  private void request(HttpServerRequest request) {
    if (request.path().equals("/about")) {
      request.response().end(about().toBuffer());
    } else if (request.path().equals("/ws")) {
      request.toWebSocket().onSuccess(socket -> socket.binaryMessageHandler(new Door(socket)));
    } else if (request.path().startsWith("/rooms/")) {
      String id = request.path().substring("/rooms/".length());
      String token = request.getParam("access_token", "");
      request.toWebSocket().onSuccess(socket -> new RoomDoor(id, socket).open(token));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private JsonObject about() {
    JsonObject comms = new JsonObject()
        .put("healthy", true)
        .put("protocol", "v3")
        .put("adapter", "archipelago:archipelago:" + archipelago());
    return new JsonObject()
        .put("healthy", true)
        .put("comms", comms)
        .put("configurations", new JsonObject().put("realmName", "fake"));
  }

  private static void send(ServerWebSocket socket, MessageLite message) {
    if (!socket.isClosed()) {
      socket.writeBinaryMessage(Buffer.buffer(message.toByteArray()));
    }
  }

  /** One socket at the archipelago door. */
  private final class Door implements io.vertx.core.Handler<Buffer> {
    private final ServerWebSocket socket;
    private String address = "";
    private String island = "";

    Door(ServerWebSocket socket) {
      this.socket = socket;
    }

    @Override
    public void handle(Buffer bytes) {
      ClientPacket packet = parse(bytes);
      switch (packet.getMessageCase()) {
        case CHALLENGE_REQUEST -> challenge(packet.getChallengeRequest().getAddress());
        case SIGNED_CHALLENGE -> welcome(packet.getSignedChallenge().getAuthChainJson());
        case HEARTBEAT -> heartbeat(packet.getHeartbeat().getPosition());
        default -> socket.close();
      }
    }

    private void challenge(String who) {
      address = who.toLowerCase(java.util.Locale.ROOT);
      ChallengeResponseMessage response =
          ChallengeResponseMessage.newBuilder().setChallengeToSign(challenge).build();
      send(socket, ServerPacket.newBuilder().setChallengeResponse(response).build());
    }

    private void welcome(String authChain) {
      authChains.add(authChain);
      WelcomeMessage welcome = WelcomeMessage.newBuilder().setPeerId(address).build();
      send(socket, ServerPacket.newBuilder().setWelcome(welcome).build());
    }

    private void heartbeat(Position position) {
      String next = islandOf.apply(position);
      if (next.equals(island)) {
        return;
      }
      IslandChangedMessage.Builder change = IslandChangedMessage.newBuilder()
          .setIslandId(next)
          .setConnStr("ws-room:" + room(next, address))
          .putPeers(address, position);
      if (!island.isEmpty()) {
        change.setFromIslandId(island);
      }
      island = next;
      send(socket, ServerPacket.newBuilder().setIslandChanged(change).build());
    }

    private ClientPacket parse(Buffer bytes) {
      try {
        return ClientPacket.parseFrom(bytes.getBytes());
      } catch (InvalidProtocolBufferException e) {
        return ClientPacket.getDefaultInstance();
      }
    }
  }

  /** One socket at a room's door. */
  private final class RoomDoor {
    private final String id;
    private final ServerWebSocket socket;
    private String address = "";

    RoomDoor(String id, ServerWebSocket socket) {
      this.id = id;
      this.socket = socket;
    }

    void open(String token) {
      socket.binaryMessageHandler(this::answer);
      if (!token.isEmpty()) {
        address = token;
        join();
      }
    }

    private void answer(Buffer bytes) {
      WsPacket packet = parse(bytes);
      if (packet.hasPeerIdentification() && address.isEmpty()) {
        address = packet.getPeerIdentification().getAddress();
        WsChallengeRequired required =
            WsChallengeRequired.newBuilder().setChallengeToSign(challenge).build();
        send(socket, WsPacket.newBuilder().setChallengeMessage(required).build());
      } else if (packet.hasSignedChallengeForServer()) {
        authChains.add(packet.getSignedChallengeForServer().getAuthChainJson());
        join();
      }
    }

    private void join() {
      Map<Integer, Member> room = rooms.computeIfAbsent(id, any -> new LinkedHashMap<>());
      Member self = new Member(++aliases, address, socket);
      WsWelcome.Builder welcome = WsWelcome.newBuilder().setAlias(self.alias());
      room.values().forEach(other -> welcome.putPeerIdentities(other.alias(), other.address()));
      self.tell(WsPacket.newBuilder().setWelcomeMessage(welcome).build());
      WsPeerJoin join =
          WsPeerJoin.newBuilder().setAlias(self.alias()).setAddress(address).build();
      room.values()
          .forEach(
              other -> other.tell(WsPacket.newBuilder().setPeerJoinMessage(join).build()));
      room.put(self.alias(), self);
      socket.binaryMessageHandler(bytes -> said(room, self, bytes));
      socket.closeHandler(closed -> left(room, self));
    }

    private void said(Map<Integer, Member> room, Member self, Buffer bytes) {
      WsPacket packet = parse(bytes);
      if (packet.hasPeerUpdateMessage()
          && packet.getPeerUpdateMessage().getBody() != ByteString.EMPTY) {
        Map<Integer, Member> others = new LinkedHashMap<>(room);
        others.remove(self.alias());
        updates.incrementAndGet();
        relay.relay(
            packet.getPeerUpdateMessage().toBuilder().setFromAlias(self.alias()).build(), others);
      }
    }

    private void left(Map<Integer, Member> room, Member self) {
      room.remove(self.alias());
      WsPeerLeave leave = WsPeerLeave.newBuilder().setAlias(self.alias()).build();
      room.values()
          .forEach(other ->
              other.tell(WsPacket.newBuilder().setPeerLeaveMessage(leave).build()));
    }

    private WsPacket parse(Buffer bytes) {
      try {
        return WsPacket.parseFrom(bytes.getBytes());
      } catch (InvalidProtocolBufferException e) {
        return WsPacket.getDefaultInstance();
      }
    }
  }
}
