package dev.atoll.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rectangle of the land, written {@code -10,-10..10,10}, or {@code 12,-40} for one parcel. Parcels are 16 metres wide. Immutable.
 *
 * @param west least x
 * @param south least y
 * @param east greatest x, which belongs to it
 * @param north greatest y, which belongs to it
 */
public record Parcels(int west, int south, int east, int north) {
  private static final int METRES = 16;
  private static final String PARCEL = "(-?\\d{1,5}),(-?\\d{1,5})";
  private static final Pattern FORM = Pattern.compile(PARCEL + "(?:\\.\\." + PARCEL + ")?");

  public Parcels {
    if (west > east || south > north) {
      throw new IllegalArgumentException("the first parcel is not the south-western one");
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is written otherwise, or its first parcel is not the south-western one
   */
  public static Parcels of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not of the form x,y or x,y..x,y");
    }
    int west = Integer.parseInt(form.group(1));
    int south = Integer.parseInt(form.group(2));
    return form.group(3) == null
        ? new Parcels(west, south, west, south)
        : new Parcels(
            west, south, Integer.parseInt(form.group(3)), Integer.parseInt(form.group(4)));
  }

  /** Number of the parcel at so many metres along an axis. */
  static int number(double metres) {
    return (int) Math.floor(metres / METRES);
  }

  @Override
  public String toString() {
    String first = west + "," + south;
    return west == east && south == north ? first : first + ".." + east + "," + north;
  }
}
