package dev.atoll.transport;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** A transport elsewhere that is asked whether it is there. */
final class ProbedTransport implements Transport {
  private final Transport transport;
  private final Probes probes;
  private final Probe probe;

  /** @param url where it is asked from now on */
  ProbedTransport(Transport transport, Probes probes, String url) {
    this.transport = transport;
    this.probes = probes;
    this.probe = probes.start(url);
  }

  @Override
  public Future<Map<String, String>> connectionStrings(String island, List<Passenger> passengers) {
    return transport.connectionStrings(island, passengers);
  }

  @Override
  public boolean isGone() {
    return probe.isLost();
  }

  @Override
  public void forgotten() {
    probes.stop(probe);
  }
}
