package dev.atoll.client.crowd;

import dev.atoll.client.Dialer;
import dev.atoll.client.RealmAddress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A crowd of peers that log in to a realm with real signatures, walk about, follow their islands from room to room, and check
 * all that they hear. Runs on one event loop; safe from any thread.
 */
public final class Crowd {
  /** For a login or a room's entry: far more than a realm that works needs. */
  private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);

  /** Who comes back tries another door than one that hangs. */
  private static final Duration RETURN_LIMIT = Duration.ofSeconds(5);

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

  /** Goes to a realm by its one door, see {@link #run(List)}. */
  public Future<Summary> run(RealmAddress realm) {
    return run(List.of(realm));
  }

  /**
   * Goes to a realm, stays for the plan's duration, and leaves.
   *
   * @param doors the realm's nodes, or the balancer before them: each peer takes one each time it logs in
   * @return how it fared, some seconds after the end; fails, with a message for people, where the realm cannot be reached or has
   *     no archipelago door
   */
  public Future<Summary> run(List<RealmAddress> doors) {
    Promise<Summary> end = Promise.promise();
    context.runOnContext(ignored -> Doors.of(vertx, doors, plan.habits().doors())
        .map(this::parts)
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

  /** Cuts all connections at once, as a balancer does that is started anew: to see a crowd come back. */
  public void cut() {
    context.runOnContext(ignored -> {
      if (stay != null) {
        stay.cut();
      }
    });
  }

  /** Where each peer stands now; nothing before the realm was found. */
  public Future<List<PeerState>> states() {
    return look(Stay::states);
  }

  /** What happened so far to the peers of a crowd that comes back, in its order. */
  public Future<List<Event>> events() {
    return look(Stay::events);
  }

  /** How many messages its peers heard so far. */
  public Future<Long> deliveries() {
    return look(here -> List.of(here.deliveries())).map(one -> one.isEmpty() ? 0 : one.get(0));
  }

  private <T> Future<List<T>> look(Function<Stay, List<T>> at) {
    Promise<List<T>> seen = Promise.promise();
    context.runOnContext(ignored -> seen.complete(stay == null ? List.of() : at.apply(stay)));
    return seen.future();
  }

  private CrowdParts parts(Doors doors) {
    Dialer dialer = new Dialer(vertx, plan.habits().comesBack() ? RETURN_LIMIT : LOGIN_LIMIT);
    return new CrowdParts(
        plan,
        vertx,
        dialer,
        doors,
        new Ledger(plan.pace()),
        new Findings(),
        new Measures(),
        new Journal(plan.habits().comesBack()));
  }

  private Future<Summary> begin(CrowdParts parts) {
    Stay begun = new Stay(parts, plan, out);
    stay = begun;
    return begun.begin();
  }
}
