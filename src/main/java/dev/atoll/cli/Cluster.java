package dev.atoll.cli;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is to be known of a realm of many nodes. */
@Command(
    name = "cluster",
    description = "Tells of the nodes of a realm.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    subcommands = Cluster.Status.class)
final class Cluster implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  /** As one of them sees them. */
  @Command(
      name = "status",
      description = {
        "Prints who leads, which nodes there are, and how one of them reaches the others.",
        "Of each: the last round trip, bytes that wait, messages dropped, and which settings differ that should be the same."
      },
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class)
  static final class Status implements Callable<Integer> {
    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "Management port of a node; http://127.0.0.1:8081 unless given.")
    private URI url = URI.create("http://127.0.0.1:8081");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      print(ManagementPort.get(url, "/cluster"), spec.commandLine().getOut());
      return ExitCode.OK;
    }

    private static void print(JsonObject cluster, PrintWriter out) {
      String leader = cluster.getString("leader");
      out.printf(
          Locale.ROOT,
          "%s leads, term %d; %d sessions and %d rooms at this node%n",
          leader.isEmpty() ? "nobody" : leader,
          cluster.getLong("term"),
          cluster.getInteger("sessions"),
          cluster.getInteger("rooms", 0));
      printMissing(cluster, out);
      String rules = rulesOf(cluster);
      printRules(rules, out);
      out.printf(
          "%-18s %-22s %-26s %10s %10s %8s  %s%n",
          "node", "address", "started", "round trip", "waiting", "dropped", "remarks");
      cluster
          .getJsonArray("nodes")
          .forEach(node -> print((JsonObject) node, cluster.getString("self"), rules, out));
      Set<String> there = ids(cluster);
      cluster
          .getJsonObject("lastResets")
          .forEach(lost -> out.printf(
              "%s %s: %s%n",
              there.contains(lost.getKey()) ? "had another link with" : "lost",
              lost.getKey(),
              lost.getValue()));
      if (cluster.getLong("refused") > 0) {
        out.printf(
            "%d connections between nodes ended before both sides knew each other; the log says why%n",
            cluster.getLong("refused"));
      }
    }

    private static void printMissing(JsonObject cluster, PrintWriter out) {
      int nodes = cluster.getJsonArray("nodes").size();
      int expected = cluster.getInteger("expected", 1);
      if (nodes < expected) {
        out.printf(Locale.ROOT, "%d of the %d nodes of cluster.expected-size%n", nodes, expected);
      }
    }

    private static Set<String> ids(JsonObject cluster) {
      return cluster.getJsonArray("nodes").stream()
          .map(node -> ((JsonObject) node).getString("id"))
          .collect(Collectors.toSet());
    }

    /** Those of the node that was asked. */
    private static String rulesOf(JsonObject cluster) {
      return cluster.getJsonArray("nodes").stream()
          .map(JsonObject.class::cast)
          .filter(node -> node.getString("id").equals(cluster.getString("self")))
          .map(node -> node.getString("rules", ""))
          .findFirst()
          .orElse("");
    }

    private static void printRules(String version, PrintWriter out) {
      int dot = version.indexOf('.');
      if (dot < 0) {
        return;
      }
      long number = Long.parseLong(version.substring(0, dot));
      out.printf(
          "rules in force: %s %s, %s%n",
          number > 0 ? "edited at" : "those of",
          version.substring(dot + 1),
          Instant.ofEpochMilli(Math.abs(number)));
    }

    private static void print(JsonObject node, String self, String rules, PrintWriter out) {
      JsonObject link = node.getJsonObject("link", new JsonObject());
      boolean isSelf = node.getString("id").equals(self);
      out.printf(
          Locale.ROOT,
          "%-18s %-22s %-26s %10s %10s %8s  %s%n",
          node.getString("id"),
          node.getString("address"),
          node.getString("started"),
          isSelf ? "-" : link.getLong("roundTripMicros", 0L) + " us",
          isSelf ? "-" : link.getLong("waitingBytes", 0L),
          isSelf ? "-" : link.getLong("dropped", 0L),
          remarks(node, isSelf)
              + (node.getString("rules", rules).equals(rules) ? "" : " other rules in force"));
    }

    private static String remarks(JsonObject node, boolean isSelf) {
      String differs = node.getJsonArray("differs").stream()
          .map(String::valueOf)
          .collect(Collectors.joining(", "));
      String via = node.getJsonObject("link", new JsonObject()).getString("bridgedVia", "");
      return (isSelf ? "this node " : "")
          + (via.isEmpty() ? "" : "bridged via " + via + " ")
          + (node.getBoolean("archipelago") ? "" : "no archipelago ")
          + (node.getBoolean("draining") ? "draining " : "")
          + (differs.isEmpty() ? "" : "differs in " + differs);
    }
  }
}
