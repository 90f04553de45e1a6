package dev.atoll.transport;

/**
 * What an island rides on, as another node of the realm knows it.
 *
 * @param name of the transport, {@link TransportChoice#nameOf}; what is not known, or empty, is chosen anew
 * @param rule tells the rule that says so from others, on whatever node; 0: none, or nobody knows
 * @param nanos for how long it has had it
 */
public record Stay(String name, int rule, long nanos) {
  /** One of which no more is known. */
  public static Stay begun(String name) {
    return new Stay(name, 0, 0);
  }
}
