package dev.atoll.archipelago;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.atoll.bus.Payload;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.Position;
import java.util.List;

/**
 * All islands after a flush, {@code IslandStatusMessage} on a wire. Inside the node the islands are taken as they are, so
 * that a large realm is not encoded for nobody.
 *
 * @param islands in creation order
 */
public record IslandsReport(List<IslandSnapshot> islands) implements Payload {
  public IslandsReport {
    islands = List.copyOf(islands);
  }

  @Override
  public ByteString bytes() {
    return message().toByteString();
  }

  @Override
  public <T extends MessageLite> T as(Class<T> type, Parser<T> parser)
      throws InvalidProtocolBufferException {
    return type == IslandStatusMessage.class ? type.cast(message()) : parser.parseFrom(bytes());
  }

  private IslandStatusMessage message() {
    IslandStatusMessage.Builder message = IslandStatusMessage.newBuilder();
    islands.forEach(island -> message.addData(encoded(island)));
    return message.build();
  }

  private static IslandData encoded(IslandSnapshot island) {
    return IslandData.newBuilder()
        .setId(island.id())
        .addAllPeers(island.peers())
        .setMaxPeers(island.maxPeers())
        .setCenter(position(island.center()))
        .setRadius(island.radius())
        .build();
  }

  static Position position(dev.atoll.islands.Position position) {
    return Position.newBuilder()
        .setX((float) position.x())
        .setY((float) position.y())
        .setZ((float) position.z())
        .build();
  }
}
