package dev.atoll.transport;

import dev.atoll.config.TransportRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why an island would get what it gets, by the same steps by which it does.
 *
 * @param rules each that was looked at, in order; the last one is the island's, unless none is
 * @param ruledOut transports that were tried by that rule and are not it
 * @param carrier what it rides on
 * @param islandSize most peers it may grow to
 */
public record Explanation(
    List<Considered> rules, List<RuledOut> ruledOut, String carrier, int islandSize) {
  public Explanation {
    rules = List.copyOf(rules);
    ruledOut = List.copyOf(ruledOut);
  }

  /** A rule, and why it is not the island's; empty where it is. */
  public record Considered(TransportRule rule, String why) {
    /** Whether it is the island's. */
    public boolean matches() {
      return why.isEmpty();
    }
  }

  /** A transport, and why it is not the one. */
  public record RuledOut(String transport, String why) {}

  /**
   * Of a new island.
   *
   * @param rules the owner's
   * @param usualSize {@code islands.size}
   * @param island what it is like
   * @param among the transports there are
   */
  public static Explanation of(
      List<TransportRule> rules, int usualSize, Situation island, Transports among) {
    Fleet fleet = new Fleet(among.ownRoomsHere());
    fleet.update(among.statuses(), among.ownId());
    Noting noting = new Noting(island);
    Verdict verdict = new Rules(rules, usualSize, false).judge(island, Held.NOTHING, fleet, noting);
    return new Explanation(
        noting.rules, noting.ruledOut, verdict.carrier().toString(), verdict.islandSize());
  }

  /**
   * The transports there are.
   *
   * @param statuses as they told last
   * @param ownId under which this node's own rooms do
   * @param ownRoomsHere whether there are such
   * @param carried what islands ride on, by its name
   */
  public record Transports(
      List<TransportStatus> statuses,
      String ownId,
      boolean ownRoomsHere,
      Map<String, Carried> carried) {
    public Transports {
      statuses = List.copyOf(statuses);
      carried = Collections.unmodifiableSortedMap(new TreeMap<>(carried));
    }

    /** Of which nobody knows what they carry. */
    public Transports(List<TransportStatus> statuses, String ownId, boolean ownRoomsHere) {
      this(statuses, ownId, ownRoomsHere, Map.of());
    }
  }

  /** How many islands something carries, and how many peers are in them. */
  public record Carried(int islands, int peers) {
    static final Carried NOTHING = new Carried(0, 0);

    Carried and(int morePeers) {
      return new Carried(islands + 1, peers + morePeers);
    }
  }

  private static final class Noting implements Witness {
    private final Situation island;
    private final List<Considered> rules = new ArrayList<>();
    private final List<RuledOut> ruledOut = new ArrayList<>();

    Noting(Situation island) {
      this.island = island;
    }

    @Override
    public void missed(TransportRule rule, Miss miss) {
      rules.add(new Considered(
          rule,
          switch (miss) {
            case PARCELS -> "its center is on other parcels";
            case SIZE -> "it has " + island.size() + (island.size() == 1 ? " peer" : " peers");
            case SCENE -> "another scene stands there, or none";
            case SCENE_UNKNOWN -> "which scene stands there is not known";
          }));
    }

    @Override
    public void matched(TransportRule rule) {
      rules.add(new Considered(rule, ""));
    }

    @Override
    public void ruledOut(String transport, Obstacle obstacle) {
      ruledOut.add(new RuledOut(transport, why(obstacle)));
    }

    private String why(Obstacle obstacle) {
      return switch (obstacle) {
        case NO_TOPICS -> "no topics: " + String.join(", ", island.withoutTopics());
        case LISTENED -> "a third-party server listens, which hears no peers";
        case LEFT_BEFORE -> "the island left it and does not return under the same rule";
        case NONE_KNOWN -> "none is known";
        case SILENT -> "it is gone or draining";
        case UNHEALTHY -> "it does not answer";
        case DRAINING -> "it is draining";
        case NO_SEATS -> "too few seats";
        case TOO_SMALL -> "an island there has fewer peers";
      };
    }
  }
}
