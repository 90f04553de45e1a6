package dev.atoll.rooms;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Says to each room of one event loop when its tick is over. Used on that event loop only. */
final class TickClock {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Vertx vertx;
  private final Context context;
  private final Pacing pacing;

  /** @param context that of the event loop */
  TickClock(Vertx vertx, Context context, Pacing pacing) {
    this.vertx = vertx;
    this.context = context;
    this.pacing = pacing;
  }

  /** A tick begins that so many will hear: {@code end} is called when all that could be read now was read, or later. */
  void begin(int receivers, Runnable end) {
    long delay = pacing.delay(receivers);
    if (delay == 0) {
      context.runOnContext(turn -> write(end));
      return;
    }
    vertx.setTimer(Math.max(1, delay / NANOS_PER_MILLI), timer -> write(end));
  }

  private void write(Runnable end) {
    long begin = System.nanoTime();
    end.run();
    pacing.wrote(System.nanoTime() - begin);
  }
}
