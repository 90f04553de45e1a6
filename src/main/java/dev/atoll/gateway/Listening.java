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

/**
 * Which islands and scenes servers listen to, as far as they were asked for by more than a wildcard, and tells it to the realm as
 * {@link Subjects#listened}: who chooses transports keeps such islands where they can be heard. Used on one event loop only.
 */
final class Listening {
  private static final long REPEAT_MILLIS = 10_000;

  private final Vertx vertx;
  private final Bus bus;
  private final Subject subject;

  /** How many subscriptions each has. */
  private final Map<String, Integer> islands = new TreeMap<>();

  private final Map<String, Integer> scenes = new TreeMap<>();
  private boolean changed;
  private long timer = -1;

  Listening(Vertx vertx, Bus bus, String gateway) {
    this.vertx = vertx;
    this.bus = bus;
    this.subject = Subjects.listened(gateway);
  }

  void start() {
    timer = vertx.setPeriodic(REPEAT_MILLIS, id -> repeat());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  void begins(Wanted wanted, String island) {
    if (wanted.isChoosy()) {
      change(islands, island, 1);
    }
  }

  void ends(Wanted wanted, String island) {
    if (wanted.isChoosy()) {
      change(islands, island, -1);
    }
  }

  void beginsScene(String scene) {
    change(scenes, scene, 1);
  }

  void endsScene(String scene) {
    change(scenes, scene, -1);
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
    if (!islands.isEmpty() || !scenes.isEmpty()) {
      tell();
    }
  }

  private void tell() {
    changed = false;
    bus.publish(new Message(
        subject,
        Payload.of(ListenedMessage.newBuilder()
            .addAllIslands(islands.keySet())
            .addAllScenes(scenes.keySet())
            .build())));
  }
}
