package dev.atoll.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.UnheardMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Islands and scenes that are listened to and cannot be heard, as side-cars tell it. What one told counts until it tells something else, and
 * at most {@link #SILENCE}, thrice as long as it may be silent. Used on one event loop only.
 */
final class Unheard {
  static final Duration SILENCE = Duration.ofSeconds(30);

  /** Far more than there are nodes: who speaks on the bus must not fill the memory. */
  private static final int MOST_SIDE_CARS = 1000;

  private static final int SIDE_CAR = 2;
  private static final Why HEARD = new Why("heard", "It is heard from now on");
  private static final Logger LOG = LoggerFactory.getLogger(Unheard.class);

  private final Bus bus;
  private final LongSupplier nanos;
  private final Map<String, Told> sideCars = new HashMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private Map<What, Why> all = Map.of();
  private Optional<Bus.Subscription> subscription = Optional.empty();

  /**
   * An island or a scene.
   *
   * @param id its own
   */
  record What(String id, boolean isScene) {}

  /**
   * Why it is not heard.
   *
   * @param name as a word
   * @param text for people
   */
  record Why(String name, String text) {}

  private record Told(Map<What, Why> places, long at) {}

  /** Is told what changed. */
  interface Watcher {
    /** It is not heard for another reason than before, or is heard again. */
    void changed(What what, Why why);
  }

  Unheard(Bus bus, LongSupplier nanos) {
    this.bus = bus;
    this.nanos = nanos;
  }

  void start() {
    subscription = Optional.of(bus.subscribe(Subjects.EVERY_UNHEARD, this::told));
  }

  void stop() {
    subscription.ifPresent(Bus.Subscription::cancel);
    subscription = Optional.empty();
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  /** All that is not heard, and why. */
  Map<What, Why> all() {
    return all;
  }

  /** Why this one is not. */
  Optional<Why> why(What what) {
    return Optional.ofNullable(all.get(what));
  }

  private void told(Message message) {
    try {
      UnheardMessage now = message.payload().as(UnheardMessage.class, UnheardMessage.parser());
      String sideCar = message.subject().token(SIDE_CAR);
      if (now.getPlacesCount() == 0) {
        sideCars.remove(sideCar);
      } else if (sideCars.size() < MOST_SIDE_CARS || sideCars.containsKey(sideCar)) {
        sideCars.put(sideCar, new Told(places(now), nanos.getAsLong()));
      }
      gather();
    } catch (InvalidProtocolBufferException garbage) {
      LOG.debug("Message not readable subject={}", message.subject());
    }
  }

  private static Map<What, Why> places(UnheardMessage message) {
    Map<What, Why> places = new LinkedHashMap<>();
    for (UnheardMessage.Place each : message.getPlacesList()) {
      What what =
          each.hasScene() ? new What(each.getScene(), true) : new What(each.getIsland(), false);
      places.put(what, new Why(each.getName(), each.getText()));
    }
    return places;
  }

  /** Forgets side-cars that fell silent. */
  void expire() {
    long now = nanos.getAsLong();
    if (sideCars.values().removeIf(each -> now - each.at() > SILENCE.toNanos())) {
      gather();
    }
  }

  private void gather() {
    Map<What, Why> before = all;
    Map<What, Why> now = new LinkedHashMap<>();
    sideCars.values().forEach(each -> now.putAll(each.places()));
    all = now;
    now.forEach((what, why) -> {
      Why was = before.get(what);
      if (was == null || !was.name().equals(why.name())) {
        tell(what, why);
      }
    });
    before.keySet().stream()
        .filter(what -> !now.containsKey(what))
        .forEach(what -> tell(what, HEARD));
  }

  private void tell(What what, Why why) {
    List.copyOf(watchers).forEach(each -> each.changed(what, why));
  }
}
