package dev.atoll.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.SceneIds;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.GatewayPublish;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import java.util.Map;

/** What servers say, checked and put on the bus under its one spelling. Used on one event loop only. */
final class Publishing {
  /** A room's message has 64 KiB, in which a scene's id and an envelope have to fit as well. */
  static final int MAX_BYTES = 60 << 10;

  /** Numbers of the kinds of rfc4's {@code Packet}: position to scene_emote, and movement_compressed. */
  private static final int LAST_KIND = 12;

  private static final int PROTOCOL_VERSION = 11;
  private static final int KIND = 1;
  private static final int ID = 2;
  private static final int NAME = 3;

  private final Bus bus;
  private final Realm realm;
  private final ConnectedServers servers;
  private final GatewayMeters meters;

  Publishing(GatewayParts parts) {
    this.bus = parts.bus();
    this.realm = parts.realm();
    this.servers = parts.servers();
    this.meters = parts.meters();
  }

  /**
   * Publishes as whoever holds that token.
   *
   * @throws Refused when it may not, or it is nothing that can be published; nothing happened then
   */
  void publish(Grant grant, GatewayPublish publish) {
    Holder holder = servers.holder(grant);
    Message message = message(grant, holder, publish);
    requireRate(servers.rates(grant).mayPublish(message.payload().bytes().size()));
    holder.spoke();
    meters.published();
    bus.publish(message);
  }

  /**
   * Saves the work on something that comes too fast.
   *
   * @param written bytes of it as it was written, in Base64 perhaps
   */
  void checkRate(Grant grant, int written) {
    requireRate(servers.rates(grant).couldPublish(written / 4 * 3));
  }

  private static void requireRate(boolean holds) {
    if (!holds) {
      throw new Refused(Problem.TOO_FAST, "More messages a second than gateway.publish-rate");
    }
  }

  private Message message(Grant grant, Holder holder, GatewayPublish publish) {
    Subject subject = subject(publish.getSubject());
    String id = SceneIds.decode(subject.token(ID));
    if (subject.token(KIND).equals("scene")) {
      require(grant.write().hasScene(id), "The token does not allow to write into this scene");
      return new Message(
          canonical(subject, id),
          Payload.of(bytes(publish)),
          holder.readers(realm).headers(id));
    }
    boolean covers = holder.writable().covers(id);
    require(covers, "The token does not allow to write into this island, or there is none");
    return new Message(
        canonical(subject, id),
        Payload.of(packet(publish)),
        new Headers(Map.of(Headers.SERVER, holder.name())));
  }

  private static Subject subject(String name) {
    try {
      Subject subject = Subject.of(name);
      boolean scene = subject.size() > NAME && isOf(subject, "scene");
      boolean island = subject.size() == NAME + 1
          && isOf(subject, "island")
          && !subject.token(NAME).equals("peer");
      if (scene || island) {
        return subject;
      }
    } catch (IllegalArgumentException malformed) {
      // told below
    }
    throw new Refused(
        Problem.BAD_SUBJECT,
        "Neither messageBus.scene.<id>.<name> nor messageBus.island.<id>.<one token, not peer>");
  }

  private static boolean isOf(Subject subject, String kind) {
    return subject.token(0).equals("messageBus") && subject.token(KIND).equals(kind);
  }

  /** The id in its one spelling. */
  private static Subject canonical(Subject subject, String id) {
    String name = String.join(".", subject.tokens().subList(NAME, subject.size()));
    try {
      return subject.token(KIND).equals("scene")
          ? Subjects.sceneMessage(id, name)
          : Subject.of("messageBus.island." + SceneIds.encode(id) + "." + name);
    } catch (IllegalArgumentException tooLong) {
      throw new Refused(Problem.BAD_SUBJECT, "The subject is too long");
    }
  }

  private static ByteString bytes(GatewayPublish publish) {
    return switch (publish.getContentCase()) {
      case PAYLOAD -> bounded(publish.getPayload());
      case TEXT -> bounded(publish.getTextBytes());
      case SCENE, CHAT -> throw new Refused(Problem.BAD_COMMAND, "A scene is told bytes or a text");
      case CONTENT_NOT_SET -> throw new Refused(Problem.BAD_COMMAND, "There is nothing to publish");
    };
  }

  private static ByteString packet(GatewayPublish publish) {
    return switch (publish.getContentCase()) {
      case PAYLOAD -> checked(bounded(publish.getPayload()));
      case CHAT -> {
        bounded(publish.getChat().getMessageBytes());
        yield Packet.newBuilder()
            .setChat(Chat.newBuilder()
                .setMessage(publish.getChat().getMessage())
                .setTimestamp(System.currentTimeMillis()))
            .build()
            .toByteString();
      }
      case SCENE -> {
        bounded(publish.getScene().toByteString());
        yield Packet.newBuilder()
            .setScene(Scene.newBuilder()
                .setSceneId(publish.getScene().getSceneId())
                .setData(publish.getScene().getData()))
            .build()
            .toByteString();
      }
      case TEXT ->
        throw new Refused(Problem.NOT_A_PACKET, "An island is told chat, scene or a packet");
      case CONTENT_NOT_SET -> throw new Refused(Problem.BAD_COMMAND, "There is nothing to publish");
    };
  }

  private static ByteString checked(ByteString body) {
    try {
      Packet packet = Packet.parseFrom(body);
      boolean known = packet.getMessageCase() != Packet.MessageCase.MESSAGE_NOT_SET
          || packet.getUnknownFields().asMap().keySet().stream()
              .anyMatch(field -> field <= LAST_KIND && field != PROTOCOL_VERSION);
      if (known) {
        return body;
      }
    } catch (InvalidProtocolBufferException malformed) {
      // told below
    }
    throw new Refused(Problem.NOT_A_PACKET, "These bytes are no rfc4 packet");
  }

  private static ByteString bounded(ByteString bytes) {
    if (bytes.size() > MAX_BYTES) {
      throw new Refused(Problem.TOO_LARGE, "At most " + MAX_BYTES + " bytes");
    }
    return bytes;
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new Refused(Problem.OUT_OF_SCOPE, text);
    }
  }
}
