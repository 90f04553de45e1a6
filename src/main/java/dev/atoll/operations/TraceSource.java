package dev.atoll.operations;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Who can record what the islands engine does. */
public interface TraceSource {
  /**
   * Records for so long, from now; gives the trace as JSON text, in the format that {@code atoll replay} reads.
   *
   * @param abandoned completes, in whatever way, when nobody waits for the trace any more; recording then ends and fails
   */
  Future<Buffer> record(Duration time, Future<?> abandoned);
}
