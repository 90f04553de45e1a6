package dev.atoll.bus;

/**
 * One event on the bus. Immutable and safe for any thread.
 *
 * @param subject what it is about
 * @param payload what it says
 * @param headers what is known of it beside, shared between messages where it is the same
 */
public record Message(Subject subject, Payload payload, Headers headers) {
  public Message(Subject subject, Payload payload) {
    this(subject, payload, Headers.NONE);
  }
}
