package dev.atoll.gateway;

import java.time.Instant;

/**
 * What one token allows its holder. Immutable.
 *
 * @param id of the token ({@code jti}), by which it can be revoked
 * @param read what may be heard
 * @param write what may be said into
 * @param expires when it ends
 */
public record Grant(String id, Area read, Area write, Instant expires) {}
