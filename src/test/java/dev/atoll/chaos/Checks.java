package dev.atoll.chaos;

import dev.atoll.client.crowd.Fault;
import dev.atoll.client.crowd.Summary;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold after every row. */
final class Checks {
  /** Pages are a second old at most, and a flush is each two. */
  private static final double FLUSH = 2;

  private static final double PAGE_AGE = 1;
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A closed socket, an island of nobody, a room that stays a moment for who comes back. */
  private static final Duration TO_BASE = Duration.ofSeconds(30);

  /** Not {@code atoll_connections}: nodes ask each other over HTTP how they are. */
  private static final List<String> REGISTRIES = List.of(
      "explorer_bff_connected_users",
      "dcl_ws_rooms_count",
      "dcl_ws_rooms_connections",
      "dcl_archipelago_peers_count",
      "dcl_archipelago_islands_count");

  /** What no fault of a network excuses; positions may be heard out of order where an island moves and a node is slow. */
  private static final List<Fault> NEVER = List.of(
      Fault.CHAT_OUT_OF_ORDER,
      Fault.STRANGER,
      Fault.OWN_MESSAGE,
      Fault.ALTERED,
      Fault.MEMBERSHIP,
      Fault.KICKED,
      Fault.SESSION_CLOSED);

  private Checks() {}

  /** While the crowd is still there: one session each, each in one island, no ghosts. */
  static void after(Trial trial) {
    Figures figures = trial.figures();
    Judge judge = trial.judge();
    double settled = Waiting.until(LONG, judge::settled);
    figures.none("peers without session, island or room in the end", count(settled));
    if (Double.isInfinite(settled)) {
      figures.remark("not settled: " + judge.unsettled());
    }
    figures.none(
        "more or fewer sessions than peers", count(Waiting.until(LONG, () -> sessionsAre(trial))));
    double equal = Waiting.until(LONG, () -> islandsAreEqual(trial));
    figures.seconds("then all /islands equal, each peer in one", equal, FLUSH + PAGE_AGE);
    double ghosts = Waiting.until(LONG, () -> peersAreRight(trial));
    figures.none("ghosts or gaps in any /peers", count(ghosts));
    double foreign = Waiting.until(LONG, () -> foreignIsRight(trial));
    figures.none("ghosts or gaps in a foreign statistics service", count(foreign));
    if (Double.isInfinite(foreign)) {
      figures.remark("foreign statistics: " + difference(trial));
    }
  }

  /** Sends the crowd home: what it heard, and what is left behind. */
  static Summary end(Trial trial) {
    Figures figures = trial.figures();
    Summary summary = trial.judge().leave();
    long wrong = NEVER.stream().mapToLong(fault -> count(summary, fault)).sum();
    figures.none("chats heard twice, any of a stranger; kicks, ends for good", wrong);
    if (wrong > 0) {
      figures.remark(summary.faults() + " such as " + summary.examples());
    }
    // of who was taken out of its island meanwhile, as those of a node that hung for longer than
    // cluster.absence
    figures.told("rooms closed for good", count(summary, Fault.ROOM_CLOSED), "");
    figures.told("positions out of order", count(summary, Fault.OUT_OF_ORDER), "");
    figures.told("messages lost", summary.lost(), "");
    double base = Waiting.until(TO_BASE, () -> registriesAreEmpty(trial.realm()));
    figures.none("registries not back to their base", count(base));
    if (Double.isInfinite(base)) {
      figures.remark("left behind: " + registries(trial.realm()));
    }
    double ghosts =
        Waiting.until(TO_BASE, () -> trial.realm().statistics().peers().isEmpty());
    figures.none("left in a foreign statistics service", count(ghosts));
    return summary;
  }

  /** Whether all nodes tell the same of the whole crowd. */
  static boolean isOne(Trial trial) {
    return sessionsAre(trial) && islandsAreEqual(trial) && peersAreRight(trial);
  }

  /** Whether islands are the same everywhere and hold each peer once. */
  static boolean islandsAreEqual(Trial trial) {
    Set<Islands> told = new HashSet<>();
    trial.realm().nodes().forEach(node -> told.add(node.islands()));
    return told.size() == 1 && told.iterator().next().hold(trial.judge().addresses());
  }

  /** What each node and the foreign statistics tell of how many, for people. */
  static String sizes(Trial trial) {
    StringBuilder text = new StringBuilder();
    for (NodeProgram node : trial.realm().nodes()) {
      View view = node.view();
      text.append(String.format(
          "%s: term %d of %s, %d nodes, %d sessions, %d peers, islands %s; ",
          node,
          view.term(),
          view.leader(),
          view.nodes().size(),
          view.sessions(),
          node.peers().size(),
          node.islands().sizes()));
    }
    return text.append("statistics ")
        .append(trial.realm().statistics().peers().size())
        .toString();
  }

  private static boolean sessionsAre(Trial trial) {
    int sessions =
        trial.realm().nodes().stream().mapToInt(node -> node.view().sessions()).sum();
    return sessions == trial.judge().peers();
  }

  private static boolean peersAreRight(Trial trial) {
    Set<String> crowd = trial.judge().addresses();
    return trial.realm().nodes().stream().allMatch(node -> node.peers().equals(crowd));
  }

  private static boolean foreignIsRight(Trial trial) {
    ForeignStatistics foreign = trial.realm().statistics();
    Set<String> crowd = trial.judge().addresses();
    return foreign.peers().equals(crowd)
        && foreign.islands().hold(crowd)
        && foreign.islands().equals(trial.realm().nodes().get(0).islands());
  }

  private static String difference(Trial trial) {
    Set<String> crowd = trial.judge().addresses();
    Set<String> ghosts = trial.realm().statistics().peers();
    Set<String> missing = new HashSet<>(crowd);
    missing.removeAll(ghosts);
    ghosts.removeAll(crowd);
    return ghosts.size() + " ghosts, " + missing.size() + " missing, islands "
        + trial.realm().statistics().islands().members().keySet();
  }

  private static boolean registriesAreEmpty(Realm realm) {
    return realm.nodes().stream()
        .allMatch(node -> REGISTRIES.stream().allMatch(name -> node.metric(name) == 0));
  }

  private static String registries(Realm realm) {
    StringBuilder text = new StringBuilder();
    for (NodeProgram node : realm.nodes()) {
      text.append(node);
      REGISTRIES.forEach(
          name -> text.append(' ').append(name).append('=').append(node.metric(name)));
      text.append("; ");
    }
    return text.toString();
  }

  private static long count(Summary summary, Fault fault) {
    return summary.faults().getOrDefault(fault, 0L);
  }

  private static long count(double seconds) {
    return Double.isInfinite(seconds) ? 1 : 0;
  }
}
