package dev.atoll.config;

import java.util.ArrayList;
import java.util.List;

/** What holds in the cluster's settings and is hardly meant so: words for the operator, none of which stops a start. */
final class ClusterDoubts {
  private ClusterDoubts() {}

  static List<String> of(ClusterSettings cluster) {
    List<String> doubts = new ArrayList<>();
    if (cluster.enabled() && !cluster.looksForOthers()) {
      doubts.add(
          "cluster.enabled without cluster.members, dns or kubernetes: this node looks for no"
              + " other, and is found by those only that name it");
    }
    if (!cluster.enabled() && cluster.looksForOthers()) {
      doubts.add(
          "cluster.members, dns or kubernetes is set and cluster.enabled is not: this node is a"
              + " realm by itself");
    }
    return doubts;
  }
}
