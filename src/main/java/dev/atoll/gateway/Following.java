package dev.atoll.gateway;

import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.SceneIds;
import dev.atoll.protocol.message.GatewayEvent;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one server follows: its subscriptions, and the islands of its scope that they are of. Each subscription begins with a snapshot; who
 * enters and leaves is told once, however many subscriptions are of the island. Used on one event loop only.
 */
final class Following implements Coverage.Follower, Unheard.Watcher {
  /** Each costs the bus something for each island of the scope. */
  static final int MAX_SUBSCRIPTIONS = 64;

  private final GatewayParts parts;
  private final Grant grant;
  private final Telling telling;
  private final Coverage coverage;
  private final Map<Integer, Subscription> subscriptions = new LinkedHashMap<>();
  private int lastNumber;

  /** How the server is told. */
  interface Telling {
    void tell(GatewayEvent.Builder event);

    /** Tells it unless another one of this key comes first. */
    void tellNewest(String key, GatewayEvent.Builder event);

    /** What waits with such keys is not told any more. */
    void forgetNewest(String part);
  }

  Following(GatewayParts parts, Grant grant, Telling telling) {
    this.parts = parts;
    this.grant = grant;
    this.telling = telling;
    this.coverage = parts.realm().coverage(grant.read(), this);
    parts.unheard().watch(this);
  }

  void end() {
    parts.unheard().unwatch(this);
    parts.realm().forget(coverage);
    List.copyOf(subscriptions.keySet()).forEach(this::unsubscribe);
  }

