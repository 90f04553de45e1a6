package dev.atoll.config;

import java.time.Duration;
import java.util.Optional;

/**
 * WebSocket rooms.
 *
 * @param size most members of one room
 * @param max most rooms of this node
 * @param open whether rooms (those of islands apart) may be entered by challenge
 * @param handshakeTimeout for each of the two stages of an entry by challenge
 * @param secret with which room tokens are signed (HS256); made anew at each start when unset
 */
public record RoomsSettings(
    int size, int max, boolean open, Duration handshakeTimeout, Optional<Secret> secret) {
  public RoomsSettings {
    Check.between("size", size, 1, 10_000);
    Check.between("max", max, 1, 1_000_000);
    Check.between(
        "handshake-timeout", handshakeTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
    secret.ifPresent(s -> Check.secret("secret", s));
  }
}
