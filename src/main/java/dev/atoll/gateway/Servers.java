package dev.atoll.gateway;

import dev.atoll.auth.AuthRefusal;
import dev.atoll.auth.AuthRefusedException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.GatewaySettings;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All servers that are there: their sessions, and who holds which token. Used on one event loop only. */
final class Servers {
  /** How long a server that published by a request of its own counts as there after it. */
  static final long LINGER_MILLIS = 30_000;

  private final Vertx vertx;
  private final Bus bus;
  private final GatewaySettings settings;
  private final Realm realm;

  /** A token: so that servers of several gateways are told apart. */
  private final String gateway;

  /** By their ids; at most {@code gateway.max-servers}. */
  private final Map<String, ServerSession> sessions = new LinkedHashMap<>();

  /** By the id of their token; each has a session, or published within the last {@value #LINGER_MILLIS} ms. */
  private final Map<String, Holder> holders = new HashMap<>();

  private final Map<String, Long> lingering = new HashMap<>();

  private boolean draining;

  /**
   * @param realm who is where, and on which scenes
   * @param gateway name of this one
   */
  Servers(Vertx vertx, Bus bus, GatewaySettings settings, Realm realm, String gateway) {
    this.vertx = vertx;
    this.bus = bus;
    this.settings = settings;
    this.realm = realm;
    this.gateway = gateway;
  }

  int size() {
    return sessions.size();
  }

  /**
   * One more session. Where there are too many, the one that is longest without connection makes room.
   *
   * @throws ClientFault as {@link CloseReason#TOO_MANY_SERVERS}, or when all are sent elsewhere
   * @throws AuthRefusedException as {@link #holder} does
   */
  void add(ServerSession session) {
    if (draining) {
      throw new ClientFault(CloseReason.DRAINING);
    }
    Holder holder = holder(session.grant());
    if (sessions.size() >= settings.maxServers()) {
      sessions.values().stream()
          .filter(each -> !each.isAttached())
          .findFirst()
          .orElseThrow(() -> new ClientFault(CloseReason.TOO_MANY_SERVERS))
          .end();
    }
    sessions.put(session.id(), session);
    holder.sessions(1);
  }

  /** A session has ended. */
  void remove(ServerSession session) {
    if (sessions.remove(session.id()) != null) {
      holder(session.grant()).sessions(-1);
      review(session.grant().id());
    }
  }

  /** The session of that id, if it is of this token and form. */
  Optional<ServerSession> find(String id, Grant grant, Form form) {
    return Optional.ofNullable(sessions.get(id))
        .filter(each -> each.grant().id().equals(grant.id()) && each.form() == form);
  }

  /**
   * Who holds that token; a newcomer until somebody counts it as there.
   *
   * @throws AuthRefusedException when a token of the same id that allows something else is in use
   */
  Holder holder(Grant grant) {
    Holder holder = holders.computeIfAbsent(grant.id(), id -> newcomer(grant));
    if (!holder.writes().equals(grant.write())) {
      throw new AuthRefusedException(AuthRefusal.BAD_TOKEN);
    }
    return holder;
  }

  private Holder newcomer(Grant grant) {
    Coverage writable = realm.coverage(grant.write(), Coverage.Follower.NOBODY);
    return new Holder(nameOf(grant), grant.write(), writable, settings.publishRate());
  }

  /** By which the realm knows who holds that token. */
  String nameOf(Grant grant) {
    return grant.id() + '~' + gateway;
  }

  /** It published by a request of its own, with no session needed. */
  void visited(Grant grant) {
    String id = grant.id();
    holder(grant).lingers(true);
    Long before = lingering.put(id, vertx.setTimer(LINGER_MILLIS, timer -> {
      lingering.remove(id);
      Optional.ofNullable(holders.get(id)).ifPresent(each -> each.lingers(false));
      review(id);
    }));
    if (before != null) {
      vertx.cancelTimer(before);
    }
  }

  private void review(String id) {
    Holder holder = holders.get(id);
    if (holder == null || holder.isThere()) {
      return;
    }
    holders.remove(id);
    realm.forget(holder.writable());
    if (holder.hasSpoken()) {
      bus.publish(new Message(Subjects.serverLeft(holder.name()), Payload.EMPTY));
    }
  }

  /** Sends all elsewhere. */
  void drain() {
    draining = true;
    List.copyOf(sessions.values()).forEach(ServerSession::drain);
  }

  /** All are gone. */
  void stop() {
    List.copyOf(sessions.values()).forEach(ServerSession::end);
    lingering.values().forEach(vertx::cancelTimer);
    lingering.clear();
    holders.values().forEach(each -> each.lingers(false));
    List.copyOf(holders.keySet()).forEach(this::review);
  }
}
