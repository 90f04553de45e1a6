package dev.atoll;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Time in which an event loop ran: however long the machine stands still, that counts as one short step. For tests of what is done soon. */
public final class RunningTime {
  private static final Duration STEP = Duration.ofMillis(100);

  private final Vertx vertx;
  private final AtomicInteger steps = new AtomicInteger();

  private RunningTime(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Begins now, and goes on until that Vert.x is closed. */
  public static RunningTime since(Vertx vertx) {
    RunningTime time = new RunningTime(vertx);
    time.step();
    return time;
  }

  private void step() {
    vertx.setTimer(STEP.toMillis(), timer -> {
      steps.incrementAndGet();
      step();
    });
  }

  public Duration passed() {
    return STEP.multipliedBy(steps.get());
  }
}
