package dev.atoll.transport.registration;

import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.TransportInit;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A transport that dialled in, over however many connections one after the other. Used on the door's event loop. */
final class RegisteredTransport implements Transport {
  /** Between two tellings of how full it is. */
  private static final long PAUSE_MILLIS = 100;

  private final RegistrationDoor door;
  private final String id;
  private final TransportInit.Type type;

  /** Where its strings led; nothing before it gave one. */
  private Optional<Destination> destination = Optional.empty();

  private Optional<Registration> connection = Optional.empty();

  /** Address of its last connection. */
  private String source = "";

  private long missingSince;
  private long illUntil = System.nanoTime();
  private Load load = new Load(0, 0, 0);
  private boolean changed;
  private boolean toldLately;

  /**
   * What a transport says of itself.
   *
   * @param islandSize most peers of one island
   * @param seats free ones
   * @param users that it has
   */
  record Load(int islandSize, int seats, int users) {}

  RegisteredTransport(RegistrationDoor door, String id, TransportInit.Type type) {
    this.door = door;
    this.id = id;
    this.type = type;
  }

  String id() {
    return id;
  }

  TransportInit.Type type() {
    return type;
  }

  Optional<Destination> destination() {
    return destination;
  }

  String source() {
    return source;
  }

  void led(Destination now) {
    destination = Optional.of(now);
  }

  void connected(Registration now, String from) {
    connection = Optional.of(now);
    source = from;
  }

  void carries(Load now) {
    load = now;
    changed = true;
    tell();
  }

  /** At once, and then not for a moment, however often it says how full it is. */
  private void tell() {
    if (changed && !toldLately) {
      changed = false;
      toldLately = true;
      door.announce(this);
      door.vertx().setTimer(PAUSE_MILLIS, timer -> {
        toldLately = false;
        tell();
      });
    }
  }

  /** Its connection is gone; it may come back. */
  void disconnected() {
    connection = Optional.empty();
    missingSince = System.nanoTime();
    load = new Load(load.islandSize(), 0, load.users());
    door.announce(this);
  }

  boolean isMissing() {
    return connection.isEmpty();
  }

  /** Whether it is not waited for any more. */
  boolean isLost() {
    return isMissing()
        && System.nanoTime() - missingSince > door.patience().redial().toNanos();
  }

  TransportStatus status() {
    return new TransportStatus(
        id,
        type == TransportInit.Type.LIVEKIT ? TransportKind.LIVEKIT : TransportKind.WS_ROOM,
        RegistrationDoor.SCHEME + id,
        load.seats(),
        load.users(),
        load.islandSize(),
        !isLost() && System.nanoTime() - illUntil >= 0,
        false);
  }

  /** Fails when it does not answer in time; it counts as ill then, so that the island moves. */
  @Override
  public Future<Map<String, String>> connectionStrings(String island, List<Passenger> passengers) {
    Promise<Map<String, String>> answer = Promise.promise();
    List<String> users = passengers.stream().map(Passenger::address).toList();
    door.home().runOnContext(now -> ask(island, users).onComplete(answer));
    return answer.future();
  }

  private Future<Map<String, String>> ask(String island, List<String> users) {
    return connection
        .map(there -> there.ask(island, users))
        .orElseGet(() -> Future.failedFuture("transport " + id + " is not connected"))
        .onFailure(silent -> {
          illUntil = System.nanoTime() + door.patience().distrust().toNanos();
          door.announce(this);
        });
  }
}
