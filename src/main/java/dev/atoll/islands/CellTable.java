package dev.atoll.islands;

import org.jspecify.annotations.Nullable;

/** The cells that exist, by their coordinates: open addressing with linear probing. */
final class CellTable {
  private static final int SMALLEST = 64;

  private @Nullable Cell[] slots = new Cell[SMALLEST];
  private int size;

  @Nullable
  Cell get(long x, long z) {
    int mask = slots.length - 1;
    int slot = slotOf(x, z) & mask;
    Cell cell = slots[slot];
    while (cell != null && (cell.x != x || cell.z != z)) {
      slot = (slot + 1) & mask;
      cell = slots[slot];
    }
    return cell;
  }

  void clear() {
    slots = new Cell[SMALLEST];
    size = 0;
  }

  /** Adds a cell that is not there. */
  void add(Cell cell) {
    if (size * 2 >= slots.length) {
      resize(slots.length * 2);
    }
    put(cell);
    size++;
  }

  /** Removes a cell that is there, and moves up those that were put further on because of it. */
  void remove(Cell gone) {
    int mask = slots.length - 1;
    int hole = slotOf(gone.x, gone.z) & mask;
    while (slots[hole] != gone) {
      hole = (hole + 1) & mask;
    }
    int slot = (hole + 1) & mask;
    for (Cell cell = slots[slot]; cell != null; cell = slots[slot]) {
      int home = slotOf(cell.x, cell.z) & mask;
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        slots[hole] = cell;
        hole = slot;
      }
      slot = (slot + 1) & mask;
    }
    slots[hole] = null;
    size--;
    if (slots.length > SMALLEST && size * 8 < slots.length) {
      resize(slots.length / 2);
    }
  }

  private void resize(int length) {
    @Nullable Cell[] old = slots;
    slots = new Cell[length];
    for (Cell cell : old) {
      if (cell != null) {
        put(cell);
      }
    }
  }

  private void put(Cell cell) {
    int mask = slots.length - 1;
    int slot = slotOf(cell.x, cell.z) & mask;
    while (slots[slot] != null) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = cell;
  }

  private static int slotOf(long x, long z) {
    long mixed = (x * 0x9E3779B97F4A7C15L + z) * 0xC2B2AE3D27D4EB4FL;
    return (int) (mixed >>> 32);
  }
}
