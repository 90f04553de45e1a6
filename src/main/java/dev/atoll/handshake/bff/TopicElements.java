package dev.atoll.handshake.bff;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.PeerTopicElement;
import dev.atoll.protocol.message.SystemTopicElement;

/**
 * Messages as elements of streams. The bus hands one message to all its receivers before the next, so remembering the last
 * element is enough to encode each once.
 */
final class TopicElements {
  /** Which element was made last, of what. */
  private record Made(Message message, String topic, boolean ofPeers, ByteString element) {
    boolean serves(Message other, String otherTopic, boolean otherOfPeers) {
      return message == other && ofPeers == otherOfPeers && topic.equals(otherTopic);
    }
  }

  private Made last =
      new Made(new Message(Subjects.ISLANDS, Payload.EMPTY), "", false, ByteString.EMPTY);

  /** Whether it was sent by a peer, or by a scene's server, follows from the message. */
  ByteString ofPeers(String topic, String sender, Message message) {
    if (!last.serves(message, topic, true)) {
      ByteString element = PeerTopicElement.newBuilder()
          .setPayload(message.payload().bytes())
          .setTopic(topic)
          .setSender(sender)
          .build()
          .toByteString();
      last = new Made(message, topic, true, element);
    }
    return last.element();
  }

  ByteString ofSystem(String topic, Message message) {
    if (!last.serves(message, topic, false)) {
      ByteString element = SystemTopicElement.newBuilder()
          .setPayload(message.payload().bytes())
          .setTopic(topic)
          .build()
          .toByteString();
      last = new Made(message, topic, false, element);
    }
    return last.element();
  }
}
