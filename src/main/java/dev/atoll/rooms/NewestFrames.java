package dev.atoll.rooms;

import java.util.Arrays;

/**
 * For each sender and kind the number of its newest frame: a hash table of primitives, since it is asked for every message that
 * a slow receiver has not got. Grows with the pairs seen between two {@link #clear}.
 */
final class NewestFrames {
  static final int NONE = -1;

  private static final int FIRST_SLOTS = 32;
  private static final int KIND_BITS = 4;
  private static final long FREE = 0;

  /** Kinds begin with 1, so no key is {@link #FREE}. */
  private long[] keys = new long[FIRST_SLOTS];

  private int[] frames = new int[FIRST_SLOTS];
  private int size;

  /** Sets the newest frame and tells the one before, or {@link #NONE}. */
  int put(int sender, int kind, int frame) {
    if (2 * size >= keys.length) {
      grow();
    }
    long key = (long) sender << KIND_BITS | kind;
    int slot = slot(key);
    if (keys[slot] == key) {
      int before = frames[slot];
      frames[slot] = frame;
      return before;
    }
    keys[slot] = key;
    frames[slot] = frame;
    size++;
    return NONE;
  }

  void clear() {
    Arrays.fill(keys, FREE);
    size = 0;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    long spread = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (spread >>> 40) & mask;
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldFrames = frames;
    keys = new long[2 * oldKeys.length];
    frames = new int[2 * oldFrames.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        frames[slot] = oldFrames[i];
      }
    }
  }
}
