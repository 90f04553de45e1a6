package dev.atoll.client.crowd;

import dev.atoll.client.ConnectionString;
import dev.atoll.client.Dialer;
import dev.atoll.client.RealmAbout;
import dev.atoll.client.RealmAddress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A crowd of peers that log in to a realm with real signatures, walk about, follow their islands from room to room, and check
 * all that they hear. Runs on one event loop; safe from any thread.
 */
public final class Crowd {
  /** For a login or a room's entry: far more than a realm that works needs. */
  private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final CrowdPlan plan;
  private final Consumer<String> out;
  private final Context context;
  private @Nullable Stay stay;

  /** @param out takes a line of progress each few seconds, on the crowd's event loop */
  public Crowd(Vertx vertx, CrowdPlan plan, Consumer<String> out) {
    this.vertx = vertx;
    this.plan = plan;
    this.out = out;
    this.context = vertx.getOrCreateContext();
  }

  /**
   * Goes to a realm, stays for the plan's duration, and leaves.
   *
   * @return how it fared, some seconds after the end; fails, with a message for people, where the realm cannot be reached or has
   *     no archipelago door
   */
  public Future<Summary> run(RealmAddress realm) {
    Promise<Summary> end = Promise.promise();
    context.runOnContext(ignored -> RealmAbout.of(vertx, realm)
        .map(about -> parts(realm, about.comms()))
        .compose(this::begin)
        .onComplete(end));
    return end.future();
  }

  /** Ends it before its time; what {@link #run} gave back completes some seconds later as at the end of the time. */
  public void stop() {
    context.runOnContext(ignored -> {
      if (stay != null) {
        stay.fallSilent();
      }
    });
  }

  private CrowdParts parts(RealmAddress realm, ConnectionString comms) {
    if (!(comms instanceof ConnectionString.Archipelago door)) {
      throw new IllegalStateException(realm + " has no archipelago door for a crowd, but "
          + comms.getClass().getSimpleName());
    }
    Ledger ledger = new Ledger(plan.pace());
    Dialer dialer = new Dialer(vertx, LOGIN_LIMIT);
    return new CrowdParts(
        plan.pace(), vertx, dialer, door.url(), ledger, new Findings(), new Measures());
  }

  private Future<Summary> begin(CrowdParts parts) {
    Stay begun = new Stay(parts, plan, out);
    stay = begun;
    return begun.begin();
  }
}
