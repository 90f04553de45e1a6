package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/**
 * How clients of one time say what happens in a room. What is written is whole server frames, the same for all who speak it. Used on
 * one event loop.
 */
interface Dialect {
  /** Whether its clients can enter without a token. */
  boolean hasChallenge();

  /** What a newcomer is told first. */
  MessageLite welcome(int alias, List<Speaker> inside);

  /**
   * Reads a member's message.
   *
   * @param offset absolute index of its first byte
   * @return whether it says something to the others; if not nothing was set
   * @throws InvalidProtocolBufferException when it is no message at all
   */
  boolean read(ByteBuf message, int offset, int length, Said said)
      throws InvalidProtocolBufferException;

  /** Whether a message that says nothing to the others is nevertheless one that clients of this time send, so that it means nothing. */
  boolean isUsual(ByteBuf message, int offset, int length);

  /** Appends what somebody said; the sender is this one, whatever the message says. */
  void writeSaid(ByteBuf out, Said said, Speaker who);

  /** Whether its clients are told who comes and goes. */
  boolean tellsMembers();

  /** Appends that somebody came in, for those who are told. */
  void writeJoin(ByteBuf out, Speaker who);

  /** Appends that somebody is gone, for those who are told. */
  void writeLeave(ByteBuf out, int alias);

  /** What a client is told before it is closed, if its dialect has a word for it. */
  Optional<MessageLite> kicked(String text);

  /** Tells the client why, in a message that explorers show, and closes its socket. */
  default void kick(ClientSocket socket, String text, CloseReason reason) {
    kicked(text).ifPresent(socket::send);
    socket.close(reason);
  }
}
