package dev.atoll.chaos;

import dev.atoll.client.crowd.CrowdPlan;
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

  /** One run of a row, by the usual crowd or one of the row's own. */
  void run(Row row, int run, Figures figures, CrowdPlan usual) {
    try {
      if (row instanceof Row.Trouble trouble) {
        trouble(trouble, run, figures, usual);
      } else if (row instanceof Row.Cost cost) {
        closeRealm();
        cost.run(network, figures);
      }
    } catch (RuntimeException failed) {
      figures.none("runs that failed", 1);
      figures.remark(failed.toString());
      realm.ifPresent(Realm::isBroken);
    }
    if (!over) {
      network.heal();
    }
    if (!figures.hold()) {
      realm.ifPresent(Realm::isBroken);
      realm.ifPresent(ours -> figures.remark("logs are in " + ours.folder()));
    }
  }

  private void trouble(Row.Trouble row, int run, Figures figures, CrowdPlan usual) {
    Realm ours = realm();
    try (Judge judge = Judge.bring(row.crowd(usual), ours.doors())) {
      Trial trial = new Trial(ours, judge, figures, run);
      trial.arrive();
      row.run(trial);
      Checks.end(trial);
    }
  }

  private Realm realm() {
    if (realm.isPresent() && realm.get().broken()) {
      closeRealm();
    }
    if (realm.isEmpty()) {
      Realm fresh = new Realm(network, JVM, List.of());
      realm = Optional.of(fresh);
      fresh.startAll(NODES);
    }
    return realm.get();
  }

  private void closeRealm() {
    realm.ifPresent(Realm::close);
    realm = Optional.empty();
  }

  @Override
  public void close() {
    if (over) {
      return;
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    closeRealm();
    takeDown();
  }

  /** Nodes end by hooks of their own. */
  private void takeDown() {
    over = true;
    network.close();
  }
}
