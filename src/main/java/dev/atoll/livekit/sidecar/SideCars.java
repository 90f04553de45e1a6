package dev.atoll.livekit.sidecar;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.NatsSettings.Trust;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.livekit.LiveKit;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.livekit.webrtc.WebRtcException;
import dev.atoll.protocol.message.UnheardMessage;
import dev.atoll.transport.ServerWords;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Atoll's participants in rooms of LiveKit that third-party servers listen to or speak into, by which islands are bridged too that move
 * from there or thither; and where there can be none, the reason for those who listen. Started, used and stopped on one event loop.
 */
public final class SideCars {
  /** A room of a thousand names each of them in one message. */
  private static final int MOST_FRAME_BYTES = 4 << 20;

  private static final int CONNECT_MILLIS = 5_000;

  /** Of what is not heard, told at once: NATS takes no more than 1 MiB. */
  private static final int MOST_UNHEARD = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(SideCars.class);

  private final Vertx vertx;
  private final Parts parts;
  private final Tuning tuning;
  private final Demand demand;
  private final ServerWords<Place> servers;
  private final Crossings crossings;
  private final Notices notices;
  private final Share share;
  private final boolean hasOthers;
  private final SideCarMeters meters;

  /** At most {@code side-car.max-rooms}. */
  private final Map<Place, Presence> presences = new TreeMap<>(Place.ORDER);

  /** Rooms that there was no place for at the last look. */
  private final Set<Place> turnedAway = new TreeSet<>(Place.ORDER);

  private List<Bus.Subscription> subscriptions = List.of();
  private Optional<Excuse> excuse = Optional.empty();
  private Presence.@Nullable Surroundings around;
  private @Nullable WebRtc loaded;
  private boolean loading;
  private boolean lookDue;
  private boolean stopped;
  private long timer = -1;

  /**
   * What side-cars need.
   *
   * @param vertx on one of whose event loops they are used
   * @param settings of the node
   * @param bus where servers listen and speak
   * @param liveKit whose rooms they join
   * @param meters count
   */
  public record Parts(
      Vertx vertx, AtollSettings settings, Bus bus, LiveKit liveKit, MeterRegistry meters) {}

  /**
   * What is waited for rather than chosen by an owner.
   *
   * @param look between two looks at what is wished
   * @param patience with a room until listeners are told that it is not heard
   * @param presence of each
   * @param webRtc loads the native library, on a worker thread
   */
  record Tuning(
      Duration look, Duration patience, Presence.Tuning presence, Supplier<WebRtc> webRtc) {
    static final Tuning DEFAULT = new Tuning(
        Duration.ofMillis(500), Duration.ofSeconds(3), Presence.Tuning.DEFAULT, WebRtc::load);
  }

  /** Why there are no side-cars. */
  private record Excuse(Reason reason, String text) {}

  /** @param joins whether rooms are joined; if not, listeners are only told so */
  public SideCars(Parts parts, boolean joins) {
    this(parts, joins, Tuning.DEFAULT);
  }

  SideCars(Parts parts, boolean joins, Tuning tuning) {
    this.vertx = parts.vertx();
    this.parts = parts;
    this.tuning = tuning;
    this.demand = new Demand(parts.bus(), parts.liveKit());
    Inside inside = new Inside();
    this.servers = new ServerWords<>(inside, hearsNats(parts.settings()));
    this.crossings = new Crossings(vertx, parts.bus(), demand, inside);
    String name = Share.newName();
    this.hasOthers = parts.settings().cluster().enabled();
    this.share = new Share(parts.bus(), name, hasOthers);
    this.notices = new Notices(parts.bus(), name);
    this.meters = new SideCarMeters(parts.meters());
    if (!joins) {
      excuse = Optional.of(
          new Excuse(Reason.SIDE_CAR_OFF, "node.run of the node with LiveKit has no side-car"));
    }
  }

