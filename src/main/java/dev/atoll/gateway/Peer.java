package dev.atoll.gateway;

import java.util.Optional;

/** One peer of the realm, as far as the gateway knows it. Used on the gateway's event loop only. */
final class Peer {
  private final String address;
  private Optional<PeerPosition> position = Optional.empty();
  private Optional<String> island = Optional.empty();

  /** When it was last heard of; milliseconds of the clock of {@link Whereabouts}. */
  private long seen;

  Peer(String address) {
    this.address = address;
  }

  /** Lower-case. */
  String address() {
    return address;
  }

  /** Empty until its first heartbeat is heard. */
  Optional<PeerPosition> position() {
    return position;
  }

  /** Empty while it is in none. */
  Optional<String> island() {
    return island;
  }

  long seen() {
    return seen;
  }

  void seen(long now) {
    seen = now;
  }

  void position(Optional<PeerPosition> now) {
    position = now;
  }

  void island(Optional<String> now) {
    island = now;
  }
}
