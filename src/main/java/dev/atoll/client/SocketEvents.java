package dev.atoll.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;

/** What comes over a {@link WireSocket}. Called on its event loop. */
public interface SocketEvents {
  /**
   * A whole binary message.
   *
   * @param buffer holds its bytes; valid during this call only
   * @param offset absolute index of the first
   * @param length how many
   * @throws InvalidProtocolBufferException when they do not decode; the socket is closed
   */
  void message(ByteBuf buffer, int offset, int length) throws InvalidProtocolBufferException;

  /** The socket ended, by whichever side; said once, and nothing is said after it. */
  void closed(SocketEnd end);
}
