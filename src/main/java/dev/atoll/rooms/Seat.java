package dev.atoll.rooms;

import dev.atoll.cluster.LoginStamp;

/**
 * What somebody needs to enter a room.
 *
 * @param alias by which the others will know it; {@link #ANY} in a room of this node alone, which gives its own
 * @param stamp which entry of its address it is, taken when the address was proven
 */
record Seat(int alias, LoginStamp stamp) {
  static final int ANY = 0;
}
