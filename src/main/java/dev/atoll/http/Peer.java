package dev.atoll.http;

/**
 * Where a peer last said it was.
 *
 * @param address lower-case
 * @param node id of the node its session is at; empty for this one, and where nobody knows
 * @param time of its last heartbeat, milliseconds since 1970
 * @param x metres, finite
 * @param y metres, finite
 * @param z metres, finite
 */
record Peer(String address, String node, long time, float x, float y, float z) {
  Parcel parcel() {
    return Parcel.at(x, z);
  }
}
