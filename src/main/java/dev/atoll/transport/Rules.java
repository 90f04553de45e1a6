package dev.atoll.transport;

import dev.atoll.config.ParcelArea;
import dev.atoll.config.TransportKind;
import dev.atoll.config.TransportRule;
import dev.atoll.config.TransportRule.Spread;
import dev.atoll.transport.Witness.Miss;
import dev.atoll.transport.Witness.Obstacle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owner's rules: what an island is to ride on. The first rule that matches counts, and of what it says to use the first that
 * can carry the island; where nothing suits, this node's own rooms serve, so that there is always an answer. An island keeps
 * what it has while that can carry it and its rule says so; it leaves a rule only past its limits by a margin.
 *
 * <p>Pure: no clock, no chance. Immutable; safe for any thread.
 */
public final class Rules {
  /** Side of what counts as one place for {@link Spread#STICKY}: two join distances, metres. */
  private static final double PLACE_METRES = 8 * ParcelArea.PARCEL_METRES;

  private final List<Rule> rules;
  private final int usualSize;
  private final boolean drains;

  /** A rule as it is judged by. */
  private record Rule(
      TransportRule written, MatchedRule matched, List<Use> uses, Spread spread, int islandSize) {
    /** Of its text, which is the same everywhere, as the hashes of words are not. */
    int digest() {
      return written.toString().hashCode();
    }

    static Rule of(TransportRule written) {
      return new Rule(
          written,
          new MatchedRule(written.when()),
          written.use().stream().map(Use::of).toList(),
          written.spread().orElse(Spread.FEWEST_USERS),
          written.islandSize().orElse(0));
    }
  }

  /**
   * @param rules as the settings have them; none: WebSocket rooms for all
   * @param usualSize most peers of an island where neither rule nor transport says another number
   * @param drains whether islands of a transport that is gone stay, and take nobody in any more, as the reference has it
   */
  public Rules(List<TransportRule> rules, int usualSize, boolean drains) {
    this.rules = (rules.isEmpty() ? List.of(roomsForAll()) : rules)
        .stream().map(Rule::of).toList();
    this.usualSize = usualSize;
    this.drains = drains;
  }

  private static TransportRule roomsForAll() {
    return new TransportRule(
        new TransportRule.When(List.of(), Optional.empty(), List.of()),
        List.of("ws-room"),
        Optional.empty(),
        Optional.empty());
  }

  /** The smallest size that any of them gives; islands that are opened have it, since they cannot shrink. */
  int leastSize() {
    int least = usualSize;
    for (Rule rule : rules) {
      least = rule.islandSize() > 0 ? Math.min(least, rule.islandSize()) : least;
    }
    return least;
  }

  /** All words of theirs for what islands may ride on. */
  List<Use> uses() {
    return rules.stream().flatMap(rule -> rule.uses().stream()).toList();
  }

