package dev.atoll.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.GatewayEvent;
import dev.atoll.protocol.message.GatewayIsland;
import dev.atoll.protocol.message.GatewayMessage;
import dev.atoll.protocol.message.GatewayNotice;
import dev.atoll.protocol.message.GatewayPeer;
import dev.atoll.protocol.message.GatewaySnapshot;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import dev.atoll.protocol.message.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * Events as JSON: {@code event} names the kind, {@code sequence} stands where there is one. What a room's packet says is written out
 * beside its bytes where it is a position, a chat or a scene's message, so that no server has to know protobuf.
 */
final class JsonEvents {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int USUAL_BYTES = 256;
  private static final String OF_ISLANDS = "messageBus.island.";

  private JsonEvents() {}

  static byte[] write(GatewayEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("event", name(event));
      if (event.getSequence() != 0) {
        json.writeNumberField("sequence", event.getSequence());
      }
      fields(json, event);
      json.writeEndObject();
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return out.toByteArray();
  }

  private static String name(GatewayEvent event) {
    return switch (event.getEventCase()) {
      case WELCOME -> "welcome";
      case ACKNOWLEDGED -> "acknowledged";
      case ERROR -> "error";
      case SNAPSHOT -> "snapshot";
      case MESSAGE -> "message";
      case PEER_ENTERED -> "peer_entered";
      case PEER_LEFT -> "peer_left";
      case NOTICE -> "notice";
      case EVENT_NOT_SET -> throw new IllegalArgumentException("an event without kind");
    };
  }

  private static void fields(JsonGenerator json, GatewayEvent event) throws IOException {
    switch (event.getEventCase()) {
      case WELCOME -> {
        json.writeStringField("session", event.getWelcome().getSession());
        json.writeBooleanField("resumed", event.getWelcome().getResumed());
        json.writeNumberField("last_sequence", event.getWelcome().getLastSequence());
        json.writeNumberField("resume_seconds", event.getWelcome().getResumeSeconds());
      }
      case ACKNOWLEDGED -> {
        json.writeNumberField("id", event.getAcknowledged().getId());
        if (event.getAcknowledged().getSubscription() != 0) {
          json.writeNumberField("subscription", event.getAcknowledged().getSubscription());
        }
      }
      case ERROR -> {
        json.writeNumberField("id", event.getError().getId());
        json.writeStringField("name", event.getError().getName());
        json.writeStringField("text", event.getError().getText());
      }
      case SNAPSHOT -> snapshot(json, event.getSnapshot());
      case MESSAGE -> message(json, event.getMessage());
      case PEER_ENTERED -> peer(json, event.getPeerEntered());
      case PEER_LEFT -> peer(json, event.getPeerLeft());
      case NOTICE -> notice(json, event.getNotice());
      case EVENT_NOT_SET -> throw new IllegalArgumentException("an event without kind");
    }
  }

  private static void notice(JsonGenerator json, GatewayNotice notice) throws IOException {
    json.writeStringField("name", notice.getName());
    if (notice.hasIsland()) {
      json.writeStringField("island", notice.getIsland());
    }
    if (notice.hasScene()) {
      json.writeStringField("scene", notice.getScene());
    }
    json.writeStringField("text", notice.getText());
  }

  private static void snapshot(JsonGenerator json, GatewaySnapshot snapshot) throws IOException {
    json.writeNumberField("subscription", snapshot.getSubscription());
    if (snapshot.getMore()) {
      json.writeBooleanField("more", true);
    }
    json.writeArrayFieldStart("islands");
    for (GatewayIsland island : snapshot.getIslandsList()) {
      json.writeStartObject();
      json.writeStringField("island", island.getIsland());
      json.writeArrayFieldStart("peers");
      for (GatewayPeer peer : island.getPeersList()) {
        json.writeStartObject();
        peer(json, peer);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void peer(JsonGenerator json, GatewayPeer peer) throws IOException {
    if (!peer.getIsland().isEmpty()) {
      json.writeStringField("island", peer.getIsland());
    }
    json.writeStringField("address", peer.getAddress());
    if (peer.hasPosition()) {
      Position at = peer.getPosition();
      position(json, at.getX(), at.getY(), at.getZ());
    }
  }

  private static void position(JsonGenerator json, float x, float y, float z) throws IOException {
    json.writeObjectFieldStart("position");
    json.writeNumberField("x", x);
    json.writeNumberField("y", y);
    json.writeNumberField("z", z);
    json.writeEndObject();
  }

  private static void message(JsonGenerator json, GatewayMessage message) throws IOException {
    json.writeNumberField("subscription", message.getSubscription());
    json.writeStringField("subject", message.getSubject());
    if (!message.getSender().isEmpty()) {
      json.writeStringField("sender", message.getSender());
    }
    bytes(json, "payload", message.getPayload());
    if (message.getSubject().startsWith(OF_ISLANDS)) {
      packet(json, message.getPayload());
    } else {
      text(json, message.getPayload());
    }
  }

  private static void packet(JsonGenerator json, ByteString payload) throws IOException {
    Packet packet;
    try {
      packet = Packet.parseFrom(payload);
    } catch (InvalidProtocolBufferException whateverAClientSaid) {
      return;
    }
    switch (packet.getMessageCase()) {
      case POSITION -> {
        PlayerPosition at = packet.getPosition();
        position(json, at.getPositionX(), at.getPositionY(), at.getPositionZ());
      }
      case CHAT -> json.writeStringField("chat", packet.getChat().getMessage());
      case SCENE -> {
        json.writeObjectFieldStart("scene");
        json.writeStringField("scene_id", packet.getScene().getSceneId());
        bytes(json, "data", packet.getScene().getData());
        text(json, packet.getScene().getData());
        json.writeEndObject();
      }
      case MESSAGE_NOT_SET -> {}
    }
  }

  private static void bytes(JsonGenerator json, String name, ByteString bytes) throws IOException {
    json.writeStringField(name, Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  private static void text(JsonGenerator json, ByteString bytes) throws IOException {
    if (bytes.isValidUtf8()) {
      json.writeStringField("text", bytes.toStringUtf8());
    }
  }
}
