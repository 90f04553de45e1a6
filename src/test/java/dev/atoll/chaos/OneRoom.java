package dev.atoll.chaos;

import dev.atoll.client.RealmAddress;
import dev.atoll.client.crowd.CrowdPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One room whose members are all at one node, against the same room spread over two. */
record OneRoom() implements Row.Cost {
  private static final int PEERS = 100;
  private static final CrowdPlan.Pace PACE =
      new CrowdPlan.Pace(1, 20, 0.1, 50, Duration.ofSeconds(4));

  /** What compilers want for the first members. */
  private static final int WARM_UP = 60;

  /** Until a crowd that has come has calmed down. */
  private static final int CALM = 8;

  private static final int SECONDS = 15;
  private static final int ROUNDS = 2;

  @Override
  public String name() {
    return "span-1.25";
  }

  @Override
  public String words() {
    return "a room of " + PEERS + " on one node against the same over two";
  }

  @Override
  public void run(Network network, Figures figures) {
    try (Processors processors = new Processors();
        Balancer balancer = new Balancer(network.outside());
        Realm realm = new Realm(
            network,
            List.of("-Xmx512m"),
            List.of(
                Realm.WITHOUT_NATS,
                "--rooms.public-url=",
                "--http.public-url=http://" + network.outside() + ":" + balancer.port()))) {
      processors.forNodes();
      realm.startAll(2);
      processors.forJudge();
      Place first = network.place(0);
      List<Place> both = List.of(first, network.place(1));
      // both nodes' compilers have their time first
      figures.proof(String.format(
          Locale.ROOT,
          "%.0f members counted at one of two nodes, %s",
          members(realm, balancer, both),
          processors.words()));
      // there and back, so that a machine that grows slower counts for both alike
      double one = 0;
      double two = 0;
      for (int round = 0; round < ROUNDS; round++) {
        one += cost(realm, balancer, List.of(first));
        two += cost(realm, balancer, both);
        two += cost(realm, balancer, both);
        one += cost(realm, balancer, List.of(first));
      }
      figures.told("CPU a delivery at one node", one / (2 * ROUNDS), "us");
      figures.told("CPU a delivery over two", two / (2 * ROUNDS), "us");
      figures.atMost("of that, over two against one", two / one, 1.25, "x");
    }
  }

  private static double cost(Realm realm, Balancer balancer, List<Place> places) {
    balancer.to(places);
    try (Judge judge = crowd(balancer, realm)) {
      CostMeter.warmUp(judge, CALM);
      double micros = CostMeter.microsADelivery(realm.nodes(), judge, SECONDS);
      judge.leave();
      return micros;
    }
  }

  private static double members(Realm realm, Balancer balancer, List<Place> places) {
    balancer.to(places);
    try (Judge judge = crowd(balancer, realm)) {
      CostMeter.warmUp(judge, WARM_UP);
      double members = realm.nodes().get(1).metric("dcl_ws_rooms_connections");
      judge.leave();
      return members;
    }
  }

  private static Judge crowd(Balancer balancer, Realm realm) {
    String url = "http://" + realm.network().outside() + ":" + balancer.port();
    return Judge.bring(Judge.plan(PEERS, 2 * PEERS, PACE), List.of(RealmAddress.parse(url)));
  }
}
