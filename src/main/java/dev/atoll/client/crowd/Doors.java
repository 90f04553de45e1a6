package dev.atoll.client.crowd;

import dev.atoll.client.ConnectionString;
import dev.atoll.client.RealmAbout;
import dev.atoll.client.RealmAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The archipelago doors of a realm, of which a peer takes one as behind a balancer: one that did not answer well for a moment is left out
 * while there are others. On one event loop.
 */
final class Doors {
  private static final long LOOK_MILLIS = 500;

  private final List<Door> doors;
  private final DoorChoice choice;

  private Doors(List<Door> doors, DoorChoice choice) {
    this.doors = doors;
    this.choice = choice;
  }

  /** Asks each for its {@code /about}; fails where none can be reached, or one has no such door. */
  static Future<Doors> of(Vertx vertx, List<RealmAddress> realms, DoorChoice choice) {
    List<Door> doors = realms.stream().map(Door::new).toList();
    List<Future<Void>> asked = doors.stream().map(door -> door.ask(vertx)).toList();
    return Future.join(asked)
        .recover(fault -> asked.stream().anyMatch(Future::succeeded)
            ? Future.succeededFuture()
            : Future.failedFuture(fault))
        .map(answers -> new Doors(doors, choice));
  }

  /** Looks again and again how they are, where there are several; ends when the timer given back is cancelled. */
  long watch(Vertx vertx) {
    return vertx.setPeriodic(LOOK_MILLIS, id -> {
      if (doors.size() > 1) {
        doors.forEach(door -> door.look(vertx));
      }
    });
  }

  /** One of those that seem well; of all that ever did where none does. */
  Door any(RandomGenerator random) {
    List<Door> well = doors.stream().filter(door -> door.well).toList();
    List<Door> known = doors.stream().filter(door -> door.known).toList();
    return any(well.isEmpty() ? known : well, random);
  }

  /** Another one, as that one refused a connection; itself where no other seems well. */
  Door insteadOf(Door refused, RandomGenerator random) {
    refused.well = doors.size() == 1;
    List<Door> others =
        doors.stream().filter(door -> door.well && door != refused).toList();
    return others.isEmpty() ? refused : any(others, random);
  }

  private Door any(List<Door> from, RandomGenerator random) {
    int fewest = from.stream().mapToInt(door -> door.sessions).min().orElse(0);
    List<Door> best = from.stream()
        .filter(door -> choice == DoorChoice.RANDOM || door.sessions == fewest)
        .toList();
    return best.get(random.nextInt(best.size()));
  }

  /** One of them. */
  static final class Door {
    private final RealmAddress realm;
    private URI url;
    private boolean known;
    private boolean well;
    private boolean asked;
    private int sessions;

    private Door(RealmAddress realm) {
      this.realm = realm;
      this.url = realm.url();
    }

    URI url() {
      return url;
    }

    /** One of the crowd goes there. */
    void entered() {
      sessions++;
    }

    /** It is not there, or not any more. */
    void left() {
      sessions--;
    }

    private void look(Vertx vertx) {
      if (asked) {
        return;
      }
      asked = true;
      // a node that hangs does not answer at all
      long late = vertx.setTimer(2 * LOOK_MILLIS, id -> well = false);
      ask(vertx).onComplete(answer -> {
        vertx.cancelTimer(late);
        asked = false;
      });
    }

    private Future<Void> ask(Vertx vertx) {
      return RealmAbout.of(vertx, realm)
          .map(about -> door(about.comms()))
          .onComplete(answer -> {
            well = answer.succeeded();
            known |= well;
            url = well ? answer.result() : url;
          })
          .mapEmpty();
    }

    private URI door(ConnectionString comms) {
      if (comms instanceof ConnectionString.Archipelago door) {
        return door.url();
      }
      throw new IllegalStateException(realm + " has no archipelago door for a crowd, but "
          + comms.getClass().getSimpleName());
    }

    @Override
    public String toString() {
      return realm.toString();
    }
  }
}
