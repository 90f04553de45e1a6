package dev.atoll.nats;

/** A message from NATS that nobody honest sends, or that this version does not know. */
final class Malformed extends Exception {
  Malformed(String what) {
    super(what, null, false, false);
  }
}
