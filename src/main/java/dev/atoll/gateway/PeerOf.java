package dev.atoll.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Message;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import java.util.Locale;

/** Whom a message about an island is about: a lower-case address. */
final class PeerOf {
  private PeerOf() {}

  static String joined(Message message) throws InvalidProtocolBufferException {
    return message
        .payload()
        .as(JoinIslandMessage.class, JoinIslandMessage.parser())
        .getPeerId()
        .toLowerCase(Locale.ROOT);
  }

  static String left(Message message) throws InvalidProtocolBufferException {
    return message
        .payload()
        .as(LeftIslandMessage.class, LeftIslandMessage.parser())
        .getPeerId()
        .toLowerCase(Locale.ROOT);
  }
}
