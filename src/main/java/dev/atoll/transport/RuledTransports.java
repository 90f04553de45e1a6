package dev.atoll.transport;

import dev.atoll.config.TransportKind;
import dev.atoll.config.TransportRule;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.transport.Review.Resized;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transports by the owner's {@link Rules}, of those that told of themselves lately. An island gets one when it is first seen, and
 * moves when its rules or its transport's end say so, all its peers at once and oldest islands first, no more than
 * {@code transports.moves-per-second} have peers. Those that cannot be heard where they are, since one of their peers cannot link or
 * a third party listens, do not wait for that and take nothing of it: who comes and goes in peer-to-peer keeps nobody waiting whose
 * transport is dead.
 *
 * <p>Used on the archipelago's context only; the rules may be set from any thread.
 */
public final class RuledTransports implements TransportChoice {
  private static final Logger LOG = LoggerFactory.getLogger(RuledTransports.class);

  /** Of {@link Carrier#PEERS}; an id that no owner gives a transport. */
  private static final String NAME_OF_PEERS = "(peers)";

  private final Terms terms;
  private final Parts parts;
  private final Tellers tellers;
  private final TransportRegistry registry;
  private final Fleet fleet;
  private final MoveBudget budget;
  private final Looked looked;

  /** One an island, as of the last review. */
  private final Map<String, Ride> rides = new HashMap<>();

  private volatile Rules rules;
  private volatile List<TransportStatus> known = List.of();
  private volatile Map<String, Explanation.Carried> carried = Map.of();
  private Rules judging;
  private long reviews;

  /**
   * What is set.
   *
   * @param rules the owner's
   * @param islandSize usual size of an island
   * @param minimumStay on a transport, for the sake of another rule
   * @param movesPerSecond peers that are told another transport
   * @param silence after which a transport is gone
   * @param drains whether islands of a transport that is gone stay there and take nobody in
   */
  public record Terms(
      List<TransportRule> rules,
      int islandSize,
      Duration minimumStay,
      int movesPerSecond,
      Duration silence,
      boolean drains) {
    public Terms {
      rules = List.copyOf(rules);
    }
  }

  /**
   * What there is.
   *
   * @param peers how they link to each other
   * @param ownRooms serve wherever nothing else does
   * @param ownId under which they tell of themselves; asked at each review
   * @param areRoomsHere whether they are this node's, and not behind its origin
   * @param factory of other transports
   * @param scenes which scene stands where
   * @param isListened whether a third-party server listens to an island
   */
  public record Parts(
      Transport peers,
      Transport ownRooms,
      Supplier<String> ownId,
      boolean areRoomsHere,
      TransportFactory factory,
      SceneMap scenes,
      Predicate<String> isListened) {}

  /** What an island rides on. */
  private static final class Ride {
    Verdict verdict;
    Transport transport;
    long since;
    long seen;
    int peers;

    Ride(Verdict verdict, Transport transport, long since) {
      this.verdict = verdict;
      this.transport = transport;
      this.since = since;
    }
  }

  private record Wish(IslandSnapshot island, Ride ride) {}

  public RuledTransports(Terms terms, Parts parts) {
    this.terms = terms;
    this.parts = parts;
    this.rules = made(terms.rules());
    this.judging = rules;
    this.tellers = new Tellers(terms.silence().toNanos());
    this.registry = new TransportRegistry(terms.silence().toNanos(), parts.factory());
    this.fleet = new Fleet(parts.areRoomsHere());
    this.budget = new MoveBudget(terms.movesPerSecond());
    this.looked = new Looked(parts.scenes(), parts.isListened());
  }

  /** The transports there were at the last look; safe for any thread. */
  public Explanation.Transports known() {
    return new Explanation.Transports(known, parts.ownId().get(), parts.areRoomsHere(), carried);
  }

  private Rules made(List<TransportRule> written) {
    return new Rules(written, terms.islandSize(), terms.drains());
  }

  @Override
  public void rules(List<TransportRule> written) {
    rules = made(written);
  }

  @Override
  public void heard(String node, TransportStatus status, long nanos) {
    heard(tellers.heard(node, status, nanos), nanos);
  }

