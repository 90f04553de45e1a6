package dev.atoll.session;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;

/** What a door makes of one {@link ClientSocket}. Called on the socket's event loop. */
public interface SocketListener {
  /**
   * A whole binary message of at most the door's limit.
   *
   * @param buffer holds its bytes; valid during this call only
   * @param offset absolute index of the first
   * @param length how many
   * @throws ClientFault when the client did wrong; the socket is closed with its reason
   * @throws InvalidProtocolBufferException when the bytes do not decode; the socket is closed as undecodable
   */
  void message(ByteBuf buffer, int offset, int length) throws InvalidProtocolBufferException;

  /** The socket is closed, by either side; said once, and nothing is said after it. */
  void closed();

  /** What the channel held back has gone out; more may be written. */
  default void writable() {}
}
