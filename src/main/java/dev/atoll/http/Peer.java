package dev.atoll.http;

/**
 * Where a peer last said it was.
 *
 * @param address lower-case
 * @param time of its last heartbeat, milliseconds since 1970
 * @param x metres, finite
 * @param y metres, finite
 * @param z metres, finite
 */
record Peer(String address, long time, float x, float y, float z) {
  Parcel parcel() {
    return Parcel.at(x, z);
  }
}