  /** As rooms are: whether NATS is trusted with what servers say. */
  private static boolean hearsNats(AtollSettings settings) {
    return settings.node().runs(Part.NATS)
        && !settings.nats().url().isEmpty()
        && settings.natsTrust() == Trust.ALL;
  }

  /** Listens and looks from now on; joins nothing, and loads nothing, before somebody listens. */
  public void start() {
    Bus bus = parts.bus();
    subscriptions = List.of(
        bus.subscribe(Subjects.EVERY_LISTENED, read(message -> {
          demand.listened(message);
          lookSoon();
        })),
        // foreign ones go to foreign transports
        hasOthers
            ? bus.subscribe(Subjects.EVERY_ISLAND_CHANGED, read(this::changed))
            : bus.overhear(Subjects.EVERY_ISLAND_CHANGED, read(this::changed)));
    share.start(excuse.isEmpty(), this::lookSoon);
    servers.start(bus);
    if (hasOthers) {
      // rooms tell other nodes what servers say here, where there are rooms
      servers.relay(bus, !parts.settings().node().runs(Part.ROOMS));
    }
    if (excuse.isEmpty()) {
      crossings.start(parts.liveKit().sites());
    }
    timer = vertx.setPeriodic(tuning.look().toMillis(), id -> look());
  }

  private interface Reader {
    void read(Message message) throws InvalidProtocolBufferException;
  }

  private static Handler<Message> read(Reader reader) {
    return message -> {
      try {
        reader.read(message);
      } catch (InvalidProtocolBufferException foreign) {
        LOG.debug("Undecodable message subject={}", message.subject());
      }
    };
  }

  private void changed(Message message) throws InvalidProtocolBufferException {
    demand.changed(message).ifPresent(place -> {
      Presence presence = presences.get(place);
      if (presence != null) {
        presence.wake();
      }
      lookSoon();
    });
  }

