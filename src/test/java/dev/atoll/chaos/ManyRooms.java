package dev.atoll.chaos;

import dev.atoll.client.RealmAddress;
import dev.atoll.client.crowd.CrowdPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Sixteen rooms of islands at one node, against the same over two, each room whole at one of them. Ticks are as long as they get at both: a
 * node that has less to do spends the time on shorter ones otherwise, and of two each has. Both realms stand beside each other and the crowd
 * goes from one to the other and back, so that a machine that grows slower counts for both alike.
 */
record ManyRooms() implements Row.Cost {
  private static final int ROOMS = 16;
  private static final int PEERS = 800;

  /** By which the crowd lays out fourteen villages of 43 beside its two plazas of 100. */
  private static final int DENSITY = 41;

  private static final CrowdPlan.Pace PACE =
      new CrowdPlan.Pace(1, 10, 0.1, 100, Duration.ofSeconds(4));

  /** What a compiler wants for the messages of all rooms. */
  private static final int WARM_UP = 75;

  /** Until a crowd that has come has calmed down. */
  private static final int CALM = 8;

  private static final int SECONDS = 20;
  private static final int ROUNDS = 3;

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
    try (Processors processors = new Processors();
        Realm alone = realm(network, 0);
        Realm both = realm(network, 1, 2)) {
      processors.forNodes();
      alone.startAt(0);
      both.startAt(1, 2);
      processors.forJudge();
      figures.proof("rooms of each node:" + rooms(alone, WARM_UP) + " alone,"
          + rooms(both, 2 * WARM_UP) + " of two, " + processors.words());
      List<Double> one = new ArrayList<>();
      List<Double> two = new ArrayList<>();
      one.add(cost(alone));
      for (int round = 0; round < ROUNDS; round++) {
        two.add(cost(both));
        one.add(cost(alone));
      }
      figures.proof(told(one) + " us at one node," + told(two) + " over two");
      figures.told("CPU a delivery at one node", mean(one), "us");
      figures.told("CPU a delivery over two", mean(two), "us");
      figures.atMost("of that, over two against one", mean(two) / mean(one), 1.1, "x");
    }
  }

  /** A realm that is to have nodes at these places and looks for them nowhere else. */
  private static Realm realm(Network network, int... places) {
    String members = Arrays.stream(places)
        .mapToObj(network::place)
        .map(place -> place.host() + ":" + place.ports().cluster())
        .collect(Collectors.joining(","));
    return new Realm(
        network,
        List.of("-Xmx512m"),
        List.of("--rooms.shortest-tick=20ms", "--cluster.members=" + members, Realm.WITHOUT_NATS));
  }

  /** Lets compilers have their time, and counts. */
  private static String rooms(Realm realm, int seconds) {
    try (Judge judge = crowd(realm)) {
      CostMeter.warmUp(judge, seconds);
      String rooms = realm.nodes().stream()
          .map(node -> String.format(Locale.ROOT, " %.0f", node.metric("dcl_ws_rooms_count")))
          .collect(Collectors.joining());
      judge.leave();
      return rooms;
    }
  }

  private static double cost(Realm realm) {
    try (Judge judge = crowd(realm)) {
      CostMeter.warmUp(judge, CALM);
      double micros = CostMeter.microsADelivery(realm.nodes(), judge, SECONDS);
      judge.leave();
      return micros;
    }
  }

  private static Judge crowd(Realm realm) {
    List<RealmAddress> doors = realm.nodes().stream()
        .map(node -> RealmAddress.parse(node.place().url()))
        .toList();
    return Judge.bring(Judge.plan(PEERS, DENSITY, PACE), doors);
  }

  private static double mean(List<Double> each) {
    return each.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static String told(List<Double> each) {
    return each.stream()
        .map(micros -> String.format(Locale.ROOT, " %.2f", micros))
        .collect(Collectors.joining());
  }
}
