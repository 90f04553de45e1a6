package dev.atoll.rooms;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads room ids from request paths. */
final class RoomName {
  /** Bytes of UTF-8; room ids go into logs, tokens and URLs. */
  private static final int MOST_BYTES = 128;

  private static final char ESCAPE = '%';

  private RoomName() {}

  /**
   * The id that a path's last segment stands for, percent-decoded once. Empty unless it is 1 to {@value #MOST_BYTES} bytes of
   * UTF-8 with no slash and no control character.
   */
  static Optional<String> ofPath(String path) {
    return decoded(path, path.lastIndexOf('/') + 1)
        .flatMap(RoomName::text)
        .filter(RoomName::isPlain);
  }

  private static Optional<ByteBuffer> decoded(String path, int from) {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    int at = from;
    while (at < path.length()) {
      int next = path.charAt(at++);
      if (next == ESCAPE) {
        next = at + 2 <= path.length() ? octet(path.charAt(at), path.charAt(at + 1)) : -1;
        at += 2;
      }
      if (next < 0 || next > 0xFF || !bytes.hasRemaining()) {
        return Optional.empty();
      }
      bytes.put((byte) next);
    }
    return bytes.position() == 0 ? Optional.empty() : Optional.of(bytes.flip());
  }

  private static int octet(char high, char low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return high > 'f' || low > 'f' || first < 0 || second < 0 ? -1 : first << 4 | second;
  }

  private static Optional<String> text(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(String name) {
    return name.indexOf('/') < 0 && name.chars().noneMatch(Character::isISOControl);
  }
}
