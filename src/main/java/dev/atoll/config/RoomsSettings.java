package dev.atoll.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * WebSocket rooms.
 *
 * @param size most members of one room
 * @param max most rooms of this node
 * @param open whether rooms (those of islands apart) may be entered by challenge
 * @param handshakeTimeout for each of the two stages of an entry by challenge
 * @param shortestTick that what is said is gathered at least before it is written: with none a quiet room is as quick as its network, and
 *     with 20 ms, which busy ones have anyway, a node takes the least processor time
 * @param publicUrl origin (and path, if any) of this node's own under which peers reach its rooms; by default {@code http.public-url}, and
 *     in a cluster islands' rooms span its nodes then
 * @param secret with which room tokens are signed (HS256); made anew at each start when unset, in a cluster from its secret
 */
public record RoomsSettings(
    int size,
    int max,
    boolean open,
    Duration handshakeTimeout,
    Duration shortestTick,
    Optional<URI> publicUrl,
    Optional<Secret> secret) {
  public RoomsSettings {
    Check.between("size", size, 1, 10_000);
    Check.between("max", max, 1, 1_000_000);
    Check.between(
        "handshake-timeout", handshakeTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
    Check.between("shortest-tick", shortestTick, Duration.ZERO, Duration.ofMillis(20));
    publicUrl.ifPresent(url -> Check.httpUrl("public-url", url));
    secret.ifPresent(s -> Check.secret("secret", s));
  }

  /** The same with that secret. */
  public RoomsSettings with(Secret made) {
    return new RoomsSettings(
        size, max, open, handshakeTimeout, shortestTick, publicUrl, Optional.of(made));
  }
}
