package dev.atoll.cluster;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Cuts what comes over a connection into frames: four bytes of length and as many bytes. Holds one frame at most. */
final class LinkFrames implements Handler<Buffer> {
  private static final int HEAD = 4;

  private final Consumer<byte[]> frames;
  private Buffer held = Buffer.buffer();
  private int longest;

  /**
   * @param longest most bytes of a frame; a longer one is a {@link LinkFault}
   * @param frames told of each
   */
  LinkFrames(int longest, Consumer<byte[]> frames) {
    this.longest = longest;
    this.frames = frames;
  }

  /** Frames from now on may be so long. */
  void longest(int bytes) {
    longest = bytes;
  }

  static Buffer framed(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    Buffer frame = Buffer.buffer(HEAD + length).appendInt(length);
    for (byte[] part : parts) {
      frame.appendBytes(part);
    }
    return frame;
  }

  @Override
  public void handle(Buffer bytes) {
    held = held.length() == 0 ? bytes : held.appendBuffer(bytes);
    int from = 0;
    while (held.length() - from >= HEAD) {
      int length = held.getInt(from);
      if (length < 0 || length > longest) {
        throw new LinkFault("MALFORMED");
      }
      if (held.length() - from - HEAD < length) {
        break;
      }
      byte[] frame = held.getBytes(from + HEAD, from + HEAD + length);
      from += HEAD + length;
      frames.accept(frame);
    }
    if (from == held.length()) {
      held = Buffer.buffer();
    } else if (from > 0 || held == bytes) {
      // else a long frame that comes in many pieces would be copied at each
      held = held.getBuffer(from, held.length());
    }
  }
}
