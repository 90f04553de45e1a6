package dev.atoll.config;

import java.time.Duration;

/**
 * Logging in, at every door.
 *
 * @param timeout from the upgrade to the challenge request, and again from the challenge to the signed one
 */
public record HandshakeSettings(Duration timeout) {
  public HandshakeSettings {
    Check.between("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(10));
  }
}
