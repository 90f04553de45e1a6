package dev.atoll.archipelago;

import dev.atoll.bus.Headers;
import dev.atoll.cluster.LoginStamp;
import java.util.Optional;

/** Which login headers are of. */
final class Logins {
  private Logins() {}

  /** As it was stamped; empty when they name none. */
  static String of(Headers headers) {
    return headers.get(Headers.LOGIN).orElse("");
  }

  /** Whether the one is a later login than the other; not when either names none. */
  static boolean isAfter(Headers one, Headers other) {
    String text = of(one);
    if (text.equals(of(other))) {
      // as with nearly all heartbeats
      return false;
    }
    Optional<LoginStamp> later = LoginStamp.parse(text);
    Optional<LoginStamp> earlier = LoginStamp.parse(of(other));
    return later.isPresent() && earlier.isPresent() && later.get().isAfter(earlier.get());
  }
}
