package dev.atoll.handshake;

import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subject;

/**
 * A session's peer, with what each of its heartbeats needs made once.
 *
 * @param address lower-case address that was proven
 * @param login which login of the address this is
 * @param heartbeat subject of its heartbeats
 * @param headers what goes with each of them
 */
public record LoggedIn(String address, String login, Subject heartbeat, Headers headers) {
  /** Whether a message is for this login; an archipelago on another thread may still tell the one that this one replaced. */
  public boolean isConcernedBy(Message message) {
    return message.headers().concerns(login);
  }
}
