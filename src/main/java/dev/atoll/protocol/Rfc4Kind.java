package dev.atoll.protocol;

import io.netty.buffer.ByteBuf;

/**
 * What kind of rfc4 {@code Packet} a body is: the number of the first field that is not the protocol version, which only goes
 * along with the others. Bodies are opaque otherwise.
 */
public final class Rfc4Kind {
  /** Not one of the kinds known to this server, or no packet at all. */
  public static final int UNKNOWN = 0;

  /** Where somebody is. */
  public static final int POSITION = 1;

  /** What people write to each other. */
  public static final int CHAT = 5;

  /** What scenes say to each other. */
  public static final int SCENE = 6;

  /** Where somebody is and how it moves; and the same in fewer bytes. */
  public static final int MOVEMENT = 8;

  public static final int MOVEMENT_COMPRESSED = 12;

  /** Numbers of kinds are less than this. */
  public static final int COUNT = 13;

  /** By number, as the fields of rfc4's {@code Packet} are called. */
  private static final String[] NAMES = {
    "unknown",
    "position",
    "profile_version",
    "profile_request",
    "profile_response",
    "chat",
    "scene",
    "voice",
    "movement",
    "player_emote",
    "scene_emote",
    "unknown",
    "movement_compressed"
  };

  private static final int PROTOCOL_VERSION = 11;
  private static final int VARINT = 0;
  private static final int MESSAGE = 2;

  /** position 1 to scene_emote 10, and movement_compressed 12: a bit each. */
  private static final int KNOWN = 0b1_0111_1111_1110;

  private Rfc4Kind() {}

  /** Number of the kind, from 1 to 12, or {@link #UNKNOWN}. */
  public static int of(ByteBuf body, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int tag = body.getByte(at++);
      if (tag != (PROTOCOL_VERSION << 3 | VARINT)) {
        return known(tag);
      }
      while (at < end && body.getByte(at) < 0) {
        at++;
      }
      at++;
    }
    return UNKNOWN;
  }

  /** Name of the kind of that number. */
  public static String name(int kind) {
    return NAMES[kind];
  }

  /** Numbers of known kinds fit into a tag of one byte; a longer one is negative here. */
  private static int known(int tag) {
    int number = tag >> 3;
    boolean known = (tag & 7) == MESSAGE && number > 0 && (KNOWN >> number & 1) == 1;
    return known ? number : UNKNOWN;
  }
}
