package dev.atoll.client.crowd;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A summary for people to read, and for scripts to search: one fact a line. */
public final class SummaryText {
  private static final double MICROS_A_MILLI = 1000;
  private static final double NANOS_A_SECOND = 1e9;

  private final StringBuilder text = new StringBuilder();

  private SummaryText() {}

  /** The lines, each ended. */
  public static String of(Summary summary) {
    return new SummaryText().write(summary);
  }

  private String write(Summary summary) {
    Histogram logins = summary.logins();
    line("handshakes", "%d of %d%s", logins.getTotalCount(), summary.peers(), times(logins));
    line("rooms entered", "%d%s", summary.entries().getTotalCount(), times(summary.entries()));
    line("island changes", "%d", summary.islandChanges());
    line("steady time", "%.1f s (what follows is of this time)", summary.steadySeconds());
    Summary.Rooms rooms = summary.rooms();
    line(
        "rooms",
        "mean %.1f members, largest %d, full (100) %d, at the end %d rooms",
        rooms.mean(),
        rooms.largest(),
        rooms.full(),
        rooms.last());
    line("deliveries", "%,d, %,.0f a second", summary.deliveries(), summary.deliveriesASecond());
    line(
        "latency",
        "p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms",
        millis(summary.latencies(), 50),
        millis(summary.latencies(), 90),
        millis(summary.latencies(), 99),
        millis(summary.latencies(), 99.9),
        millis(summary.latencies(), 100));
    line("lost", "%d (%d came after they were given up)", summary.lost(), summary.late());
    line("superseded", "%d", summary.superseded());
    summary.returns().ifPresent(this::returns);
    cpu(summary);
    summary.faults().forEach((fault, count) -> line("WRONG", "%d %s", count, fault.words()));
    summary.examples().forEach(example -> line("  for example", "%s", example));
    line("result", summary.fine() ? "nothing was wrong" : "something was wrong");
    return text.toString();
  }

  private void returns(Returns returns) {
    line(
        "came back",
        "%d of %d sessions that ended, %d at the first try%s",
        returns.returns(),
        returns.sessionsEnded(),
        returns.atFirstTry(),
        times(returns.toSession()));
    line(
        "away",
        "%d times without session or room (%d rooms ended)%s",
        returns.away().getTotalCount(),
        returns.roomsEnded(),
        times(returns.away()));
    Returns.Changes changes = returns.changes();
    line(
        "told of islands",
        "%d same room, %d same island and other room, %d other island",
        changes.sameRoom(),
        changes.otherRoom(),
        changes.otherIsland());
  }

  private void cpu(Summary summary) {
    double seconds = summary.cpuNanos() / NANOS_A_SECOND;
    double share = summary.steadySeconds() > 0 ? 100 * seconds / summary.steadySeconds() : 0;
    double each = summary.deliveries() > 0 ? seconds * 1e6 / summary.deliveries() : 0;
    line("crowd's own CPU", "%.0f %% of a core, %.2f us a delivery", share, each);
  }

  private static String times(Histogram histogram) {
    return histogram.getTotalCount() == 0
        ? ""
        : format(
            ", p50 %.1f ms, p99 %.1f ms, max %.1f ms",
            millis(histogram, 50), millis(histogram, 99), millis(histogram, 100));
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / MICROS_A_MILLI;
  }

  private void line(String name, String form, Object... values) {
    text.append(format("%-16s ", name)).append(format(form, values)).append(System.lineSeparator());
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
