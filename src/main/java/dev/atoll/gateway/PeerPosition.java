package dev.atoll.gateway;

/**
 * Where a peer last said it was; metres.
 */
record PeerPosition(float x, float y, float z) {
  int parcelX() {
    return Parcels.number(x);
  }

  int parcelY() {
    return Parcels.number(z);
  }

  boolean isInParcelOf(PeerPosition other) {
    return parcelX() == other.parcelX() && parcelY() == other.parcelY();
  }
}
