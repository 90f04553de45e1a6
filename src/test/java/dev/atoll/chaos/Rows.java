package dev.atoll.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All rows there are. */
final class Rows {
  static final List<Row> ALL = List.of(
      new Kill(false),
      new Kill(true),
      new Stop(10),
      new Stop(70),
      new Cut(Cut.Kind.PARTITION, 30),
      new Cut(Cut.Kind.PAIR, 30),
      new Cut(Cut.Kind.ONE_WAY, 30),
      new Slow("1mbit", 20),
      new Rolling(false),
      new Rolling(true),
      new Storm(),
      new OneRoom(),
      new ManyRooms());

  private Rows() {}

  /**
   * Those of these names, separated by commas; all where nothing is named.
   *
   * @throws IllegalArgumentException where one is not known
   */
  static List<Row> named(String names) {
    if (names.isEmpty()) {
      return ALL;
    }
    List<Row> named = new ArrayList<>();
    for (String name : names.split(",")) {
      Optional<Row> row =
          ALL.stream().filter(each -> each.name().equals(name.strip())).findFirst();
      named.add(row.orElseThrow(
          () -> new IllegalArgumentException("no row " + name + "; there are " + names())));
    }
    return named;
  }

  private static String names() {
    return ALL.stream().map(Row::name).collect(Collectors.joining(", "));
  }
}