  /**
   * Subscribes.
   *
   * @return its number, when all it asks for will be heard; its snapshot is then told by {@link #begin}
   * @throws Refused when there are too many, or it names a scene out of scope
   */
  Future<Integer> subscribe(Wanted wanted) {
    if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
      throw tooMany();
    }
    check(grant, List.of(wanted));
    Subscription subscription = new Subscription(++lastNumber, wanted, parts.bus(), this::heard);
    subscriptions.put(subscription.number(), subscription);
    Future<Void> inForce = subscription.start(grant.read(), List.copyOf(coverage.islands()));
    followed(subscription).forEach(island -> parts.listening().begins(wanted, island));
    scenes(wanted).forEach(scene -> parts.listening().beginsScene(wanted, scene));
    return inForce.map(subscription.number());
  }

  /**
   * Whether a token allows to ask for this at all.
   *
   * @throws Refused when one names a scene out of scope, or they are too many
   */
  static void check(Grant grant, List<Wanted> wanted) {
    if (wanted.size() > MAX_SUBSCRIPTIONS) {
      throw tooMany();
    }
    for (Wanted each : wanted) {
      if (each.scene().filter(scene -> !grant.read().hasScene(scene)).isPresent()) {
        throw new Refused(Problem.OUT_OF_SCOPE, "The token does not allow to read this scene");
      }
    }
  }

  private static Refused tooMany() {
    return new Refused(
        Problem.TOO_MANY_SUBSCRIPTIONS, "At most " + MAX_SUBSCRIPTIONS + " subscriptions");
  }

  /** How many subscriptions there are. */
  int size() {
    return subscriptions.size();
  }

  private List<String> scenes(Wanted wanted) {
    return wanted.ofScenes(grant.read()).stream()
        .map(pattern -> SceneIds.decode(pattern.tokens().get(2)))
        .toList();
  }

  /** Covered islands of which it is told who is there. */
  private List<String> followed(Subscription subscription) {
    return coverage.islands().stream().filter(subscription::follows).toList();
  }

  /** Tells the snapshot of a subscription, with which it begins; nothing happens when it has ended meanwhile. */
  void begin(int number) {
    Subscription subscription = subscriptions.get(number);
    if (subscription != null) {
      subscription.begin();
      tellSnapshot(subscription);
    }
  }

  /** Tells all snapshots anew, one a turn: each may be of a whole realm. */
  void tellSnapshots() {
    tellSnapshots(List.copyOf(subscriptions.keySet()).iterator());
  }

  private void tellSnapshots(Iterator<Integer> numbers) {
    if (numbers.hasNext()) {
      Subscription next = subscriptions.get(numbers.next());
      if (next != null && next.hasBegun()) {
        tellSnapshot(next);
      }
      parts.vertx().runOnContext(turn -> tellSnapshots(numbers));
    }
  }

  private void tellSnapshot(Subscription subscription) {
    Events.snapshots(
            subscription.number(), followed(subscription), parts.realm().whereabouts())
        .forEach(telling::tell);
    parts.unheard().all().forEach((what, why) -> {
      if (isOf(subscription, what)) {
        telling.tell(Events.notice(what, why));
      }
    });
  }

  private boolean isOf(Subscription subscription, Unheard.What what) {
    return what.isScene()
        ? scenes(subscription.wanted()).contains(what.id())
        : coverage.covers(what.id()) && subscription.follows(what.id());
  }

  @Override
  public void changed(Unheard.What what, Unheard.Why why) {
    for (Subscription each : subscriptions.values()) {
      if (each.hasBegun() && isOf(each, what)) {
        telling.tell(Events.notice(what, why));
        return;
      }
    }
  }

  /** Ends a subscription; false when there is none of that number. */
  boolean unsubscribe(int number) {
    Subscription subscription = subscriptions.remove(number);
    if (subscription == null) {
      return false;
    }
    followed(subscription).forEach(island -> parts.listening().ends(subscription.wanted(), island));
    scenes(subscription.wanted())
        .forEach(scene -> parts.listening().endsScene(subscription.wanted(), scene));
    subscription.end();
    telling.forgetNewest(key(number, ""));
    return true;
  }

  /** What a server itself said, by whatever connection, is not told to it. */
  private void heard(Subscription subscription, Message message) {
    boolean own = message
        .headers()
        .get(Headers.SERVER)
        .filter(parts.servers().nameOf(grant)::equals)
        .isPresent();
    if (own) {
      return;
    }
    GatewayEvent.Builder event = Events.said(subscription.number(), message);
    if (Events.isNewestOnly(message)) {
      telling.tellNewest(key(subscription.number(), message.subject().name()), event);
    } else {
      telling.tell(event);
    }
  }

  private static String key(int subscription, String subject) {
    return "#" + subscription + " " + subject;
  }

  private boolean isFollowed(String island) {
    for (Subscription each : subscriptions.values()) {
      if (each.hasBegun() && each.follows(island)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void covered(String island) {
    for (Subscription each : subscriptions.values()) {
      each.cover(island);
      if (each.follows(island)) {
        parts.listening().begins(each.wanted(), island);
      }
    }
    if (isFollowed(island)) {
      for (Peer peer : parts.realm().whereabouts().members(island)) {
        telling.tell(Events.entered(island, peer));
      }
      Unheard.What what = new Unheard.What(island, false);
      parts.unheard().why(what).ifPresent(why -> telling.tell(Events.notice(what, why)));
    }
  }

  @Override
  public void uncovered(String island) {
    if (isFollowed(island)) {
      for (Peer peer : parts.realm().whereabouts().members(island)) {
        telling.tell(Events.left(island, peer));
      }
    }
    for (Subscription each : subscriptions.values()) {
      if (each.follows(island)) {
        parts.listening().ends(each.wanted(), island);
      }
      each.uncover(island);
    }
    telling.forgetNewest(" messageBus.island." + island + ".");
  }

  @Override
  public void entered(String island, Peer peer) {
    if (isFollowed(island)) {
      telling.tell(Events.entered(island, peer));
    }
  }

  @Override
  public void left(String island, Peer peer) {
    if (isFollowed(island)) {
      telling.tell(Events.left(island, peer));
    }
    telling.forgetNewest(".peer." + peer.address() + ".");
  }
}
