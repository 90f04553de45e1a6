package dev.atoll.http;

/**
 * How full a room is.
 *
 * @param name the room's id
 * @param members in it
 */
public record RoomCount(String name, int members) {}
