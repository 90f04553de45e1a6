package dev.atoll.gateway;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.ListenedMessage;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which islands and scenes servers listen to, by more than a wildcard or by one alone, and which they may speak into. Tells it to the realm
 * as {@link Subjects#listened}: who chooses transports keeps islands that are listened to by more than a wildcard where they can be heard,
 * and side-cars join rooms for all of them. Used on one event loop only.
 */
final class Listening {
  private static final long REPEAT_MILLIS = 10_000;

  private final Vertx vertx;
  private final Bus bus;
  private final String gateway;
  private final Subject subject;

  /** How many subscriptions each has. */
  private final Map<String, Integer> islands = new TreeMap<>();

  private final Map<String, Integer> scenes = new TreeMap<>();
  private final Map<String, Integer> overheardIslands = new TreeMap<>();
  private final Map<String, Integer> overheardScenes = new TreeMap<>();

  /** How many tokens may speak into each. */
  private final Map<String, Integer> writtenIslands = new TreeMap<>();

  private final Map<String, Integer> writtenScenes = new TreeMap<>();
  private boolean changed;
  private long timer = -1;

  Listening(Vertx vertx, Bus bus, String gateway) {
    this.vertx = vertx;
    this.bus = bus;
    this.gateway = gateway;
    this.subject = Subjects.listened(gateway);
  }

  /** Name of this one, a token. */
  String gateway() {
    return gateway;
  }

  void start() {
    timer = vertx.setPeriodic(REPEAT_MILLIS, id -> repeat());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  void begins(Wanted wanted, String island) {
    change(wanted.isChoosy() ? islands : overheardIslands, island, 1);
  }

  void ends(Wanted wanted, String island) {
    change(wanted.isChoosy() ? islands : overheardIslands, island, -1);
  }

  void beginsScene(Wanted wanted, String scene) {
    change(wanted.isChoosy() ? scenes : overheardScenes, scene, 1);
  }

  void endsScene(Wanted wanted, String scene) {
    change(wanted.isChoosy() ? scenes : overheardScenes, scene, -1);
  }

  /** A token is there that may write these. */
  void mayWrite(Area area, Iterable<String> covered) {
    area.scenes().forEach(scene -> change(writtenScenes, scene, 1));
    covered.forEach(island -> change(writtenIslands, island, 1));
  }

  /** It is gone. */
  void writesNoMore(Area area, Iterable<String> covered) {
    area.scenes().forEach(scene -> change(writtenScenes, scene, -1));
    covered.forEach(island -> change(writtenIslands, island, -1));
  }

  /** Follows what a token may write, which covers other islands as their members walk. */
  Coverage.Follower writing() {
    return new Coverage.Follower() {
      @Override
      public void covered(String island) {
        change(writtenIslands, island, 1);
      }

      @Override
      public void uncovered(String island) {
        change(writtenIslands, island, -1);
      }

      @Override
      public void entered(String island, Peer peer) {}

      @Override
      public void left(String island, Peer peer) {}
    };
  }

  private void change(Map<String, Integer> counts, String key, int by) {
    int before = counts.getOrDefault(key, 0);
    if (before + by > 0) {
      counts.put(key, before + by);
    } else {
      counts.remove(key);
    }
    if ((before == 0 || before + by == 0) && !changed) {
      changed = true;
      // once a turn, however much changes in it
      vertx.runOnContext(ignored -> tell());
    }
  }

  private void repeat() {
    if (all().anyMatch(each -> !each.isEmpty())) {
      tell();
    }
  }

  private Stream<Map<String, Integer>> all() {
    return Stream.of(
        islands, scenes, overheardIslands, overheardScenes, writtenIslands, writtenScenes);
  }

  private void tell() {
    changed = false;
    bus.publish(new Message(
        subject,
        Payload.of(ListenedMessage.newBuilder()
            .addAllIslands(islands.keySet())
            .addAllScenes(scenes.keySet())
            .addAllOverheardIslands(overheardIslands.keySet())
            .addAllOverheardScenes(overheardScenes.keySet())
            .addAllWrittenIslands(writtenIslands.keySet())
            .addAllWrittenScenes(writtenScenes.keySet())
            .build())));
  }
}