  private void heard(TransportStatus status, long nanos) {
    Optional<TransportStatus> before =
        registry.find(status.id()).map(TransportRegistry.Registered::status);
    if (!registry.heard(status, nanos)) {
      return;
    }
    known = registry.statuses();
    if (before.isEmpty()) {
      LOG.info("transport is there id={} kind={} url={}", status.id(), status.kind(), status.url());
    } else if (before.get().healthy() != status.healthy()
        || before.get().draining() != status.draining()) {
      LOG.info(
          "transport changed id={} healthy={} draining={}",
          status.id(),
          status.healthy(),
          status.draining());
    }
  }

  @Override
  public void lost(String node, long nanos) {
    List<TransportStatus> left = new ArrayList<>();
    for (String id : tellers.lost(node, left)) {
      LOG.warn("transport is gone id={} node={}", id, node);
      registry.remove(id);
    }
    left.forEach(status -> heard(status, nanos));
  }

  @Override
  public Transport of(String island) {
    Ride ride = rides.get(island);
    return ride == null ? parts.ownRooms() : ride.transport;
  }

  @Override
  public String nameOf(String island) {
    Ride ride = rides.get(island);
    if (ride == null) {
      return "";
    }
    Carrier carrier = ride.verdict.carrier();
    if (carrier == Carrier.PEERS) {
      return NAME_OF_PEERS;
    }
    return carrier == Carrier.OWN_ROOMS ? parts.ownId().get() : carrier.id();
  }

  @Override
  public void adopt(IslandSnapshot island, Stay stay, long nanos) {
    if (rides.containsKey(island.id())) {
      return;
    }
    named(stay.name()).ifPresent(carrier -> {
      Verdict verdict = new Verdict(carrier, rules.numberOf(stay.rule()), island.maxPeers());
      Ride ride = new Ride(verdict, transport(carrier), nanos - stay.nanos());
      ride.seen = reviews;
      ride.peers = island.peers().size();
      rides.put(island.id(), ride);
    });
  }

  @Override
  public Map<String, Stay> stays(long nanos) {
    Map<String, Stay> stays = new HashMap<>(2 * rides.size());
    rides.forEach((island, ride) -> stays.put(
        island, new Stay(nameOf(island), judging.digest(ride.verdict.rule()), nanos - ride.since)));
    return stays;
  }

  private Optional<Carrier> named(String name) {
    if (name.equals(NAME_OF_PEERS)) {
      return Optional.of(Carrier.PEERS);
    }
    return name.equals(parts.ownId().get())
        ? Optional.of(Carrier.OWN_ROOMS)
        : registry.find(name).map(TransportRegistry.Registered::status).map(Carrier::of);
  }

  @Override
  public Review.Outcome review(Review review) {
    follow(review.nanos());
    looked.by(review);
    reviews++;
    Wishes wishes = new Wishes();
    for (IslandSnapshot island : review.islands()) {
      look(island, review.nanos(), wishes);
    }
    Review.Outcome outcome =
        new Review.Outcome(new ArrayList<>(), wishes.resized(), new ArrayList<>());
    wishes.unable().forEach(wish -> move(wish, review.nanos(), outcome));
    moveWithin(wishes.stranded(), review.nanos(), outcome);
    moveWithin(wishes.ruled(), review.nanos(), outcome);
    wishes.all().forEach(wish -> resize(wish.island(), wish.ride(), wishes.resized()));
    if (rides.size() > review.islands().size()) {
      rides.values().removeIf(ride -> ride.seen != reviews);
    }
    carried = counted();
    return outcome;
  }

  private Map<String, Explanation.Carried> counted() {
    Map<Carrier, Explanation.Carried> counted = new HashMap<>();
    for (Ride ride : rides.values()) {
      counted.merge(
          ride.verdict.carrier(),
          Explanation.Carried.NOTHING.and(ride.peers),
          (before, one) -> before.and(one.peers()));
    }
    Map<String, Explanation.Carried> named = new HashMap<>();
    counted.forEach((carrier, load) -> named.put(carrier.toString(), load));
    return named;
  }

  /** The smallest that any may get: an island can grow into its transport's size, and cannot shrink. */
  @Override
  public int openSize() {
    Rules current = rules;
    return fleet.leastSize(current.leastSize(), current.uses());
  }

  /** Those that wish to move, oldest first each, and what else is to be done. */
  private record Wishes(
      List<Wish> unable, List<Wish> stranded, List<Wish> ruled, List<Resized> resized) {
    Wishes() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    Stream<Wish> all() {
      return Stream.of(unable, stranded, ruled).flatMap(List::stream);
    }
  }

