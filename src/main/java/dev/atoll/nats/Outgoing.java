package dev.atoll.nats;

import java.util.Optional;

/**
 * A message as it goes to NATS.
 *
 * @param form it is in
 * @param subject on NATS
 * @param payload shared between forms where it is the same; nobody changes it
 * @param withoutTopics whether it is the heartbeat of a peer whose door has no topics
 * @param sole whether other Atolls read this one, though it is not the seed's
 * @param sender the client that sent it, where the subject does not say so
 */
record Outgoing(
    Form form,
    String subject,
    byte[] payload,
    boolean withoutTopics,
    boolean sole,
    Optional<String> sender) {

  /** Bytes it takes on its way, a little less than on the wire. */
  int size() {
    return subject.length() + payload.length;
  }
}
