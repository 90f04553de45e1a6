package dev.atoll.rooms;

import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.Challenges;
import dev.atoll.auth.RoomTokens;
import dev.atoll.config.RoomsSettings;

/**
 * Whom every session of the rooms' door asks.
 *
 * @param settings of the rooms
 * @param directory who is inside
 * @param islands which rooms are islands, and who left them
 * @param auth who somebody is and whether they may enter
 */
record Door(RoomsSettings settings, RoomDirectory directory, IslandRooms islands, Auth auth) {
  /**
   * Who somebody is and whether they may enter.
   *
   * @param authenticator verifies chains
   * @param challenges makes the texts to sign
   * @param tokens verifies tokens
   * @param access knows the denied and banned
   */
  record Auth(
      Authenticator authenticator, Challenges challenges, RoomTokens tokens, Access access) {}
}
