package dev.atoll.bus;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of a message beside its payload; a few short texts by name. Immutable.
 *
 * @param values by name
 */
public record Headers(Map<String, String> values) {
  /** No headers. */
  public static final Headers NONE = new Headers(Map.of());

  /** Origin, e.g. {@code wss://realm.example}, through which the peer's session reached its node. */
  public static final String ORIGIN = "origin";

  public Headers {
    values = Map.copyOf(values);
  }

  /** The value of that name. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
