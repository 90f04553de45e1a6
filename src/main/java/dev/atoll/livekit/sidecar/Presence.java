package dev.atoll.livekit.sidecar;

import com.google.protobuf.ByteString;
import dev.atoll.auth.EthereumAddress;
import dev.atoll.livekit.LiveKit.Site;
import dev.atoll.livekit.webrtc.WebRtc;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A side-car and one room: goes in and out as is wished, and comes back when it was cut off. Leaves {@link Tuning#linger} after the last
 * wish, or the last peer: else it would keep the room open, and a LiveKit that is to stop. Used on one event loop.
 */
final class Presence implements Participant.Listener {
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  private static final Duration HIDING = Duration.ofSeconds(1);

  /** A stay that long is no failure. */
  private static final Duration GOOD_STAY = Duration.ofSeconds(60);

  private static final int MOST_DOUBLINGS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  private final Place place;
  private final Surroundings around;
  private final Overheard overheard;
  private final Unsaid unsaid = new Unsaid();
  private final SenderRates rates;
  private Stage stage = Stage.OUT;
  private @Nullable Participant stay;
  private @Nullable Members members;
  private @Nullable Crossing crossing;
  private boolean visible;
  private boolean deserted;
  private boolean audible;
  private int failures;
  private boolean cameBack;
  private boolean flooded;
  private String trouble = "";
  private long joinedAt;
  private long notBefore;
  private long outSince;

  /** When first nobody wished what is. */
  private Optional<Long> unwishedSince = Optional.empty();

  private Optional<Long> desertedSince = Optional.empty();

  /** Whether it is in. */
  private enum Stage {
    OUT,
    JOINING,
    IN
  }

  /**
   * What is waited for.
   *
   * @param linger after the last wish, and after the last peer
   * @param duplicate after somebody of the same identity took the place
   * @param settle from the entry until others know who we are
   */
  record Tuning(Duration linger, Duration duplicate, Duration settle) {
    static final Tuning DEFAULT =
        new Tuning(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(500));
  }

  /**
   * What all side-cars share.
   *
   * @param webRtc makes their connections; there when one is looked at
   * @param oldSites which deployments want two connections of each
   * @param inboundRate bytes a second that are heard of one participant
   */
  record Surroundings(
      Vertx vertx,
      WebSocketClient client,
      Supplier<WebRtc> webRtc,
      String ownAddress,
      SideCarMeters meters,
      Set<String> oldSites,
      int inboundRate,
      Tuning tuning) {}

  Presence(Place place, Surroundings around, Overheard overheard) {
    this.place = place;
    this.around = around;
    this.overheard = overheard;
    this.rates = new SenderRates(around.inboundRate());
    this.notBefore = System.nanoTime();
    this.outSince = notBefore;
  }

  /** Whether it is out for longer than that though peers may be there. */
  boolean isUnheard(long now, Duration patience) {
    return stage != Stage.IN && !deserted && now - outSince > patience.toNanos();
  }

  boolean isOut() {
    return stage == Stage.OUT;
  }

  boolean isIn() {
    return stage == Stage.IN;
  }

  /** Whether it left since nobody else was in. */
  boolean isDeserted() {
    return isOut() && deserted;
  }

  /** Why it is not in, as far as it was tried. */
  String trouble() {
    return trouble;
  }

  /** Scenes that were spoken there lately. */
  Set<String> scenes() {
    return overheard.scenes();
  }

  /** There are, or will be, peers. */
  void wake() {
    if (deserted) {
      outSince = System.nanoTime();
    }
    deserted = false;
  }

  /** Who is there and what they say is told to the other side of a bridge too. */
  void cross(Crossing now) {
    crossing = now;
    wake();
    if (stage == Stage.IN && members != null) {
      now.members(members);
    }
  }

  /** It is told there no more. */
  void uncross(Crossing then) {
    if (crossing == then) {
      crossing = null;
    }
  }

  private void cut() {
    if (crossing != null) {
      crossing.cut();
    }
  }

  /** Looks what is to be done now for what is wished. */
  void look(Wish wish, long now) {
    switch (stage) {
      case OUT -> {
        if (wish != Wish.OUT && !deserted && now - notBefore >= 0) {
          join(wish == Wish.VISIBLE);
        }
      }
      case JOINING -> stayAs(wish, now);
      case IN -> {
        if (wish == Wish.VISIBLE && !visible) {
          show();
        }
        stayAs(wish, now);
        if (stage == Stage.IN && isOver(desertedSince, now)) {
          deserted = true;
          leave("no peer is there");
          cut();
        }
      }
    }
  }

  private void stayAs(Wish wish, long now) {
    boolean less = wish == Wish.OUT || wish == Wish.HIDDEN && visible && crossing == null;
    if (!less) {
      unwishedSince = Optional.empty();
    } else if (unwishedSince.isEmpty()) {
      unwishedSince = Optional.of(now);
    }
    if (isOver(unwishedSince, now)) {
      leave("nobody wishes it");
      // a hidden one that came in at once would keep LiveKit from telling that the visible one is
      // gone
      notBefore = now + HIDING.toNanos();
    }
  }

  /** Others are told of it from now on. Where LiveKit does not do that, it goes out and comes in again. */
  private void show() {
    visible = true;
    Participant in = stay;
    place.site().service().show(place.room(), around.ownAddress()).onComplete(shown -> {
      if (in != stay || stage != Stage.IN) {
        return;
      }
      if (shown.succeeded() && shown.result()) {
        settle();
      } else {
        leave("to come back visible");
        join(true);
      }
    });
  }

  private boolean isOver(Optional<Long> since, long now) {
    return since.isPresent() && now - since.get() >= around.tuning().linger().toNanos();
  }

  private void join(boolean seen) {
    stage = Stage.JOINING;
    visible = seen;
    audible = false;
    unwishedSince = Optional.empty();
    desertedSince = Optional.empty();
    Site site = place.site();
    boolean single = !around.oldSites().contains(site.id());
    String token = site.tokens().sideCar(around.ownAddress(), place.room(), !seen);
    if (cameBack) {
      around.meters().rejoins();
    }
    stay = Participant.join(
        new Participant.Surroundings(
            around.vertx(), around.client(), around.webRtc().get()),
        new Participant.Entry(site.url(), token, single, around.ownAddress()),
        this);
  }

  private void leave(String why) {
    LOG.debug("Side-car leaves room={} why={}", place.room(), why);
    Participant leaving = stay;
    if (leaving != null) {
      leaving.leave();
    }
  }

  /** Leaves for good. */
  void end() {
    leave("end");
    cut();
    unsaid.clear();
  }

  /** Says it now, or when they can hear whose word it is; at the bound it is lost, and where nobody is. */
  void say(Spoken packet) {
    if (deserted) {
      return;
    }
    Participant in = stay;
    if (audible && in != null) {
      around.meters().sent();
      in.say(packet);
    } else if (!unsaid.add(packet)) {
      dropped();
    }
  }

  @Override
  public void ready() {
    LOG.debug("Side-car is in room={} visible={}", place.room(), visible);
    stage = Stage.IN;
    trouble = "";
    joinedAt = System.nanoTime();
    around.meters().joined();
    if (visible) {
      settle();
    }
  }

  private void settle() {
    Participant in = stay;
    around.vertx().setTimer(around.tuning().settle().toMillis(), late -> {
      if (in != null && in == stay && stage == Stage.IN) {
        audible = true;
        for (var each = unsaid.next(); each.isPresent(); each = unsaid.next()) {
          say(each.get());
        }
      }
    });
  }

  @Override
  public void members(Members now) {
    members = now;
    if (now.isAny()) {
      desertedSince = Optional.empty();
    } else if (desertedSince.isEmpty()) {
      desertedSince = Optional.of(System.nanoTime());
    }
    if (crossing != null && stage == Stage.IN) {
      crossing.members(now);
    }
  }

  @Override
  public void heard(String identity, ByteString payload) {
    if (!rates.admits(identity, payload.size(), System.nanoTime())) {
      tooMuch(identity);
      return;
    }
    if (overheard.hear(identity, payload)) {
      around.meters().received();
      if (crossing != null) {
        crossing.heard(identity, payload);
      }
    }
  }

  /** Told of once a room. */
  private void tooMuch(String identity) {
    dropped();
    if (!flooded) {
      flooded = true;
      Object who = EthereumAddress.isAddress(identity) ? identity : "somebody";
      LOG.warn("Side-car hears more than session.inbound-rate room={} of={}", place.room(), who);
    }
  }

  @Override
  public void dropped() {
    around.meters().dropped();
  }

  @Override
  public void ended(End end, String why) {
    boolean wasIn = stage == Stage.IN;
    long now = System.nanoTime();
    if (wasIn) {
      around.meters().left();
      outSince = now;
    }
    stage = Stage.OUT;
    stay = null;
    audible = false;
    if (end == End.LEFT) {
      cameBack = false;
      failures = 0;
      return;
    }
    if (end == End.OLD_SERVER) {
      around.oldSites().add(place.site().id());
      return;
    }
    cameBack = true;
    around.meters().ended(end);
    cut();
    trouble = end + ": " + why;
    failures = wasIn && now - joinedAt > GOOD_STAY.toNanos() ? 0 : failures + 1;
    notBefore = now + backOff(end).toNanos();
    LOG.debug("Side-car is cut off room={} end={} why={}", place.room(), end, why);
  }

  /** Each entry costs LiveKit something, and leaves a little behind in the native library. */
  private Duration backOff(End end) {
    Duration doubled =
        FIRST_BACK_OFF.multipliedBy(1L << Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1)));
    Duration bounded = doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    Duration least = end == End.DUPLICATE ? around.tuning().duplicate() : Duration.ZERO;
    Duration pause = bounded.compareTo(least) > 0 ? bounded : least;
    long spread = Math.max(1, pause.toMillis() / 4);
    return pause.plusMillis(ThreadLocalRandom.current().nextLong(spread));
  }
}