  /** Leaves all rooms and does nothing any more. */
  public void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    servers.stop();
    crossings.stop();
    share.stop();
    subscriptions.forEach(Bus.Subscription::cancel);
    subscriptions = List.of();
    presences.values().forEach(Presence::end);
    presences.clear();
    Presence.Surroundings used = around;
    if (used != null) {
      used.client().close();
    }
  }

  /** Whether all rooms are heard that somebody listens to. */
  public boolean isHealthy() {
    return unheard(System.nanoTime()).getPlacesCount() == 0;
  }

  /** Once a turn, whatever changes in it. */
  private void lookSoon() {
    if (!lookDue) {
      lookDue = true;
      vertx.runOnContext(now -> look());
    }
  }

  private void look() {
    lookDue = false;
    if (stopped) {
      return;
    }
    long now = System.nanoTime();
    share.look(now);
    Set<Place> wished = demand.places();
    wished.removeIf(place -> !share.isMine(place));
    turnedAway.clear();
    turnedAway.addAll(wished);
    turnedAway.removeAll(presences.keySet());
    if (!wished.isEmpty() && excuse.isEmpty()) {
      admit();
      load();
    }
    if (loaded != null) {
      presences.forEach((place, presence) -> look(place, presence, wished.contains(place), now));
    }
    presences
        .entrySet()
        .removeIf(each -> !wished.contains(each.getKey()) && each.getValue().isOut());
    notices.tell(unheard(now), now);
  }

  private void admit() {
    Presence.Surroundings shared = around();
    int most = parts.settings().sideCar().maxRooms();
    turnedAway.removeIf(place -> {
      boolean fits = presences.size() < most;
      if (fits) {
        Overheard overheard = new Overheard(parts.bus(), place.room(), shared.ownAddress());
        presences.put(place, new Presence(place, shared, overheard));
      }
      return fits;
    });
  }

  private void look(Place place, Presence presence, boolean wished, long now) {
    if (demand.isPeopled(place)) {
      presence.wake();
    }
    presence.look(wished ? demand.wish(place, presence.scenes()) : Wish.OUT, now);
    if (presence.isDeserted()) {
      // or the rooms of islands that are no more would take the place of others
      demand.deserted(place);
    }
  }

  /** Of the native library nothing is loaded before somebody listens. */
  private void load() {
    if (loading) {
      return;
    }
    loading = true;
    vertx
        .executeBlocking(tuning.webRtc()::get)
        .onSuccess(webRtc -> {
          loaded = webRtc;
          look();
        })
        .onFailure(cause -> {
          boolean missing = cause instanceof WebRtcException none && none.isMissing();
          LOG.warn("No side-cars: {}", cause.getMessage());
          excuse = Optional.of(new Excuse(
              missing ? Reason.SIDE_CAR_MISSING : Reason.SIDE_CAR_BROKEN,
              String.valueOf(cause.getMessage())));
          share.unable();
          presences.values().forEach(Presence::end);
          presences.clear();
          look();
        });
  }

  private Presence.Surroundings around() {
    Presence.Surroundings known = around;
    if (known == null) {
      known = surroundings();
      around = known;
    }
    return known;
  }

  private Presence.Surroundings surroundings() {
    WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
        .setConnectTimeout(CONNECT_MILLIS)
        .setMaxConnections(Integer.MAX_VALUE)
        .setMaxFrameSize(MOST_FRAME_BYTES)
        .setMaxMessageSize(MOST_FRAME_BYTES));
    return new Presence.Surroundings(
        vertx,
        client,
        () -> Objects.requireNonNull(loaded),
        parts.settings().realm().ownAddress(),
        meters,
        new HashSet<>(),
        parts.settings().session().inboundRate().bytes(),
        tuning.presence());
  }

  private UnheardMessage unheard(long now) {
    UnheardMessage.Builder message = UnheardMessage.newBuilder();
    if (excuse.isPresent()) {
      Excuse why = excuse.get();
      turnedAway.forEach(place -> add(message, place, why));
      return message.build();
    }
    Excuse full =
        new Excuse(Reason.SIDE_CAR_FULL, "side-cars are in side-car.max-rooms other rooms already");
    turnedAway.forEach(place -> add(message, place, full));
    presences.forEach((place, presence) -> {
      if (presence.isUnheard(now, tuning.patience())) {
        add(message, place, new Excuse(Reason.SIDE_CAR_CUT_OFF, presence.trouble()));
      }
    });
    return message.build();
  }

  private void add(UnheardMessage.Builder message, Place place, Excuse why) {
    if (message.getPlacesCount() < MOST_UNHEARD && demand.isListened(place)) {
      demand
          .told(place)
          .forEach(
              what -> message.addPlaces(what.setName(why.reason().word()).setText(why.text())));
    }
  }

  /** Rooms, as those see them who speak. */
  private final class Inside implements ServerWords.Rooms<Place>, Crossings.Rooms {
    @Override
    public Optional<Place> island(String id) {
      return demand.island(id);
    }

    @Override
    public Set<Place> scene(String id) {
      Set<Place> places = demand.roomsOf(id);
      presences.forEach((place, presence) -> {
        if (presence.scenes().contains(id)) {
          places.add(place);
        }
      });
      return places;
    }

    @Override
    public void say(Place place, ServerWords.Word word) {
      if (!share.isMine(place)) {
        return;
      }
      demand.spoke(place, word.server());
      find(place)
          .ifPresentOrElse(presence -> presence.say(Spoken.toAll(word.packet())), meters::dropped);
    }

    @Override
    public void left(String server) {
      demand.serverLeft(server);
      lookSoon();
    }

    @Override
    public boolean isHere(Place place) {
      return share.isMine(place);
    }

    @Override
    public Optional<Presence> find(Place place) {
      // a look is dear where thousands of rooms are wished, and whoever speaks may speak often
      if (!presences.containsKey(place) && !turnedAway.contains(place)) {
        look();
      }
      return Optional.ofNullable(presences.get(place));
    }

    @Override
    public void changed() {
      lookSoon();
    }
  }
}