  /** Rules and transports as they are now. */
  private void follow(long nanos) {
    Rules edited = rules;
    if (edited != judging) {
      renumber(judging, edited);
      judging = edited;
    }
    tellers.expire(nanos);
    List<String> silent = registry.expire(nanos);
    if (!silent.isEmpty()) {
      LOG.warn("transports went silent ids={}", silent);
    }
    List<TransportStatus> now = registry.statuses();
    known = now;
    fleet.update(now, parts.ownId().get());
    budget.at(nanos);
  }

  /** A rule that stays keeps its islands, wherever it stands now. */
  private void renumber(Rules before, Rules now) {
    for (Ride ride : rides.values()) {
      int number = ride.verdict.rule();
      if (number != Verdict.NO_RULE) {
        ride.verdict = ride.verdict.withRule(now.numberOf(before.written(number)));
      }
    }
  }

  private void look(IslandSnapshot island, long nanos, Wishes wishes) {
    looked.at(island);
    Ride ride = rides.get(island.id());
    if (ride == null) {
      resize(island, begin(island, nanos), wishes.resized());
      return;
    }
    ride.seen = reviews;
    ride.peers = island.peers().size();
    Verdict verdict = judge(ride, nanos);
    if (verdict != ride.verdict && !isAt(ride, verdict.carrier())) {
      wishes(ride, wishes).add(new Wish(island, ride));
      return;
    }
    ride.verdict = verdict;
    resize(island, ride, wishes.resized());
  }

  private Ride begin(IslandSnapshot island, long nanos) {
    Verdict verdict = judging.judge(looked, Held.NOTHING, fleet, Witness.NONE);
    fleet.promise(verdict.carrier(), island.peers().size());
    Ride ride = new Ride(verdict, transport(verdict.carrier()), nanos);
    ride.seen = reviews;
    ride.peers = island.peers().size();
    rides.put(island.id(), ride);
    return ride;
  }

  private Verdict judge(Ride ride, long nanos) {
    boolean recent = nanos - ride.since < terms.minimumStay().toNanos();
    return judging.judge(looked, new Held(ride.verdict, recent), fleet, Witness.NONE);
  }

  private static boolean isAt(Ride ride, Carrier carrier) {
    return ride.verdict.carrier().equals(carrier);
  }

  private List<Wish> wishes(Ride ride, Wishes wishes) {
    Carrier carrier = ride.verdict.carrier();
    if (Rules.carries(looked, carrier, fleet, Witness.NONE)) {
      return wishes.ruled();
    }
    return carrier.kind() == TransportKind.P2P ? wishes.unable() : wishes.stranded();
  }

  private void moveWithin(List<Wish> wishes, long nanos, Review.Outcome outcome) {
    for (int i = 0; i < wishes.size() && budget.isThere(); i++) {
      if (move(wishes.get(i), nanos, outcome)) {
        budget.spend(wishes.get(i).island().peers().size());
      }
    }
  }

  /** Judged once more, since those before it have taken seats; false when it stays after all. */
  private boolean move(Wish wish, long nanos, Review.Outcome outcome) {
    looked.at(wish.island());
    Ride ride = wish.ride();
    Verdict verdict = judge(ride, nanos);
    Carrier before = ride.verdict.carrier();
    ride.verdict = verdict;
    if (before.equals(verdict.carrier())) {
      return false;
    }
    ride.transport = transport(verdict.carrier());
    ride.since = nanos;
    fleet.promise(verdict.carrier(), wish.island().peers().size());
    outcome.moved().add(wish.island());
    fleet.bridge(wish.island().id(), before, verdict.carrier()).ifPresent(outcome.bridged()::add);
    return true;
  }

  private static void resize(IslandSnapshot island, Ride ride, List<Resized> resized) {
    if (ride.verdict.islandSize() != island.maxPeers()) {
      resized.add(new Resized(island.id(), ride.verdict.islandSize()));
    }
  }

  private Transport transport(Carrier carrier) {
    if (carrier == Carrier.PEERS) {
      return parts.peers();
    }
    return carrier == Carrier.OWN_ROOMS
        ? parts.ownRooms()
        : registry
            .find(carrier.id())
            .map(TransportRegistry.Registered::transport)
            .orElse(parts.ownRooms());
  }
}
