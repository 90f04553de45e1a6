package dev.atoll.nats;

import dev.atoll.bus.Message;

/**
 * What came from NATS, as the bus has it.
 *
 * @param form in which it came
 * @param about the peer or island it is about, empty when it is about neither
 * @param message to be published
 */
record Event(Form form, String about, Message message) {
  Kind kind() {
    return form.kind();
  }
}
