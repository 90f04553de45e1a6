package dev.atoll.islands.trace;

import dev.atoll.islands.Admission;
import dev.atoll.islands.IslandsEngine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The transports of a trace of October 2022. A new island rides on the first that has seats, in the order in which they came,
 * and has its size; on the built-in one where there is none or where it fails. An island does not grow when its transport fails,
 * and drains when it is gone. Source: the recordings of {@code transports/}.
 */
final class TraceTransports implements Admission {
  /** Size of islands on the built-in transport, which never fails. */
  static final int BUILT_IN = 100;

  private final Map<Integer, TraceOperation.Transport> transports = new LinkedHashMap<>();

  /** Which transport each island was opened on; bounded by the trace. */
  private final Map<String, Integer> rides = new HashMap<>();

  private int failing;

  /** The largest size that any island of it can have. */
  static int greatestSize(Trace trace) {
    int greatest = BUILT_IN;
    for (TraceStep step : trace.steps()) {
      for (TraceOperation operation : step.operations()) {
        if (operation instanceof TraceOperation.Transport transport) {
          greatest = Math.max(greatest, transport.islandSize());
        }
      }
    }
    return greatest;
  }

  /** Does what concerns transports; nothing for other operations. */
  void apply(TraceOperation operation, IslandsEngine engine) {
    if (operation instanceof TraceOperation.Transport transport) {
      transports.put(transport.id(), transport);
    } else if (operation instanceof TraceOperation.FailNext fail) {
      failing = fail.times();
    } else if (operation instanceof TraceOperation.TransportGone gone) {
      transports.remove(gone.id());
      List<String> left = rides.entrySet().stream()
          .filter(ride -> ride.getValue() == gone.id())
          .map(Map.Entry::getKey)
          .toList();
      left.forEach(island -> engine.resize(island, 0));
    }
  }

  @Override
  public int seats(String island, int usual) {
    for (TraceOperation.Transport transport : transports.values()) {
      if (transport.seats() > 0) {
        if (fails()) {
          return BUILT_IN;
        }
        rides.put(island, transport.id());
        return transport.islandSize();
      }
    }
    return BUILT_IN;
  }

  @Override
  public boolean grows(String island) {
    return !rides.containsKey(island) || !fails();
  }

  private boolean fails() {
    boolean fails = failing > 0;
    failing = Math.max(0, failing - 1);
    return fails;
  }
}
