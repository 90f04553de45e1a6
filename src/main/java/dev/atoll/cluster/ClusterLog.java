package dev.atoll.cluster;

import dev.atoll.config.ClusterSettings;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator of a node is told of the others: who was met, and that nobody is heard though the settings say there are some. Used on one context. */
final class ClusterLog {
  /** Nodes that are started together have met by then. */
  private static final long MEET_MILLIS = 15_000;

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  private final ClusterSettings settings;
  private long timer;
  private boolean haveMet;
  private boolean alone = true;
  private boolean told;

  /** Whether another was ever heard. */
  private boolean met;

  ClusterLog(ClusterSettings settings) {
    this.settings = settings;
  }

  void start(Vertx vertx) {
    timer = vertx.setTimer(MEET_MILLIS, waited -> {
      haveMet = true;
      tell();
    });
  }

  void stop(Vertx vertx) {
    vertx.cancelTimer(timer);
  }

  /** @param differs keys of settings that are not the same there as here */
  void opened(Link link, List<String> differs) {
    met = true;
    String node = link.node().orElseThrow();
    String address = link.card().getAddress();
    LOG.info("link is open node={} address={} place={}", node, address, link.place());
    if (!differs.isEmpty()) {
      LOG.warn(
          "settings differ that are to be the same node={} address={} keys={}",
          node,
          address,
          differs);
    }
  }

  /** Whether this node hears nobody now. */
  void changed(boolean isAlone) {
    haveMet |= !isAlone;
    told &= isAlone;
    alone = isAlone;
    tell();
  }

  /** Once, and again after others were heard. */
  private void tell() {
    if (alone && haveMet && !told && (settings.expectedSize() > 1 || settings.looksForOthers())) {
      told = true;
      if (met) {
        LOG.warn("this node hears no other any more expected={}", settings.expectedSize());
        return;
      }
      LOG.warn(
          "this node hears no other: where others run, have all the same cluster.name and secret, and are their cluster.port and"
              + " cluster.bus-port reached from here? expected={} members={}",
          settings.expectedSize(),
          settings.members());
    }
  }
}
