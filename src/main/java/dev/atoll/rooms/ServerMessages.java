package dev.atoll.rooms;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.transport.ServerWords;
import dev.atoll.transport.ServerWords.Word;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What third-party servers say into these rooms; what is none of their {@link ServerWords words} is counted as unknown.
 *
 * <p>Servers of the gateway are gone when it says so; one of another system, which nobody tells of, when it was silent in a room for
 * a while. Used on one event loop only.
 */
final class ServerMessages implements ServerWords.Rooms<Room> {
  private static final long SILENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long SWEEP_MILLIS = 10_000;

  private final Vertx vertx;
  private final Reach reach;
  private final Tally tally;
  private final ServerWords<Room> words;

  /** When other systems last spoke in a room, by its name. */
  private final Map<String, Long> foreign = new HashMap<>();

  private long sweep = -1;

  /**
   * Where servers are heard.
   *
   * @param directory all rooms
   * @param islands which of them are islands'
   * @param scenes in which of them which scenes are spoken
   * @param foreign whether what other systems say in scenes is heard there
   */
  record Reach(RoomDirectory directory, IslandIds islands, SceneRooms scenes, boolean foreign) {}

  ServerMessages(Vertx vertx, Reach reach, Tally tally) {
    this.vertx = vertx;
    this.reach = reach;
    this.tally = tally;
    this.words = new ServerWords<>(this, reach.foreign());
  }

  void start(Bus bus) {
    words.start(bus);
    sweep = vertx.setPeriodic(SWEEP_MILLIS, id -> sweep(System.nanoTime()));
  }

  /** This node is one of a realm of many. */
  void relay(Bus bus) {
    words.relay(bus);
  }

  void stop() {
    words.stop();
    vertx.cancelTimer(sweep);
  }

  @Override
  public Optional<Room> island(String id) {
    return reach.islands().contains(id) ? reach.directory().room(id) : Optional.empty();
  }

  @Override
  public Set<Room> scene(String id) {
    Set<Room> rooms = new HashSet<>();
    reach.scenes().rooms(id).forEach(name -> reach.directory().room(name).ifPresent(rooms::add));
    return rooms;
  }

  @Override
  public void say(Room room, Word word) {
    if (word.isForeign()) {
      foreign.put(room.name(), System.nanoTime());
    }
    reach.directory().hearServer(room, word.packet(), word.server());
  }

  @Override
  public void received(int bytes) {
    tally.received(bytes);
  }

  @Override
  public void refused() {
    tally.unknown();
  }

  @Override
  public void left(String server) {
    reach.directory().serverLeft(server);
  }

  /** Other systems are gone from rooms in which they were silent. */
  void sweep(long now) {
    foreign.entrySet().removeIf(heard -> {
      boolean silent = now - heard.getValue() > SILENCE_NANOS;
      if (silent) {
        reach.directory().room(heard.getKey()).ifPresent(room -> room.serverLeft(Headers.NATS));
      }
      return silent;
    });
  }
}
