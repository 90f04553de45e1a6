package dev.atoll.handshake;

import dev.atoll.cluster.LoginStamp;

/**
 * Who has signed a challenge.
 *
 * @param address lower-case
 * @param login which one it is, by the time when the signature was verified
 */
public record Proven(String address, LoginStamp login) {}
