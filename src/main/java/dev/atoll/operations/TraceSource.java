package dev.atoll.operations;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Who can record what the islands engine does. */
public interface TraceSource {
  /** Records for so long, from now; gives the trace as JSON text, in the format that {@code atoll replay} reads. */
  Future<Buffer> record(Duration time);
}
