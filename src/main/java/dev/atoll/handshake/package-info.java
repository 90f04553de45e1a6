/**
 * Where peers log in: sessions of players who prove an address, one an address over all doors, and the archipelago door, at
 * which they report where they are and are told their island. May depend on {@code session}, {@code bus}, {@code rpc}, {@code
 * auth} and below.
 */
package dev.atoll.handshake;
