package dev.atoll.islands;

/**
 * A point in the realm.
 *
 * @param x metres
 * @param y metres, the height; no grouping looks at it
 * @param z metres
 */
public record Position(double x, double y, double z) {}