  /** The number that a rule has here; {@link Verdict#NO_RULE} when it is none of these. */
  int numberOf(TransportRule written) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).written().equals(written)) {
        return i;
      }
    }
    return Verdict.NO_RULE;
  }

  /** Tells a rule from others, on every node in the same way; 0: of none. */
  int digest(int number) {
    return number == Verdict.NO_RULE ? 0 : rules.get(number).digest();
  }

  /** The number of the rule with that digest; {@link Verdict#NO_RULE} when it is none of these. */
  int numberOf(int digest) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).digest() == digest) {
        return i;
      }
    }
    return Verdict.NO_RULE;
  }

  /** Rule of that number, as written. */
  TransportRule written(int number) {
    return rules.get(number).written();
  }

  /**
   * What an island is to ride on.
   *
   * @return the verdict held, the same object, when it stands
   */
  Verdict judge(Situation island, Held held, Fleet fleet, Witness witness) {
    Verdict before = held.verdict();
    int number = matching(island, before, witness);
    boolean carries = before != null && carries(island, before.carrier(), fleet, witness);
    if (before != null && !carries && drains && !before.carrier().id().isEmpty()) {
      return before.islandSize() == 0 ? before : before.withSize(0);
    }
    Carrier chosen = choose(number, island, carries ? before : null, new Sides(fleet, witness));
    if (before == null) {
      return new Verdict(chosen, number, size(number, chosen, fleet));
    }
    boolean same = chosen.equals(before.carrier());
    if (!same && carries && held.isRecent()) {
      return before;
    }
    int size = size(number, chosen, fleet);
    return same && number == before.rule() && size == before.islandSize()
        ? before
        : new Verdict(chosen, number, size);
  }

  /** What is chosen from, and who is told why. */
  private record Sides(Fleet fleet, Witness witness) {}

  /** Whether what an island rides on can carry it still. */
  static boolean carries(Situation island, Carrier carrier, Fleet fleet, Witness witness) {
    if (carrier.kind() == TransportKind.P2P) {
      return canLink(island, Witness.NONE);
    }
    boolean carries = fleet.carries(carrier);
    if (!carries && witness != Witness.NONE) {
      witness.ruledOut(carrier.toString(), Obstacle.SILENT);
    }
    return carries;
  }

  private int matching(Situation island, @Nullable Verdict before, Witness witness) {
    int held = before == null ? Verdict.NO_RULE : before.rule();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      Miss miss = rule.matched().miss(island, i == held);
      if (miss == null) {
        witness.matched(rule.written());
        return i;
      }
      witness.missed(rule.written(), miss);
    }
    return Verdict.NO_RULE;
  }

  /** @param before what it rides on, when that can carry it still */
  private Carrier choose(int number, Situation island, @Nullable Verdict before, Sides sides) {
    if (number == Verdict.NO_RULE) {
      return Carrier.OWN_ROOMS;
    }
    Rule rule = rules.get(number);
    for (int i = 0; i < rule.uses().size(); i++) {
      Use use = rule.uses().get(i);
      Carrier chosen = use.kind() == TransportKind.P2P
          ? peers(number, island, before, sides.witness())
          : room(rule, use, island, before, sides);
      if (chosen != null) {
        return chosen;
      }
    }
    return Carrier.OWN_ROOMS;
  }

  /** An island that left it under one rule never returns: who made it leave may come and go each minute. */
  private static @Nullable Carrier peers(
      int number, Situation island, @Nullable Verdict before, Witness witness) {
    if (before != null && before.rule() == number && before.carrier() != Carrier.PEERS) {
      witness.ruledOut("p2p", Obstacle.LEFT_BEFORE);
      return null;
    }
    return canLink(island, witness) ? Carrier.PEERS : null;
  }

  private static boolean canLink(Situation island, Witness witness) {
    if (!island.allHaveTopics()) {
      witness.ruledOut("p2p", Obstacle.NO_TOPICS);
      return false;
    }
    if (island.isListened()) {
      witness.ruledOut("p2p", Obstacle.LISTENED);
      return false;
    }
    return true;
  }

  private static @Nullable Carrier room(
      Rule rule, Use use, Situation island, @Nullable Verdict before, Sides sides) {
    if (before != null && sides.fleet().isNamed(use, before.carrier())) {
      return before.carrier();
    }
    Fleet.Sought sought = new Fleet.Sought(use, island.size(), rule.spread(), place(island));
    return sides.fleet().pick(sought, sides.witness());
  }

  private static long place(Situation island) {
    long x = (long) Math.floor(island.x() / PLACE_METRES);
    long z = (long) Math.floor(island.z() / PLACE_METRES);
    return x << 32 ^ z & 0xFFFFFFFFL;
  }

  private int size(int number, Carrier carrier, Fleet fleet) {
    int limit = fleet.islandSize(carrier);
    int ruled = number == Verdict.NO_RULE ? 0 : rules.get(number).islandSize();
    int own = carrier.kind() == TransportKind.LIVEKIT && limit > 0 ? limit : usualSize;
    int wanted = ruled > 0 ? ruled : own;
    return limit > 0 ? Math.min(wanted, limit) : wanted;
  }
}
