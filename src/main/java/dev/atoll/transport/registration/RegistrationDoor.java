package dev.atoll.transport.registration;

import dev.atoll.auth.AuthRefusedException;
import dev.atoll.auth.RegistrationTokens;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.TransportInit;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import dev.atoll.session.Origins;
import dev.atoll.session.SocketKind;
import dev.atoll.session.Sockets;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportFactory;
import dev.atoll.transport.TransportStatus;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where transports of 2022 dial in and offer to carry islands, {@value RegistrationTokens#PATH} (wire.md §8). Each is told on the bus
 * as {@code transport.discovery} on its behalf; who wants it to carry an island gets it from {@link #transport}.
 *
 * <p>Belongs to the event loop it is made on; {@link #transport} and what it gives may be used on any thread.
 */
public final class RegistrationDoor implements TransportFactory {
  /** What {@link TransportStatus#url} begins with, since such a transport does not tell where it is. */
  public static final String SCHEME = "registration:";

  /** A transport answers for all peers of an island at once, some 600 bytes each. */
  private static final int MOST_MESSAGE_BYTES = 1 << 20;

  private static final SocketKind KIND =
      new SocketKind("transport-registration", MOST_MESSAGE_BYTES, CloseReason.UNDECODABLE);

  /** More transports than any realm had; each holds a secret of the owner's, so this is against mistakes. */
  private static final int MOST = 200;

  /** A third of what is silence to the archipelago. */
  private static final long ANNOUNCE_MILLIS = 5_000;

  private static final int ID_BYTES = 8;

  private final Parts parts;
  private final Context home;
  private final SecureRandom random = new SecureRandom();

  /** Those that are here or were a moment ago, by id; at most {@value #MOST}. */
  private final Map<String, RegisteredTransport> known = new LinkedHashMap<>();

  /** What was made of them; read on other threads. */
  private final Map<String, RegisteredTransport> transports = new ConcurrentHashMap<>();

  private final RegisteredElsewhere elsewhere;
  private final long timer;

  /**
   * What the door is made of.
   *
   * @param bus where transports are told
   * @param sockets open its WebSockets
   * @param origins which URLs it goes by
   * @param tokens verify who dials
   * @param patience that answers are waited for, and with those who are gone
   * @param hasOthers whether transports may dial in at other nodes of the realm too
   */
  public record Parts(
      Vertx vertx,
      Bus bus,
      Sockets sockets,
      Origins origins,
      RegistrationTokens tokens,
      Patience patience,
      boolean hasOthers) {}

  /**
   * How long is waited.
   *
   * @param answer for connection strings
   * @param redial for one that is gone; until then its islands stay
   * @param distrust that one counts as ill which did not answer
   */
  public record Patience(Duration answer, Duration redial, Duration distrust) {
    /** The reference waits a second for an answer, and transports redial a second after a loss. */
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(30));
  }

  /** Open from {@link #mount} on, until {@link #stop}. */
  public RegistrationDoor(Parts parts) {
    this.parts = parts;
    this.home = parts.vertx().getOrCreateContext();
    this.timer = parts.vertx().setPeriodic(ANNOUNCE_MILLIS, id -> announceAll());
    this.elsewhere =
        new RegisteredElsewhere(parts.bus(), home, parts.patience().answer(), "door-" + random());
    if (parts.hasOthers()) {
      elsewhere.start(id -> Optional.ofNullable(transports.get(id)));
    }
  }

  private String random() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Adds the door's route. A plain GET of it goes on to the next handler. */
  public void mount(Router router) {
    router.get(RegistrationTokens.PATH).handler(this::upgrade);
  }

  /** Tells of transports no more; their sockets are closed by {@link Sockets#drain}. */
  public void stop() {
    parts.vertx().cancelTimer(timer);
    elsewhere.stop();
  }

  /** One that is registered here, or at another node of the realm; nothing for others. */
  @Override
  public Optional<Transport> transport(TransportStatus status) {
    if (!status.url().startsWith(SCHEME)) {
      return Optional.empty();
    }
    Optional<Transport> here = Optional.ofNullable(transports.get(status.id()));
    return here.isEmpty() && parts.hasOthers() && isToken(status.id())
        ? Optional.of(elsewhere.transport(status.id()))
        : here;
  }

  /** As those are that doors give. */
  private static boolean isToken(String id) {
    return id.matches("registered-[0-9a-f]{16}");
  }

  private void upgrade(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
      routing.next();
      return;
    }
    String token = Optional.ofNullable(request.getParam("access_token")).orElse("");
    List<String> origins = parts.origins().all(request);
    String source = request.remoteAddress().hostAddress();
    parts.sockets().upgrade(request, KIND, socket -> {
      verify(token, origins);
      return new Registration(this, socket, source);
    });
  }

  private void verify(String token, List<String> origins) {
    try {
      parts.tokens().verify(token, origins);
    } catch (AuthRefusedException refused) {
      throw new ClientFault(CloseReason.BAD_TOKEN);
    }
  }

  Vertx vertx() {
    return parts.vertx();
  }

  Context home() {
    return home;
  }

  Patience patience() {
    return parts.patience();
  }

  /** Those that are gone and that such a newcomer may be. */
  Set<RegisteredTransport> missing(TransportInit.Type type) {
    Set<RegisteredTransport> missing = new LinkedHashSet<>();
    known.values().stream()
        .filter(each -> each.isMissing() && each.type() == type)
        .forEach(missing::add);
    return missing;
  }

  /**
   * A transport that has not been here.
   *
   * @throws ClientFault when there are too many
   */
  RegisteredTransport register(TransportInit.Type type) {
    if (known.size() >= MOST) {
      throw new ClientFault(CloseReason.TOO_MANY_SERVERS);
    }
    String id = "registered-" + random();
    RegisteredTransport transport = new RegisteredTransport(this, id, type);
    known.put(id, transport);
    transports.put(id, transport);
    return transport;
  }

  /** Tells how it is now. */
  void announce(RegisteredTransport transport) {
    parts
        .bus()
        .publish(new Message(
            Subjects.TRANSPORT_DISCOVERY, Payload.of(transport.status().toMessage())));
  }

  private void announceAll() {
    for (RegisteredTransport each : new ArrayList<>(known.values())) {
      announce(each);
      if (each.isLost()) {
        known.remove(each.id());
        transports.remove(each.id());
      }
    }
  }
}
