/**
 * The archipelago door: sessions of players who prove an address, report where they are and are told their island. May
 * depend on {@code session}, {@code bus}, {@code auth} and below.
 */
package dev.atoll.handshake;
