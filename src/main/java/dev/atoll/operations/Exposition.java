package dev.atoll.operations;

import java.util.Locale;
import java.util.Map;

/**
 * Writes metrics in Prometheus' text format, version 0.0.4, under exactly the names it is given. Micrometer's own writer
 * appends {@code _total} to counters, strips {@code _info} and merges {@code x} with {@code x_total}.
 */
final class Exposition {
  private final StringBuilder text = new StringBuilder(4096);

  /** A value that goes up and down. */
  Exposition gauge(String name, String help, double value) {
    return family("gauge", name, help).sample(name, Map.of(), value);
  }

  /** A value that only grows. */
  Exposition counter(String name, String help, double value) {
    return family("counter", name, help).sample(name, Map.of(), value);
  }

  /** A gauge of 1 whose labels are what it says. */
  Exposition labels(String name, String help, Map<String, String> labels) {
    return family("gauge", name, help).sample(name, labels, 1);
  }

  /** One gauge for each value of one label. */
  Exposition gauges(String name, String help, String label, Map<String, Integer> values) {
    family("gauge", name, help);
    values.forEach((key, value) -> sample(name, Map.of(label, key), value));
    return this;
  }

  /** All that was written. */
  String text() {
    return text.toString();
  }

  private Exposition family(String type, String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  private Exposition sample(String name, Map<String, String> labels, double value) {
    text.append(name);
    char before = '{';
    for (Map.Entry<String, String> label : labels.entrySet()) {
      text.append(before).append(label.getKey()).append("=\"");
      text.append(escaped(label.getValue())).append('"');
      before = ',';
    }
    text.append(labels.isEmpty() ? " " : "} ").append(number(value)).append('\n');
    return this;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
