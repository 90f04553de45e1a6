package dev.atoll.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What one row came to: of each figure the worst of all its runs. */
final class Figures {
  /** One figure; it holds while the worst is not over the limit. */
  record Figure(String name, double worst, double limit, String unit) {
    boolean holds() {
      return worst <= limit;
    }

    private Figure and(double value) {
      return new Figure(name, Math.max(worst, value), limit, unit);
    }
  }

  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Set<String> proofs = new LinkedHashSet<>();
  private final List<String> remarks = new ArrayList<>();

  /** Seconds that something took; infinite where it did not happen. */
  void seconds(String name, double value, double limit) {
    atMost(name, value, limit, "s");
  }

  /** Something that must not be. */
  void none(String name, long count) {
    atMost(name, count, 0, "");
  }

  /** Something that is only told. */
  void told(String name, double value, String unit) {
    atMost(name, value, Double.POSITIVE_INFINITY, unit);
  }

  void atMost(String name, double value, double limit, String unit) {
    figures.merge(
        name, new Figure(name, value, limit, unit), (before, now) -> before.and(now.worst()));
    System.out.printf(
        Locale.ROOT,
        "    %-60s %s%s%n",
        name,
        text(value) + unit,
        value <= limit ? "" : "  DOES NOT HOLD");
  }

  /** That the fault really was. */
  void proof(String what) {
    proofs.add(what);
    System.out.println("    proof: " + what);
  }

  /** More words on something, which follow the table. */
  void remark(String words) {
    remarks.add(words);
    System.out.println("    " + words);
  }

  List<Figure> all() {
    return List.copyOf(figures.values());
  }

  Set<String> proofs() {
    return proofs;
  }

  List<String> remarks() {
    return remarks;
  }

  boolean hold() {
    return !figures.isEmpty() && figures.values().stream().allMatch(Figure::holds);
  }

  static String text(double value) {
    if (Double.isInfinite(value)) {
      return "never ";
    }
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d ", (long) value)
        : String.format(Locale.ROOT, "%,.2f ", value);
  }
}
