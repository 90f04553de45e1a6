package dev.atoll.transport.registration;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.RegistrationTokens;
import dev.atoll.bus.Bus;
import dev.atoll.bus.JoinedBuses;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.client.Dialer;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.TransportDiscovery;
import dev.atoll.session.Origins;
import dev.atoll.session.Sockets;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportStatus;
import dev.atoll.transport.registration.RegistrationDoor.Patience;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The door on a port of the system's choice, and what it told on the bus. */
final class RegistrationRig extends VerticleBase implements AutoCloseable {
  static final Secret SECRET = new Secret("a secret of registrations");

  /** For tests in which no answer may come too late. */
  static final Patience LONG =
      new Patience(Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ofSeconds(20));

  /** For tests that wait for an answer that never comes. */
  static final Patience SHORT =
      new Patience(Duration.ofMillis(150), Duration.ofSeconds(15), Duration.ofMillis(300));

  private final Vertx own = Vertx.vertx();
  private final JoinedBuses buses = new JoinedBuses("here", "there");
  private final Bus bus = buses.of("here");
  private final Map<String, TransportStatus> told = new LinkedHashMap<>();
  private int tellings;
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Patience patience;
  private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
  private RegistrationDoor door;

  /** Of another node of the realm, at which nobody dials in. */
  private RegistrationDoor elsewhere;

  private HttpServer server;
  private Dialer dialer;

  private RegistrationRig(Patience patience) {
    this.patience = patience;
  }

  static RegistrationRig open(Patience patience) {
    RegistrationRig rig = new RegistrationRig(patience);
    await(rig.own.deployVerticle(rig));
    return rig;
  }

  @Override
  public Future<?> start() {
    AtollSettings settings = AtollSettings.of(Map.of("http.port", "0"));
    dialer = new Dialer(vertx);
    bus.subscribe(Pattern.of("transport.discovery"), message -> tell(message.payload()));
    Sockets sockets = new Sockets(vertx, settings.session(), meters);
    door = new RegistrationDoor(new RegistrationDoor.Parts(
        vertx, bus, sockets, new Origins(settings.http()), tokens(SECRET), patience, true));
    buses.join();
    elsewhere = new RegistrationDoor(new RegistrationDoor.Parts(
        vertx,
        buses.of("there"),
        sockets,
        new Origins(settings.http()),
        tokens(SECRET),
        patience,
        true));
    Router router = Router.router(vertx);
    door.mount(router);
    server = vertx
        .createHttpServer(Sockets.serverOptions())
        .connectionHandler(connections::add)
        .requestHandler(router);
    return server.listen(0, "127.0.0.1");
  }

  private void tell(Payload payload) {
    try {
      TransportStatus status =
          TransportStatus.of(payload.as(TransportDiscovery.class, TransportDiscovery.parser()));
      synchronized (told) {
        tellings++;
        told.put(status.id(), status);
      }
    } catch (InvalidProtocolBufferException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  RegistrationTokens tokens(Secret secret) {
    return RegistrationTokens.create(own, secret);
  }

  String url() {
    return "ws://127.0.0.1:" + server.actualPort() + RegistrationTokens.PATH;
  }

  URI urlWith(String token) {
    return URI.create(url() + "?access_token=" + token);
  }

  Dialer dialer() {
    return dialer;
  }

  Vertx owner() {
    return own;
  }

  /** A transport of 2022 that leads to that place, dialled and begun. */
  ForeignTransport dial(String place) {
    return dial(place, true);
  }

  ForeignTransport dial(String place, boolean answers) {
    ForeignTransport transport = new ForeignTransport(place, answers);
    transport.dial(this, urlWith(tokens(SECRET).mint(url())));
    return transport;
  }

  /** How often anything was told. */
  int tellings() {
    synchronized (told) {
      return tellings;
    }
  }

  /** Waits until as many are told as expected that are like that. */
  List<TransportStatus> await(int count, Predicate<TransportStatus> like) {
    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> now(like).size() == count);
    return now(like);
  }

  List<TransportStatus> now(Predicate<TransportStatus> like) {
    synchronized (told) {
      return new ArrayList<>(told.values()).stream().filter(like).toList();
    }
  }

  Future<Map<String, String>> ask(TransportStatus status, String island, String... peers) {
    List<Passenger> passengers =
        Arrays.stream(peers).map(peer -> new Passenger(peer, "")).toList();
    return transport(status)
        .map(there -> there.connectionStrings(island, passengers))
        .orElseGet(() -> Future.failedFuture("not registered"));
  }

  /** As another node of the realm asks, which has only heard of it. */
  Future<Map<String, String>> askElsewhere(TransportStatus status, String island, String... peers) {
    List<Passenger> passengers =
        Arrays.stream(peers).map(peer -> new Passenger(peer, "")).toList();
    return elsewhere.transport(status).orElseThrow().connectionStrings(island, passengers);
  }

  Optional<Transport> transport(TransportStatus status) {
    return door.transport(status);
  }

  /** Ends every connection there is, as a network does. */
  void cutAll() {
    connections.forEach(each -> ((ConnectionBase) each).channel().close());
  }

  static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(dev.atoll.Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    await(own.close());
  }
}
