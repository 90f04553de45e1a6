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

  /** As content servers know it: {@code "-9,12"}. */
  String pointer() {
    return JavaScriptNumber.text(x) + ',' + JavaScriptNumber.text(y);
  }
}
