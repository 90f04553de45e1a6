package dev.atoll.config;

/**
 * Side-cars in rooms of LiveKit.
 *
 * @param maxRooms that they are in at once
 */
public record SideCarSettings(int maxRooms) {
  public SideCarSettings {
    Check.between("max-rooms", maxRooms, 1, 10_000);
  }
}
