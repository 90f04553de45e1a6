package dev.atoll.livekit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of one deployment. Safe for any thread. */
final class LiveKitMeters {
  private static final String DEPLOYMENT = "deployment";

  private final Counter webhooks;
  private final Counter removals;
  private final Counter failures;
  private final AtomicInteger users = new AtomicInteger();

  LiveKitMeters(MeterRegistry meters, String deployment) {
    this.webhooks = Counter.builder("atoll.livekit.webhooks")
        .description("Webhooks of LiveKit that were believed")
        .tag(DEPLOYMENT, deployment)
        .register(meters);
    this.removals = removals(meters, deployment, "removed");
    this.failures = removals(meters, deployment, "failed");
    Gauge.builder("atoll.livekit.users", users, AtomicInteger::get)
        .description("Peers in LiveKit's rooms")
        .tag(DEPLOYMENT, deployment)
        .strongReference(true)
        .register(meters);
  }

  private static Counter removals(MeterRegistry meters, String deployment, String outcome) {
    return Counter.builder("atoll.livekit.removals")
        .description("Participants that LiveKit was told to remove")
        .tag(DEPLOYMENT, deployment)
        .tag("outcome", outcome)
        .register(meters);
  }

  /** Webhooks that nobody believes. */
  static Counter refusedWebhooks(MeterRegistry meters) {
    return Counter.builder("atoll.livekit.webhooks.refused")
        .description("Requests to the door for webhooks that were refused")
        .register(meters);
  }

  void webhook() {
    webhooks.increment();
  }

  void removed() {
    removals.increment();
  }

  void removalFailed() {
    failures.increment();
  }

  void users(int now) {
    users.set(now);
  }
}
