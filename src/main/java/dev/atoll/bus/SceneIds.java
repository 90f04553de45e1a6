package dev.atoll.bus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Scenes' ids as tokens of subjects: what no token may hold, and {@code %}, stands there as the percent-encoded bytes of UTF-8,
 * so that every id has one spelling.
 */
public final class SceneIds {
  private static final String HEX = "0123456789ABCDEF";
  private static final String NEVER = ".*>%";

  private SceneIds() {}

  /** The token of an id. */
  public static String encode(String id) {
    if (isPlain(id)) {
      return id;
    }
    StringBuilder token = new StringBuilder(id.length() + 8);
    for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) (each & 0xFF))) {
        token.append((char) each);
      } else {
        token.append('%').append(HEX.charAt(each >> 4 & 0xF)).append(HEX.charAt(each & 0xF));
      }
    }
    return token.toString();
  }

  /** The id of a token; a percent sign that begins no encoded byte stands for itself. */
  public static String decode(String token) {
    if (token.indexOf('%') < 0) {
      return token;
    }
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    ByteBuffer id = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? digit(bytes[i + 1]) : -1;
      int low = i + 2 < bytes.length ? digit(bytes[i + 2]) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        id.put((byte) (high << 4 | low));
        i += 2;
      } else {
        id.put(bytes[i]);
      }
    }
    return new String(id.array(), 0, id.position(), StandardCharsets.UTF_8);
  }

  private static int digit(byte character) {
    return Character.digit((char) (character & 0xFF), 16);
  }

  private static boolean isPlain(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (!isPlain(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return c > ' ' && c <= '~' && NEVER.indexOf(c) < 0;
  }
}
