package dev.atoll.nats;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Payload;
import dev.atoll.config.LegacyPositions;
import dev.atoll.nats.Form.Content;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;

/** Writes the bus's payloads as the forms of NATS have them. Pure; safe for any thread. */
final class Outbound {
  private final boolean doubles;

  Outbound(LegacyPositions positions) {
    this.doubles = positions == LegacyPositions.DOUBLE;
  }

  /** Whether this form's bytes are those of the bus's payload. */
  boolean isSame(Form form) {
    return form.content() == Content.SAME || form.content() == Content.LEGACY && !doubles;
  }

  /**
   * The bytes of an event in this form.
   *
   * @throws InvalidProtocolBufferException when what was published on the bus is not what its subject asks for
   */
  ByteString write(Form form, Payload payload) throws InvalidProtocolBufferException {
    if (isSame(form)) {
      return payload.bytes();
    }
    return switch (form.kind()) {
      case ISLAND_CHANGED ->
        Positions.legacy(payload.as(IslandChangedMessage.class, IslandChangedMessage.parser()))
            .toByteString();
      case ISLANDS ->
        Positions.legacy(payload.as(IslandStatusMessage.class, IslandStatusMessage.parser()))
            .toByteString();
      case DISCOVERY ->
        DiscoveryJson.write(
            payload.as(ServiceDiscoveryMessage.class, ServiceDiscoveryMessage.parser()));
      default -> payload.bytes();
    };
  }
}
