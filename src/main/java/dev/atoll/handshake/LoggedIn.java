package dev.atoll.handshake;

import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Subject;

/**
 * A session's peer, with what each of its heartbeats needs made once.
 *
 * @param address lower-case address that was proven
 * @param heartbeat subject of its heartbeats
 * @param headers what goes with each of them
 * @param islandChanges what it hears of its islands
 */
record LoggedIn(String address, Subject heartbeat, Headers headers, Subscription islandChanges) {}
