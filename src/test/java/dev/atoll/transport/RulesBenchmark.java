package dev.atoll.transport;

import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a look at 10,000 islands of five peers takes after a flush, by so many rules. Wanted: under 5 ms. All islands have
 * moved, so that each is a new object, and some stray over borders.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
public class RulesBenchmark {
  private static final int ISLANDS = 10_000;
  private static final int PEERS = 5;

  @Param({"0", "3", "20"})
  int rules;

  private final Random random = new Random(42);
  private final Set<String> withTopics = new HashSet<>();
  private RuledTransports transports;
  private List<IslandSnapshot> islands = List.of();
  private long nanos = TimeUnit.HOURS.toNanos(1);

  /** Everybody has arrived. */
  @Setup
  public void arrive() {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < rules - 1; i++) {
      written.add("{ when: { parcels: ['%d,-150..%d,150'], size: '1..8' }, use: [%s] }"
          .formatted(i * 10 - 100, i * 10 - 95, i % 2 == 0 ? "p2p, ws-room" : "livekit"));
    }
    if (rules > 0) {
      written.add("{ use: [livekit, ws-room], spread: fill }");
    }
    transports = new RuledTransports(
        new RuledTransports.Terms(
            Fleets.rules(written.toArray(String[]::new)),
            100,
            Duration.ofSeconds(30),
            50,
            Duration.ofHours(1),
            false),
        new RuledTransports.Parts(
            new P2pTransport(),
            new P2pTransport(),
            () -> "own",
            true,
            status -> Optional.of(new P2pTransport()),
            SceneMap.UNKNOWN,
            island -> false));
    for (int i = 0; i < 5; i++) {
      transports.heard("", Fleets.status("sfu" + i + " 100000/" + i), nanos);
    }
    for (int i = 0; i < ISLANDS; i++) {
      List<String> peers = new ArrayList<>();
      for (int peer = 0; peer < PEERS; peer++) {
        peers.add("0x" + i + "." + peer);
      }
      withTopics.addAll(i % 3 == 0 ? peers : List.of());
      Position at = new Position(random.nextInt(4800) - 2400, 0, random.nextInt(4800) - 2400);
      islands = i == 0 ? new ArrayList<>() : islands;
      islands.add(new IslandSnapshot("I" + i, peers, at, 0, 100));
    }
  }

  /** Everybody has moved; not measured. */
  @Setup(Level.Invocation)
  public void walk() {
    nanos += TimeUnit.SECONDS.toNanos(2);
    islands.replaceAll(each -> new IslandSnapshot(
        each.id(),
        each.peers(),
        new Position(
            each.center().x() + random.nextInt(5) - 2,
            0,
            each.center().z() + random.nextInt(5) - 2),
        0,
        each.maxPeers()));
  }

  /** The look. */
  @Benchmark
  public Review.Outcome review() {
    return transports.review(new Review(islands, withTopics::contains, nanos));
  }
}
