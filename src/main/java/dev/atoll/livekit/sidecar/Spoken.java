package dev.atoll.livekit.sidecar;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * What a side-car says.
 *
 * @param body an rfc4 packet
 * @param hearers identities of those who are to hear it; everybody when there are none
 */
record Spoken(ByteString body, List<String> hearers) {
  Spoken {
    hearers = List.copyOf(hearers);
  }

  static Spoken toAll(ByteString body) {
    return new Spoken(body, List.of());
  }
}
