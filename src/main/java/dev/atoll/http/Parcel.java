package dev.atoll.http;

/**
 * A square of the land, 16 metres wide.
 *
 * @param x whole number of parcels
 * @param y whole number of parcels, along the z axis
 */
record Parcel(double x, double y) {
  private static final double METRES = 16;

  static Parcel at(float x, float z) {
    return new Parcel(parcel(x), parcel(z));
  }

  /** Adding zero turns -0 into 0, so that both are one parcel. */
  private static double parcel(float metres) {
    return Math.floor(metres / METRES) + 0.0;
  }

  /**
   * Spread out, since maps hold whole cities: whole numbers as doubles differ in few bits, and those of one record would share a
   * handful of places.
   */
  @Override
  public int hashCode() {
    long mixed = (long) x * 0x9E3779B97F4A7C15L + (long) y * 0xC2B2AE3D27D4EB4FL;
    mixed = (mixed ^ mixed >>> 32) * 0xBF58476D1CE4E5B9L;
    return (int) (mixed >>> 32);
  }

  /** As content servers know it: {@code "-9,12"}. */
  String pointer() {
    return JavaScriptNumber.text(x) + ',' + JavaScriptNumber.text(y);
  }
}
