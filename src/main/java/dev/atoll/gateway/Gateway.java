package dev.atoll.gateway;

import dev.atoll.bus.Bus;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.GatewaySettings;
import dev.atoll.session.Sockets;
import dev.atoll.transport.SceneMap;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/**
 * The door of third-party servers: they hear what is said in the scenes and islands that their token names, and answer there. Made,
 * started and used on the one event loop that serves its router.
 */
public final class Gateway {
  private static final int NAME_BYTES = 6;
  private static final long SWEEP_MILLIS = 10_000;

  private final Vertx vertx;
  private final Duration silence;
  private final Realm realm;
  private final Listening listening;
  private final Unheard unheard;
  private final ConnectedServers servers;
  private final GatewayTokens tokens;
  private final Context home;
  private final SocketDoor socketDoor;
  private final HttpDoor httpDoor;
  private long sweep = -1;

  /**
   * What a gateway is made of, beside its settings.
   *
   * @param vertx on one of whose event loops it lives
   * @param bus where servers hear and speak
   * @param sockets open their WebSockets
   * @param scenes which scene stands where, as far as that is known
   * @param meters where is counted
   */
  public record Parts(
      Vertx vertx, Bus bus, Sockets sockets, SceneMap scenes, MeterRegistry meters) {}

  /**
   * @param settings whose {@code gateway} is on
   * @throws dev.atoll.config.SettingException when a secret cannot be read
   */
  public Gateway(AtollSettings settings, Parts outside) {
    this.vertx = outside.vertx();
    Bus bus = outside.bus();
    this.silence = settings.islands().heartbeatTimeout();
    this.realm = new Realm(new Whereabouts(bus, System::currentTimeMillis), outside.scenes());
    this.listening = new Listening(vertx, bus, newName());
    this.unheard = new Unheard(bus, System::nanoTime);
    this.servers = new ConnectedServers(vertx, bus, settings.gateway(), realm, listening);
    GatewayParts parts = new GatewayParts(
        vertx,
        bus,
        settings.gateway(),
        realm,
        listening,
        unheard,
        servers,
        new GatewayMeters(outside.meters()));
    GatewayMeters.servers(outside.meters(), servers::size);
    this.tokens = GatewayTokens.create(vertx, settings.gateway());
    this.home = vertx.getOrCreateContext();
    Entry entry = new Entry(tokens, parts);
    this.socketDoor = new SocketDoor(outside.sockets(), entry);
    this.httpDoor = new HttpDoor(entry);
  }

  private static String newName() {
    byte[] bytes = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Adds its doors to a router. */
  public void mount(Router router) {
    socketDoor.mount(router);
    httpDoor.mount(router);
  }

  /** Follows who is where from now on. */
  public void start() {
    realm.whereabouts().start();
    listening.start();
    unheard.start();
    sweep = vertx.setPeriodic(SWEEP_MILLIS, id -> {
      realm.sweep(silence.toMillis());
      servers.sweep();
      unheard.expire();
    });
  }

  /** Sends all servers elsewhere, also those that only read events. */
  public void drain() {
    servers.drain();
  }

  /** Ends all sessions and follows nobody any more. */
  public void stop() {
    servers.stop();
    vertx.cancelTimer(sweep);
    listening.stop();
    unheard.stop();
    realm.whereabouts().stop();
  }

  /**
   * Believes the tokens of these settings from now on, whatever else they say; who came by one that is revoked now is sent away. Reads
   * files; for any thread.
   *
   * @throws dev.atoll.config.SettingException when one cannot be read or holds no secret; then nothing has happened
   */
  public void tokens(GatewaySettings edited) {
    tokens.believe(edited);
    home.runOnContext(now -> servers.revoke(edited.revoked()));
  }

  /** How many servers there are, those that may still come back among them. */
  public int servers() {
    return servers.size();
  }
}
