package dev.atoll.chaos;

import dev.atoll.client.crowd.CrowdPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Sixteen rooms of islands at one node, against the same over two, each room whole at one of them. Ticks are as long as they get at both: a
 * node that has less to do spends the time on shorter ones otherwise, and of two each has.
 */
record ManyRooms() implements Row.Cost {
  private static final int ROOMS = 16;
  private static final int PEERS = 800;

  /** By which the crowd lays out fourteen villages of 43 beside its two plazas of 100. */
  private static final int DENSITY = 41;

  private static final CrowdPlan.Pace PACE =
      new CrowdPlan.Pace(1, 10, 0.1, 100, Duration.ofSeconds(4));
  private static final List<String> SETTINGS =
      List.of("--rooms.shortest-tick=20ms", Realm.WITHOUT_NATS);
  private static final int WARM_UP = 180;
  private static final int SECONDS = 30;

  @Override
  public String name() {
    return "span-16";
  }

  @Override
  public String words() {
    return ROOMS + " rooms of " + PEERS + " peers on one node against the same over two";
  }

  @Override
  public void run(Network network, Figures figures) {
    double one = cost(network, figures, 1);
    double two = cost(network, figures, 2);
    figures.told("CPU a delivery at one node", one, "us");
    figures.told("CPU a delivery over two", two, "us");
    figures.atMost("of that, over two against one", two / one, 1.1, "x");
  }

  private static double cost(Network network, Figures figures, int nodes) {
    try (Processors processors = new Processors();
        Realm realm = new Realm(network, List.of("-Xmx512m"), SETTINGS)) {
      processors.forNodes();
      realm.startAll(nodes);
      processors.forJudge();
      CrowdPlan plan = Judge.plan(PEERS, DENSITY, PACE);
      try (Judge judge = Judge.bring(plan, realm.doors())) {
        double micros = CostMeter.microsADelivery(realm.nodes(), judge, WARM_UP, SECONDS);
        StringBuilder rooms = new StringBuilder();
        realm
            .nodes()
            .forEach(node -> rooms.append(
                String.format(Locale.ROOT, " %.0f", node.metric("dcl_ws_rooms_count"))));
        figures.proof("rooms of " + nodes + " nodes:" + rooms + ", " + processors.words());
        judge.leave();
        return micros;
      }
    }
  }
}
