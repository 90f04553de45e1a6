package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.client.ArchipelagoClient;
import dev.atoll.client.ArchipelagoListener;
import dev.atoll.client.ConnectionString;
import dev.atoll.client.Dialer;
import dev.atoll.client.PeerUpdate;
import dev.atoll.client.RoomClient;
import dev.atoll.client.RoomListener;
import dev.atoll.client.Signer;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import dev.atoll.protocol.message.Scene;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An explorer of today: at the archipelago's door, and in the room of the island that it is sent to. */
public final class Explorer {

  private final Identity identity;
  private final ArchipelagoClient session;
  private final RoomClient room;
  private final String island;

  /** {@code joined <alias> <address>}, {@code left <alias>}, and what others say: {@code <alias> <packet>}. */
  private final BlockingQueue<String> heard;

  private Explorer(Identity identity, ArchipelagoClient session, RoomClient room, Island island) {
    this.identity = identity;
    this.session = session;
    this.room = room;
    this.island = island.id();
    this.heard = island.heard();
  }

  private record Island(String id, BlockingQueue<String> heard) {}

  /** Logs in, says where it is and enters its island's room. */
  public static Explorer enter(Vertx vertx, int port, float x, float z) {
    Identity identity = GatewayRig.identity();
    Dialer dialer = new Dialer(vertx);
    Signer signer = Signer.of(vertx, identity);
    BlockingQueue<IslandChangedMessage> changes = new LinkedBlockingQueue<>();
    ArchipelagoClient session = get(dialer.archipelago(
        URI.create("ws://127.0.0.1:" + port + "/ws"), signer, new ArchipelagoListener() {
          @Override
          public void islandChanged(IslandChangedMessage change) {
            changes.add(change);
          }
        }));
    session.heartbeat(x, 0, z);
    IslandChangedMessage change = polled(changes);
    ConnectionString.Room to = (ConnectionString.Room) ConnectionString.parse(change.getConnStr());
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    RoomClient room = get(dialer.room(to.url(), signer, new Ears(heard)));
    return new Explorer(identity, session, room, new Island(change.getIslandId(), heard));
  }

  private record Ears(BlockingQueue<String> heard) implements RoomListener {
    @Override
    public void joined(int alias, String address) {
      heard.add("joined " + alias + " " + address);
    }

    @Override
    public void left(int alias) {
      heard.add("left " + alias);
    }

    @Override
    public void update(PeerUpdate update) {
      try {
        heard.add(update.alias() + " " + text(update.packet()));
      } catch (InvalidProtocolBufferException malformed) {
        heard.add(malformed.toString());
      }
    }

    private static String text(Packet packet) {
      return switch (packet.getMessageCase()) {
        case SCENE ->
          "scene " + packet.getScene().getSceneId() + " "
              + packet.getScene().getData().toStringUtf8();
        case CHAT -> "chat " + packet.getChat().getMessage();
        case POSITION -> "position " + packet.getPosition().getPositionX();
        case MESSAGE_NOT_SET -> "nothing";
      };
    }
  }

  /** Lower-case. */
  public String address() {
    return identity.address();
  }

  public String island() {
    return island;
  }

  public int alias() {
    return room.alias();
  }

  /** Says where it is to the archipelago. */
  public void heartbeat(float x, float z) {
    session.heartbeat(x, 0, z);
  }

  /** Says something in a scene, as explorers do. */
  public void sayInScene(String scene, String text) {
    room.send(
        Packet.newBuilder()
            .setScene(Scene.newBuilder().setSceneId(scene).setData(ByteString.copyFromUtf8(text)))
            .build(),
        false);
  }

  /** Says where it is to the others of its island. */
  public void sayPosition(float x) {
    room.send(
        Packet.newBuilder()
            .setPosition(PlayerPosition.newBuilder().setPositionX(x))
            .build(),
        true);
  }

  /** What it hears next. */
  public String next() {
    return polled(heard);
  }

  /** Leaves its room and its session. */
  public void leave() {
    room.close();
    session.close();
  }

  private static <T> T polled(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
