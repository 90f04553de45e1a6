package dev.atoll.protocol;

import io.netty.buffer.ByteBuf;

/** Told by a {@link FrameDecoder} what came over its socket, on the channel's event loop. */
public interface MessageListener {
  /**
   * A whole binary message.
   *
   * @param buffer holds its bytes; the decoder's, and valid during this call only
   * @param offset absolute index of the first
   * @param length how many
   */
  void binaryMessage(ByteBuf buffer, int offset, int length);

  /** A text message, whose content is skipped. */
  void textMessage();

  /** A message over the limit, whose content is skipped. */
  void messageTooLarge();

  /** Bytes that are no WebSocket frame; nothing more will be read. */
  void malformedFrame();

  /** All that could be read now was. */
  default void readComplete() {}

  /** The channel's outbound buffer passed one of its water marks. */
  default void writabilityChanged() {}
}
