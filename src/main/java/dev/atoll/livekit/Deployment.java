package dev.atoll.livekit;

import dev.atoll.auth.AccessSweep;
import dev.atoll.auth.AuthRefusedException;
import dev.atoll.auth.Recent;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.LiveKitDeployment;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.LiveKitParticipant;
import dev.atoll.protocol.message.LiveKitPolled;
import dev.atoll.transport.TransportStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One LiveKit deployment: told of on the bus, asked, heard, and cleared of who has to leave. Used on one event loop. */
final class Deployment {
  /** LiveKit itself has no bound; the number only tells fuller ones from emptier ones. */
  private static final int SEATS = 100_000;

  /** LiveKit tells an event again until it is answered, and its tokens are good for so long. */
  private static final Duration EVENT_LIFE = Duration.ofMinutes(6);

  private static final int MOST_EVENTS = 10_000;

  /** Of the silence after which an archipelago takes it for gone: two may get lost. */
  private static final int TOLD_IN_A_SILENCE = 3;

  private final String id;
  private final String url;
  private final int islandSize;
  private final boolean bridges;
  private final Bus bus;
  private final LiveKitTokens tokens;
  private final RoomService service;
  private final LiveKitTransport transport;
  private final LiveKitMeters meters;
  private final Removals removals;
  private final AccessSweep sweep;
  private final Poll poll;
  private final Relay relay;
  private final BooleanSupplier leads;
  private final Vertx vertx;
  private final long tellMillis;
  private final Recent<String> events = new Recent<>(EVENT_LIFE, MOST_EVENTS);

  private LiveKit.Entries entries = (room, address) -> {};
  private long timer = -1;
  private boolean asked;

  Deployment(LiveKitDeployment settings, LiveKit.Parts parts, LiveKit.Tuning tuning) {
    this.id = settings.id();
    this.url = forClients(settings.url());
    this.islandSize = settings.islandSize().orElse(parts.settings().islands().size());
    this.vertx = parts.vertx();
    this.tellMillis = parts.settings().transports().silence().toMillis() / TOLD_IN_A_SILENCE;
    this.bridges = parts.settings().node().runs(Part.SIDE_CAR);
    this.bus = parts.bus();
    this.tokens = LiveKitTokens.create(parts.vertx(), settings.apiKey(), settings.secret());
    this.service = new RoomService(parts.vertx(), settings.url(), tokens);
    this.meters = new LiveKitMeters(parts.meters(), id);
    this.transport = new LiveKitTransport(url, tokens);
    this.removals =
        new Removals(parts, tuning.grace(), new Removals.Own(service, transport, meters));
    this.sweep = new AccessSweep(
        parts.vertx(), parts.access(), parts.settings().access().bansInterval(), removals);
    this.leads = parts.leads();
    this.relay = new Relay(parts, id);
    this.poll = new Poll(
        id,
        parts.vertx(),
        new Poll.Asked(service, removals.occupancy()),
        tuning.poll(),
        new Poll.Asker(leads, this::asked));
  }

  /** Clients know {@code ws} and {@code wss}. */
  private static String forClients(URI url) {
    String text = url.toString().replaceFirst("^http", "ws");
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  String id() {
    return id;
  }

  LiveKitTransport transport() {
    return transport;
  }

  LiveKit.Site site() {
    return new LiveKit.Site(id, url, tokens, transport, service);
  }

  void observe(LiveKit.Entries observer) {
    entries = observer;
  }

  void start() {
    removals.start(bus);
    relay.start(poll::answeredElsewhere, this::happened);
    poll.start();
    sweep.start();
    timer = vertx.setPeriodic(tellMillis, id -> tell());
  }

  Future<Void> stop() {
    vertx.cancelTimer(timer);
    sweep.stop();
    poll.stop();
    relay.stop();
    removals.stop();
    return service.close();
  }

  private void asked(LiveKitPolled answer) {
    relay.polled(answer);
    removals.tryAgain();
    asked = true;
    tell();
  }

  /** One node of a realm tells of it. */
  private void tell() {
    if (!leads.getAsBoolean()) {
      asked = false;
      meters.users(0);
    } else if (asked) {
      bus.publish(new Message(Subjects.TRANSPORT_DISCOVERY, Payload.of(status().toMessage())));
    }
  }

  private TransportStatus status() {
    int users = removals.occupancy().users();
    meters.users(users);
    return new TransportStatus(
        id,
        TransportKind.LIVEKIT,
        url,
        Math.max(0, SEATS - users),
        users,
        islandSize,
        poll.isHealthy(),
        false,
        bridges);
  }

  boolean isHealthy() {
    return poll.isHealthy();
  }

  /** Peers in each room. */
  Map<String, Integer> peers() {
    return removals.occupancy().peers();
  }

  /** Peers in one room. */
  int peers(String room) {
    return removals.occupancy().peers(room);
  }

  Future<Boolean> end(String room) {
    return service.end(room);
  }

  /**
   * What a webhook's token claims.
   *
   * @throws AuthRefusedException when it is not of this deployment
   */
  JsonObject verify(String token) {
    return tokens.verify(token);
  }

  /** A webhook that was verified. */
  void heard(JsonObject event) {
    meters.webhook();
    happened(event);
    relay.happened(event);
  }

  private void happened(JsonObject event) {
    String eventId = event.getString("id", "");
    if (events.contains(eventId)) {
      return;
    }
    events.add(eventId);
    JsonObject room = event.getJsonObject("room", new JsonObject());
    String name = room.getString("name", "");
    String sid = room.getString("sid", "");
    JsonObject participant = event.getJsonObject("participant", new JsonObject());
    Seat seat = new Seat(name, participant.getString("identity", ""));
    switch (event.getString("event", "")) {
      case "participant_joined" -> {
        removals.occupancy().joined(sid, seat, participant(participant));
        if (leads.getAsBoolean()) {
          entries.entered(name, seat.address());
        }
      }
      case "participant_left" -> removals.occupancy().left(seat, participant.getString("sid", ""));
      case "room_finished" -> removals.occupancy().finished(name, sid);
      default -> {
        // others say nothing about who is where
      }
    }
  }

  private static LiveKitParticipant participant(JsonObject json) {
    boolean hidden = json.getJsonObject("permission", new JsonObject()).getBoolean("hidden", false);
    return LiveKitParticipant.newBuilder()
        .setSid(json.getString("sid", ""))
        .setIdentity(json.getString("identity", ""))
        .setPermission(LiveKitParticipant.Permission.newBuilder().setHidden(hidden))
        .build();
  }
}
