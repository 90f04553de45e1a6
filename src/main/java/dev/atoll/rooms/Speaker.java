package dev.atoll.rooms;

/**
 * Who says something in a room.
 *
 * @param alias by which the others know it; unsigned
 * @param address lower-case
 */
record Speaker(int alias, String address) {}
