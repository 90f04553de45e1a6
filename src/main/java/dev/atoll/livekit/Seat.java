package dev.atoll.livekit;

import java.util.Locale;

/**
 * Somebody's place in a room of LiveKit.
 *
 * @param room its name
 * @param identity as LiveKit knows it
 */
public record Seat(String room, String identity) {
  /** LiveKit lets a token in a second time as {@code <identity>#<what the client likes>}, to publish only. */
  private static final char SECOND = '#';

  /** Whose token opened it: a lower-case address, unless it is none of ours. */
  public String address() {
    int end = identity.indexOf(SECOND);
    return (end < 0 ? identity : identity.substring(0, end)).toLowerCase(Locale.ROOT);
  }

  /** Whether it is one more place of somebody who has one. */
  public boolean isSecond() {
    return identity.indexOf(SECOND) >= 0;
  }
}
