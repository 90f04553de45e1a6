package dev.atoll.livekit;

import dev.atoll.protocol.message.LiveKitRoom;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one LiveKit deployment, time and again, how it is and who is in its rooms. One question after the other, however slow the
 * answers. Used on one event loop.
 */
final class Poll {
  private static final Logger LOG = LoggerFactory.getLogger(Poll.class);

  /** Of rooms that webhooks did not tell all of; the others are asked for the next time. */
  private static final int MOST_ASKED = 256;

  /** One answer may be lost on a bad day; islands move by the second. */
  private static final int LOST_UNTIL_SILENT = 2;

  private final Vertx vertx;
  private final String id;
  private final RoomService service;
  private final Occupancy occupancy;
  private final Tuning tuning;
  private final Runnable told;
  private boolean known;
  private boolean healthy;
  private int lost = LOST_UNTIL_SILENT;
  private int round;
  private long timer = -1;
  private boolean stopped;

  /**
   * How often is asked.
   *
   * @param pause between two questions how it is
   * @param rounds each so many of them, who is in its rooms
   */
  record Tuning(Duration pause, int rounds) {
    /** A server that is killed is known to be gone within a second: nobody takes connections, and the second question comes soon. */
    static final Tuning DEFAULT = new Tuning(Duration.ofMillis(750), 6);

    /** Until the next question. */
    Duration pause(boolean inDoubt) {
      return inDoubt ? pause.dividedBy(4) : pause;
    }
  }

  /** @param told is run when everything was asked, and at once when the health changed */
  Poll(
      String id,
      Vertx vertx,
      RoomService service,
      Occupancy occupancy,
      Tuning tuning,
      Runnable told) {
    this.id = id;
    this.vertx = vertx;
    this.service = service;
    this.occupancy = occupancy;
    this.tuning = tuning;
    this.told = told;
  }

  /** Asks now and from now on. */
  void start() {
    boolean inTurn = round++ % tuning.rounds() == 0;
    service
        .healthy()
        .compose(answers -> ask(answers, inTurn || !healthy || lost > 0))
        .onComplete(asked -> {
          if (!stopped) {
            heard(asked, inTurn);
          }
        });
  }

  private Future<Void> ask(boolean answers, boolean rooms) {
    if (!answers) {
      return Future.failedFuture("not ready");
    }
    return rooms ? service.rooms().compose(this::participants) : Future.succeededFuture();
  }

  /** Asks no more. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  /** Whether it answered lately, and to this deployment's key. */
  boolean isHealthy() {
    return healthy;
  }

  private void heard(AsyncResult<Void> asked, boolean inTurn) {
    lost = asked.succeeded() ? 0 : Math.min(lost + 1, LOST_UNTIL_SILENT);
    boolean now = lost < LOST_UNTIL_SILENT && (healthy || asked.succeeded());
    boolean changed = now != healthy || !known;
    healthy = now;
    known = true;
    // before anybody is told, who may fail
    boolean inDoubt = healthy && lost > 0;
    timer = vertx.setTimer(tuning.pause(inDoubt).toMillis(), fired -> start());
    if (changed) {
      say(asked);
    }
    if (changed || inTurn) {
      told.run();
    }
  }

  private void say(AsyncResult<Void> asked) {
    if (healthy) {
      LOG.info("LiveKit answers id={}", id);
    } else {
      Throwable cause = asked.cause();
      Object why = cause.getMessage() == null ? cause : cause.getMessage();
      LOG.warn("LiveKit is silent or refuses id={} cause={}", id, why);
      occupancy.clear();
    }
  }

  private Future<Void> participants(List<LiveKitRoom> rooms) {
    List<Future<Void>> answers = new ArrayList<>();
    List<String> unclear = occupancy.rooms(rooms);
    for (String room : unclear.subList(0, Math.min(MOST_ASKED, unclear.size()))) {
      answers.add(service
          .participants(room)
          .onSuccess(all -> occupancy.participants(room, all))
          .otherwiseEmpty()
          .mapEmpty());
    }
    return Future.join(answers).mapEmpty();
  }
}
