package dev.atoll.gateway;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One subscription of a server: what it asked for, and how it is asked for on the bus now. Used on one event loop only. */
final class Subscription {
  private final int number;
  private final Wanted wanted;
  private final Bus bus;
  private final BiConsumer<Subscription, Message> receiver;
  private final List<Bus.Subscription> scenes = new ArrayList<>();

  /** One for each island that is covered and asked for. */
  private final Map<String, Bus.Subscription> islands = new HashMap<>();

  private boolean begun;

  Subscription(int number, Wanted wanted, Bus bus, BiConsumer<Subscription, Message> receiver) {
    this.number = number;
    this.wanted = wanted;
    this.bus = bus;
    this.receiver = receiver;
  }

  int number() {
    return number;
  }

  Wanted wanted() {
    return wanted;
  }

  /** Whether it is told who is in that covered island: it hears the island, or scenes, whose visitors are in any that is covered. */
  boolean follows(String island) {
    return islands.containsKey(island) || !scenes.isEmpty();
  }

  /** Asks the bus for what is in the area; succeeds when all of it will be heard. */
  Future<Void> start(Area area, Iterable<String> covered) {
    List<Future<Void>> inForce = new ArrayList<>();
    for (Pattern pattern : wanted.ofScenes(area)) {
      Bus.Subscription scene = bus.subscribe(pattern, this::heard);
      scenes.add(scene);
      inForce.add(scene.inForce());
    }
    covered.forEach(island -> cover(island).map(Bus.Subscription::inForce).ifPresent(inForce::add));
    return Future.all(inForce).mapEmpty();
  }

  /** From now on it is heard; what came before its snapshot was no part of it. */
  void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }

  /** An island is covered. */
  Optional<Bus.Subscription> cover(String island) {
    Optional<Bus.Subscription> heard =
        wanted.ofIsland(island).map(pattern -> bus.subscribe(pattern, this::heard));
    heard.ifPresent(each -> islands.put(island, each));
    return heard;
  }

  /** An island is covered no more. */
  void uncover(String island) {
    Bus.Subscription heard = islands.remove(island);
    if (heard != null) {
      heard.cancel();
    }
  }

  void end() {
    scenes.forEach(Bus.Subscription::cancel);
    islands.values().forEach(Bus.Subscription::cancel);
    islands.clear();
  }

  private void heard(Message message) {
    if (begun) {
      receiver.accept(this, message);
    }
  }
}
