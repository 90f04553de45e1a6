package dev.atoll.operations;

import io.vertx.core.Future;
import java.time.Duration;

/** Who can record what the islands engine does. */
public interface TraceSource {
  /** Records for so long, from now; gives the trace as JSON text, in the format that {@code atoll replay} reads. */
  Future<String> record(Duration time);
}
