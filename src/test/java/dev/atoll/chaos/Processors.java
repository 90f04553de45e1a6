package dev.atoll.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * This machine's processors in two halves, one for nodes and one for who judges them: what a crowd does to the caches of a node that
 * it shares a processor with is no cost of the node. Where there is one processor, or no {@code taskset} as on macOS, all share all.
 */
final class Processors implements AutoCloseable {
  private static final int TIMES = 5;

  private final List<Integer> all = own();

  /** Programs that are started from here on run on the first half. */
  void forNodes() {
    if (areApart()) {
      use(all.subList(0, all.size() / 2));
    }
  }

  /** This program runs on the second half from here on. */
  void forJudge() {
    if (areApart()) {
      use(all.subList(all.size() / 2, all.size()));
    }
  }

  /** For people. */
  String words() {
    return areApart()
        ? "nodes and crowd on processors of their own"
        : "nodes and crowd share processors";
  }

  private boolean areApart() {
    return all.size() > 1;
  }

  private static void use(List<Integer> processors) {
    String list = processors.stream().map(String::valueOf).collect(Collectors.joining(","));
    List<String> command = List.of("taskset", "-apc", list, pid());
    // a thread that ended while it went through them ends it too
    for (int times = 1; Shell.attempt(command).code() != 0; times++) {
      if (times == TIMES) {
        throw new IllegalStateException(String.join(" ", command) + " failed");
      }
    }
  }

  /** Those that this program may use; none where that cannot be told. */
  private static List<Integer> own() {
    Shell.Ended told = Shell.attempt(List.of("taskset", "-pc", pid()));
    List<Integer> processors = new ArrayList<>();
    if (told.code() == 0) {
      String list = told.output().substring(told.output().lastIndexOf(':') + 1).strip();
      for (String range : list.split(",")) {
        String[] ends = range.split("-");
        IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
            .forEach(processors::add);
      }
    }
    return processors;
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  @Override
  public void close() {
    if (areApart()) {
      use(all);
    }
  }
}
