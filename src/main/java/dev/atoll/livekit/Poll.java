package dev.atoll.livekit;

import dev.atoll.protocol.message.LiveKitPolled;
import dev.atoll.protocol.message.LiveKitRoom;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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

  /** While another node asks: so soon this one does when it comes to lead. */
  private static final long IDLE_MILLIS = 100;

  /** One answer may be lost on a bad day; islands move by the second. */
  private static final int LOST_UNTIL_SILENT = 2;

  private final Vertx vertx;
  private final String id;
  private final RoomService service;
  private final Occupancy occupancy;
  private final Tuning tuning;
  private final Consumer<LiveKitPolled> told;
  private final BooleanSupplier asks;
  /** As of the last answer. */
  private List<LiveKitRoom> rooms = List.of();

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

  /**
   * Who is told of what.
   *
   * @param asks whether this node asks; another one does if not
   * @param told of the answer when everything was asked, and at once when the health changed
   */
  record Asker(BooleanSupplier asks, Consumer<LiveKitPolled> told) {}

  Poll(String id, Vertx vertx, Asked asked, Tuning tuning, Asker asker) {
    this.id = id;
    this.vertx = vertx;
    this.service = asked.service();
    this.occupancy = asked.occupancy();
    this.tuning = tuning;
    this.asks = asker.asks();
    this.told = asker.told();
  }

  /**
   * What is asked, and who is told where everybody is.
   *
   * @param service of rooms
   * @param occupancy of them
   */
  record Asked(RoomService service, Occupancy occupancy) {}

  /** Asks now and from now on, while it is this node that asks. */
  void start() {
    if (!asks.getAsBoolean()) {
      round = 0;
      timer = vertx.setTimer(IDLE_MILLIS, fired -> start());
      return;
    }
    boolean inTurn = round++ % tuning.rounds() == 0;
    rooms = List.of();
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

  /** The node that asks was answered this; nothing is asked here. */
  void answeredElsewhere(LiveKitPolled polled) {
    if (asks.getAsBoolean()) {
      return;
    }
    known = true;
    healthy = polled.getHealthy();
    lost = healthy ? 0 : LOST_UNTIL_SILENT;
    if (healthy) {
      occupancy.rooms(polled.getRoomsList());
    } else {
      occupancy.clear();
    }
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
      told.accept(
          LiveKitPolled.newBuilder().setHealthy(healthy).addAllRooms(rooms).build());
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

  private Future<Void> participants(List<LiveKitRoom> answer) {
    rooms = answer;
    List<Future<Void>> answers = new ArrayList<>();
    List<String> unclear = occupancy.rooms(answer);
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
