package dev.atoll.chaos;

import java.util.List;
import java.util.Optional;

/**
 * Where rows are tried: a network, and a realm on it that the next row takes over unless the one before broke it. All of it is
 * taken down at the end, also when the program is stopped.
 */
final class Bench implements AutoCloseable {
  private static final int NODES = 3;

  /** Quick to start, on a machine that all share. */
  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Network network = Namespaces.make().orElseGet(Loopback::new);
  private final Thread hook = new Thread(this::takeDown, "chaos-end");
  private volatile boolean over;
  private Optional<Realm> realm = Optional.empty();

  Bench() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Network network() {
    return network;
  }

  /**
   * One run of a row.
   *
   * @param peers of the crowd
   * @param village how many of them live together
   */
  void run(Row row, int run, Figures figures, int peers, int village) {
    Realm ours = realm();
    try (Judge judge = Judge.bring(peers, village, ours.doors())) {
      Trial trial = new Trial(ours, judge, figures, run);
      trial.arrive();
      row.run(trial);
      Checks.end(trial);
    } catch (RuntimeException failed) {
      figures.none("runs that failed", 1);
      figures.remark(failed + ", logs in " + ours.folder());
      ours.isBroken();
    }
    if (!over) {
      network.heal();
    }
    if (!figures.hold()) {
      ours.isBroken();
    }
  }

  private Realm realm() {
    if (realm.isPresent() && realm.get().broken()) {
      realm.get().close();
      realm = Optional.empty();
    }
    if (realm.isEmpty()) {
      Realm fresh = new Realm(network, JVM, List.of());
      realm = Optional.of(fresh);
      fresh.startAll(NODES);
    }
    return realm.get();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    takeDown();
  }

  private void takeDown() {
    over = true;
    realm.ifPresent(Realm::close);
    network.close();
  }
}
