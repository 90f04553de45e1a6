package dev.atoll.archipelago;

import com.google.protobuf.ByteString;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.Position;
import dev.atoll.protocol.message.IslandChangedMessage;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code IslandChangedMessage}s of one island: what all its members are told, its peers and their positions, is encoded
 * once.
 */
final class IslandChangedMessages {
  private final String island;
  private final ByteString peers;

  private IslandChangedMessages(String island, ByteString peers) {
    this.island = island;
    this.peers = peers;
  }

  static IslandChangedMessages to(
      IslandSnapshot island, Function<String, Optional<Position>> positions) {
    IslandChangedMessage.Builder peers = IslandChangedMessage.newBuilder();
    for (String peer : island.peers()) {
      positions.apply(peer).ifPresent(at -> peers.putPeers(peer, IslandsReport.position(at)));
    }
    return new IslandChangedMessages(island.id(), peers.build().toByteString());
  }

  /** The message for one of them; a protobuf message is the sum of its parts, so these are put side by side. */
  ByteString forPeer(String connectionString, Optional<String> from) {
    IslandChangedMessage.Builder own =
        IslandChangedMessage.newBuilder().setIslandId(island).setConnStr(connectionString);
    from.ifPresent(own::setFromIslandId);
    return own.build().toByteString().concat(peers);
  }
}
