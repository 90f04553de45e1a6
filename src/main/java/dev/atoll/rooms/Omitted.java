package dev.atoll.rooms;

import java.util.Arrays;

/**
 * The parts of a tick that one member is not sent: what it said itself, and what was said before it came in. Ranges of bytes in
 * ascending order; two that touch are one.
 */
final class Omitted {
  private static final int FIRST_RANGES = 2;

  /** Start and end by turns. */
  private int[] bounds = new int[2 * FIRST_RANGES];

  private int size;
  private int bytes;
  private int frames;

  /** Adds the range of that many frames; it begins at or after the end of the last one. */
  void add(int start, int end, int frameCount) {
    bytes += end - start;
    frames += frameCount;
    if (size > 0 && bounds[size - 1] == start) {
      bounds[size - 1] = end;
      return;
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
    }
    bounds[size++] = start;
    bounds[size++] = end;
  }

  void clear() {
    size = 0;
    bytes = 0;
    frames = 0;
  }

  int ranges() {
    return size >> 1;
  }

  int start(int range) {
    return bounds[2 * range];
  }

  int end(int range) {
    return bounds[2 * range + 1];
  }

  int bytes() {
    return bytes;
  }

  int frames() {
    return frames;
  }
}
