package dev.atoll.nats;

import dev.atoll.bus.Message;

/**
 * What came from NATS, as the bus has it.
 *
 * @param form in which it came
 * @param about the peer or island it is about, empty when it is about neither
 * @param message to be published
 * @param leftOut how many of its islands or peers were malformed and are not in the message
 */
record Event(Form form, String about, Message message, int leftOut) {
  /** A message of which nothing was left out. */
  Event(Form form, String about, Message message) {
    this(form, about, message, 0);
  }

  Kind kind() {
    return form.kind();
  }
}
