package dev.atoll.node;

import dev.atoll.config.NodeSettings.Part;
import dev.atoll.http.HotScenes;
import dev.atoll.http.Statistics;
import dev.atoll.http.StatisticsPages;
import io.vertx.core.Future;

/** Who is where and with whom, and its pages where they are asked for. */
final class StatisticsPart implements NodePart {
  private final Foundation foundation;
  private final Statistics statistics;
  private final HotScenes hotScenes;

  StatisticsPart(Foundation foundation) {
    this.foundation = foundation;
    this.statistics = new Statistics(
        foundation.bus(),
        foundation.settings().islands().heartbeatTimeout(),
        System::currentTimeMillis,
        foundation.meters());
    this.hotScenes = new HotScenes(
        foundation.vertx(), statistics, foundation.settings().realm().contentUrl());
  }

  @Override
  public Future<?> start() {
    if (foundation.runs(Part.STATISTICS)) {
      new StatisticsPages(foundation.vertx(), statistics, hotScenes).mount(foundation.server());
    }
    statistics.start(foundation.vertx());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    statistics.stop();
    return hotScenes.stop();
  }

  /** What was heard so far. */
  Statistics statistics() {
    return statistics;
  }
}
