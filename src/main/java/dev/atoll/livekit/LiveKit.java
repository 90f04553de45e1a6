package dev.atoll.livekit;

import dev.atoll.auth.Access;
import dev.atoll.bus.Bus;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.TransportKind;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportFactory;
import dev.atoll.transport.TransportStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * All LiveKit deployments of a realm's settings: tells the realm of each every few seconds, as {@code transport.discovery}, and
 * removes from their rooms who left the island, logged in anew, or was denied or banned. A deployment serves one realm. Used on one
 * event loop, but for {@link #transport}, which is safe for any thread.
 */
public final class LiveKit implements TransportFactory {
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final Map<String, Transport> transports;
  private final MeterRegistry meters;

  /**
   * What deployments need.
   *
   * @param vertx on one of whose event loops they are used
   * @param settings of the node
   * @param bus tells them who left which island, and is told of them
   * @param access knows who may not enter; started by its owner
   * @param meters counts removals and webhooks
   * @param leads whether this node forms the realm's islands: it asks deployments and removes who has to leave, and other nodes are told
   *     what it hears
   */
  public record Parts(
      Vertx vertx,
      AtollSettings settings,
      Bus bus,
      Access access,
      MeterRegistry meters,
      BooleanSupplier leads) {}

  /**
   * What is waited for rather than chosen by an owner.
   *
   * @param grace that a client has to leave the room of an island it is no longer in
   * @param poll how often is asked
   */
  record Tuning(Duration grace, Poll.Tuning poll) {
    /** As for WebSocket rooms. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    static final Tuning DEFAULT = new Tuning(GRACE, Poll.Tuning.DEFAULT);
  }

  /**
   * One deployment, for who joins its rooms.
   *
   * @param id its own
   * @param url of LiveKit, {@code ws} or {@code wss}
   * @param tokens let in
   * @param transport sends peers there
   * @param service of its rooms
   */
  public record Site(
      String id,
      String url,
      LiveKitTokens tokens,
      LiveKitTransport transport,
      RoomService service) {}

  /** @throws dev.atoll.config.SettingException when a secret's file cannot be read */
  public LiveKit(Parts parts) {
    this(parts, Tuning.DEFAULT);
  }

  LiveKit(Parts parts, Tuning tuning) {
    parts
        .settings()
        .livekit()
        .forEach(each -> deployments.put(each.id(), new Deployment(each, parts, tuning)));
    this.meters = parts.meters();
    this.transports = deployments.values().stream()
        .collect(Collectors.toUnmodifiableMap(Deployment::id, Deployment::transport));
  }

  /** Asks, tells and listens from now on. */
  public void start() {
    deployments.values().forEach(Deployment::start);
  }

  /** Adds the door for webhooks to a router. */
  public void mount(Router router) {
    new WebhookDoor(List.copyOf(deployments.values()), meters).mount(router);
  }

  /** Is told who comes in. */
  @FunctionalInterface
  public interface Entries {
    /** That address is in that room now, as of a webhook. */
    void entered(String room, String address);
  }

  /** Tells that one of everybody of whom a webhook tells that it came in from now on, and no other. */
  public void observe(Entries observer) {
    deployments.values().forEach(each -> each.observe(observer));
  }

  /** Does nothing any more; participants stay in their rooms. */
  public Future<Void> stop() {
    return Future.join(deployments.values().stream().map(Deployment::stop).toList())
        .mapEmpty();
  }

  /** That of a deployment of the settings; nothing for others. */
  @Override
  public Optional<Transport> transport(TransportStatus status) {
    return status.kind() == TransportKind.LIVEKIT ? transport(status.id()) : Optional.empty();
  }

  /** That of the deployment of this id. */
  public Optional<Transport> transport(String id) {
    return Optional.ofNullable(transports.get(id));
  }

  /**
   * That of the deployment in which a room is, else of the first one that answers; nothing when none does. For rooms that are no
   * islands, of which nobody remembers where they are.
   */
  public Optional<Transport> transportOf(String room) {
    Optional<Deployment> first = Optional.empty();
    for (Deployment each : deployments.values()) {
      if (each.isHealthy() && each.peers(room) > 0) {
        return transport(each.id());
      }
      if (each.isHealthy() && first.isEmpty()) {
        first = Optional.of(each);
      }
    }
    return first.flatMap(each -> transport(each.id()));
  }

  /** Whether each deployment answers, by its id. */
  public Map<String, Boolean> health() {
    Map<String, Boolean> health = new LinkedHashMap<>();
    deployments.forEach((id, each) -> health.put(id, each.isHealthy()));
    return health;
  }

  /** All deployments. */
  public List<Site> sites() {
    return deployments.values().stream().map(Deployment::site).toList();
  }

  /** Peers in one room of a deployment, as far as they are known. */
  public int peers(String id, String room) {
    return Optional.ofNullable(deployments.get(id))
        .map(each -> each.peers(room))
        .orElse(0);
  }

  /** Peers in each room of a deployment, as far as they are known. */
  public Map<String, Integer> peers(String id) {
    return Optional.ofNullable(deployments.get(id)).map(Deployment::peers).orElse(Map.of());
  }

  /**
   * Ends a room, such as that of an island which moved elsewhere, and disconnects all in it.
   *
   * @return whether there was one; fails when LiveKit cannot be asked
   */
  public Future<Boolean> end(String id, String room) {
    Deployment deployment = deployments.get(id);
    return deployment == null ? Future.succeededFuture(false) : deployment.end(room);
  }
}
