package dev.atoll.transport;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Any number of rectangles, of which is asked whether one contains a point, at a cost that grows with their logarithm: a tree of boxes, each
 * around the half of the rectangles that lie on one side. Borders are in any unit; west and south belong to a rectangle, east and north not.
 * Immutable; pure.
 */
public final class Rectangles {
  /** So few are looked at one after the other. */
  private static final int FEW = 8;

  private final Box root;

  /** @param west least x; @param south least y; @param east beyond the greatest x; @param north beyond the greatest y */
  public record Rectangle(double west, double south, double east, double north) {
    static final Rectangle NOWHERE = new Rectangle(
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NEGATIVE_INFINITY);

    boolean contains(double x, double y, double margin) {
      return x >= west - margin && y >= south - margin && x < east + margin && y < north + margin;
    }

    Rectangle with(Rectangle other) {
      return new Rectangle(
          Math.min(west, other.west),
          Math.min(south, other.south),
          Math.max(east, other.east),
          Math.max(north, other.north));
    }
  }

  /** Around all in it: either some rectangles, or two boxes. */
  private record Box(Rectangle around, Rectangle[] few, Box[] halves) {
    boolean contains(double x, double y, double margin) {
      if (!around.contains(x, y, margin)) {
        return false;
      }
      for (Rectangle each : few) {
        if (each.contains(x, y, margin)) {
          return true;
        }
      }
      for (Box half : halves) {
        if (half.contains(x, y, margin)) {
          return true;
        }
      }
      return false;
    }
  }

  public Rectangles(List<Rectangle> rectangles) {
    this.root = box(rectangles.toArray(new Rectangle[0]));
  }

  private static Box box(Rectangle[] all) {
    Rectangle around = Rectangle.NOWHERE;
    for (Rectangle each : all) {
      around = around.with(each);
    }
    if (all.length <= FEW) {
      return new Box(around, all, new Box[0]);
    }
    boolean wide = around.east() - around.west() > around.north() - around.south();
    Arrays.sort(
        all,
        wide
            ? Comparator.comparingDouble(each -> each.west() + each.east())
            : Comparator.comparingDouble(each -> each.south() + each.north()));
    int half = all.length / 2;
    Box[] halves = {
      box(Arrays.copyOfRange(all, 0, half)), box(Arrays.copyOfRange(all, half, all.length))
    };
    return new Box(around, new Rectangle[0], halves);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return root.around() == Rectangle.NOWHERE;
  }

  /**
   * Whether one of them contains a point.
   *
   * @param margin by which each is larger on all sides
   */
  public boolean contains(double x, double y, double margin) {
    return root.contains(x, y, margin);
  }
}
