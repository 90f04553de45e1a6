package dev.atoll.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that was found, in one table for people; a line a figure. */
final class Table {
  private static final String LINE = "%-15s %4s  %-62s %11s %11s  %s%n";

  private final StringBuilder text = new StringBuilder();

  private Table() {}

  /** @param rows what each row came to, in their order */
  static String of(Map<String, Figures> rows, int runs) {
    Table table = new Table();
    table.line("row", "runs", "figure", "worst", "limit", "holds");
    rows.forEach((row, figures) -> table.row(row, figures, runs));
    return table.text.toString();
  }

  private void row(String row, Figures figures, int runs) {
    for (Figures.Figure figure : figures.all()) {
      boolean only = Double.isInfinite(figure.limit());
      line(
          row,
          Integer.toString(runs),
          figure.name(),
          Figures.text(figure.worst()) + figure.unit(),
          only ? "" : Figures.text(figure.limit()) + figure.unit(),
          only ? "" : figure.holds() ? "yes" : "NO");
    }
    figures.proofs().forEach(proof -> note(row, "proof", proof));
    List<String> remarks = figures.remarks();
    remarks.forEach(remark -> note(row, "note", remark));
  }

  private void note(String row, String kind, String words) {
    text.append(String.format(Locale.ROOT, "%-15s %5s %s%n", row, kind, words));
  }

  private void line(Object... cells) {
    text.append(String.format(Locale.ROOT, LINE, cells));
  }
}
