package dev.atoll.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** WebSocket frames of a client byte by byte, right or wrong, made without the code under test. */
public final class RawFrame {
  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;
  public static final int FINAL = 0x80;

  /** How the length is written. */
  public enum Length {
    SHORTEST,
    SIXTEEN_BITS,
    SIXTY_FOUR_BITS
  }

  private RawFrame() {}

  /** A whole binary message. */
  public static byte[] binary(byte... payload) {
    return masked(FINAL | BINARY, payload);
  }

  /** A frame with that first byte. */
  public static byte[] masked(int first, byte... payload) {
    return frame(first, payload, 0x37FA213D, Length.SHORTEST);
  }

  /** A frame with that first byte, mask and form of length. */
  public static byte[] frame(int first, byte[] payload, int mask, Length form) {
    byte[] masked = payload.clone();
    byte[] key = ByteBuffer.allocate(4).putInt(mask).array();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= key[i % 4];
    }
    return joined(header(first, payload.length, form, 0x80), key, masked);
  }

  /** A frame as servers send it. */
  public static byte[] unmasked(int first, byte... payload) {
    return joined(header(first, payload.length, Length.SHORTEST, 0), payload);
  }

  /** The beginning of a masked frame, up to its mask, that claims that length. */
  public static byte[] announced(int first, long length) {
    return joined(header(first, length, Length.SHORTEST, 0x80), new byte[4]);
  }

  /** A close frame's payload. */
  public static byte[] closeBody(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
  }

  /** Bytes written as hexadecimal digits and spaces. */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** That many bytes, each different from its neighbours. */
  public static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  /** One after the other. */
  public static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] header(int first, long length, Length form, int maskBit) {
    if (form == Length.SIXTY_FOUR_BITS || length < 0 || length > 0xFFFF) {
      return ByteBuffer.allocate(10)
          .put((byte) first)
          .put((byte) (maskBit | 127))
          .putLong(length)
          .array();
    }
    if (form == Length.SIXTEEN_BITS || length > 125) {
      return ByteBuffer.allocate(4)
          .put((byte) first)
          .put((byte) (maskBit | 126))
          .putShort((short) length)
          .array();
    }
    return new byte[] {(byte) first, (byte) (maskBit | (int) length)};
  }
}
