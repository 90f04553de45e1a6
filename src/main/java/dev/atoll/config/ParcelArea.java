package dev.atoll.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rectangle of parcels, its borders included.
 *
 * @param west least x
 * @param south least y, which is z in the world
 * @param east greatest x
 * @param north greatest y
 */
public record ParcelArea(int west, int south, int east, int north) {
  /** Metres from one side of a parcel to the other. */
  public static final double PARCEL_METRES = 16;

  private static final Pattern TEXT =
      Pattern.compile("(-?\\d{1,5}),(-?\\d{1,5})(\\.\\.(-?\\d{1,5}),(-?\\d{1,5}))?");

  /** @throws IllegalArgumentException when a border is beyond the opposite one */
  public ParcelArea {
    if (west > east || south > north) {
      throw new IllegalArgumentException("borders in the wrong order");
    }
  }

  /**
   * Reads {@code -10,-10..10,10} or, for a single parcel, {@code 12,-40}.
   *
   * @throws IllegalArgumentException when it is not like that
   */
  public static ParcelArea parse(String text) {
    Matcher parts = TEXT.matcher(text.replace(" ", ""));
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    int x = Integer.parseInt(parts.group(1));
    int y = Integer.parseInt(parts.group(2));
    return parts.group(3) == null
        ? new ParcelArea(x, y, x, y)
        : between(x, y, Integer.parseInt(parts.group(4)), Integer.parseInt(parts.group(5)));
  }

  /** That of two opposite corners, whichever comes first. */
  private static ParcelArea between(int x, int y, int toX, int toY) {
    return new ParcelArea(Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY));
  }

  /** Whether a parcel is in it. */
  public boolean contains(int x, int y) {
    return x >= west && x <= east && y >= south && y <= north;
  }

  /** The parcel's number of a coordinate in metres. */
  public static int parcelOf(double metres) {
    return (int) Math.floor(metres / PARCEL_METRES);
  }

  @Override
  public String toString() {
    String first = west + "," + south;
    return west == east && south == north ? first : first + ".." + east + "," + north;
  }
}
