package dev.atoll.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Does to a realm of three nodes what networks and machines do, and prints what came of it. */
@Command(
    name = "chaos",
    description = {
      "Does to a realm of three nodes what networks and machines do, with a crowd as the judge, and prints a table.",
      "Exits 0 when all rows hold, 1 when one does not. What the rows are: docs/cluster.md."
    },
    mixinStandardHelpOptions = true)
final class Chaos implements Callable<Integer> {
  @Option(names = "--rows", paramLabel = "ROW,...", description = "Which; all when not given.")
  private String rows = "";

  @Option(names = "--runs", paramLabel = "N", description = "Of each row; 3.")
  private int runs = 3;

  @Option(names = "--peers", paramLabel = "N", description = "In the crowd; 60.")
  private int peers = 60;

  @Option(names = "--village", paramLabel = "N", description = "Of them live together; 12.")
  private int village = 12;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Chaos()).execute(arguments));
  }

  @Override
  public Integer call() {
    List<Row> chosen = chosen();
    Map<String, Figures> found = new LinkedHashMap<>();
    try (Bench bench = new Bench()) {
      System.out.println("Nodes are " + bench.network().words());
      for (Row row : chosen) {
        if (row.needsWires() && !bench.network().hasWires()) {
          System.out.println(
              row.name() + " is skipped: " + row.words() + " needs wires that can be cut");
          continue;
        }
        Figures figures = new Figures();
        found.put(row.name(), figures);
        for (int run = 0; run < runs; run++) {
          System.out.println(
              row.name() + " (" + row.words() + "), run " + (run + 1) + " of " + runs);
          bench.run(row, run, figures, Judge.plan(peers, village));
        }
      }
    }
    System.out.println();
    System.out.print(Table.of(found, runs));
    return found.values().stream().allMatch(Figures::hold) ? 0 : 1;
  }

  /** Told before anything is started. */
  private List<Row> chosen() {
    try {
      if (runs < 1 || peers < 1 || village < 1) {
        throw new IllegalArgumentException("--runs, --peers and --village are 1 or more");
      }
      return Rows.named(rows);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }
}
