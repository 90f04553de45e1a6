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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** All servers that are there: their sessions, and who holds which token. Used on one event loop only. */
final class ConnectedServers {
  /** How long a server that published by a request of its own counts as there after it. */
  static final long LINGER_MILLIS = 30_000;

  /** One token has half of all sessions at most, where that is not very few. */
  private static final int SHARE = 2;

  private static final int LEAST_SHARE = 4;

  private final Vertx vertx;
  private final Bus bus;
  private final GatewaySettings settings;
  private final Realm realm;
  private final Listening listening;

  /** A token: so that servers of several gateways are told apart. */
  private final String gateway;

  /** By their ids; at most {@code gateway.max-servers}. */
  private final Map<String, ServerSession> sessions = new LinkedHashMap<>();

  /** By the id of their token; each has a session, or published within the last {@value #LINGER_MILLIS} ms. */
  private final Map<String, Holder> holders = new HashMap<>();

  /** By the id of a token that did something lately; swept each few seconds. */
  private final Map<String, Rates> rates = new HashMap<>();

  private final Map<String, Long> lingering = new HashMap<>();

  private boolean draining;

  /**
   * @param realm who is where, and on which scenes
   * @param listening is told what they may write
   */
  ConnectedServers(
      Vertx vertx, Bus bus, GatewaySettings settings, Realm realm, Listening listening) {
    this.vertx = vertx;
    this.bus = bus;
    this.settings = settings;
    this.realm = realm;
    this.listening = listening;
    this.gateway = listening.gateway();
  }

  int size() {
    return sessions.size();
  }

  /**
   * Makes room for one more session. Where there are too many, of this token or of all, one without a connection goes; of one token
   * there are never more than half of all, so that none can shut the others out.
   *
   * @param things that it begins with, itself among them
   * @throws ClientFault as {@link CloseReason#TOO_MANY_SERVERS}, or when all are sent elsewhere
   * @throws Refused when this token asks for too much
   * @throws AuthRefusedException as {@link #holder} does
   */
  void admit(Grant grant, int things) {
    if (draining) {
      throw new ClientFault(CloseReason.DRAINING);
    }
    ask(grant, things);
    int its = holder(grant).sessions();
    try {
      if (its >= Math.max(LEAST_SHARE, settings.maxServers() / SHARE)) {
        end(each -> each.grant().id().equals(grant.id()));
      } else if (sessions.size() >= settings.maxServers()) {
        end(each -> true);
      }
    } catch (ClientFault full) {
      review(grant.id());
      throw full;
    }
  }

  private void end(Predicate<ServerSession> which) {
    sessions.values().stream()
        .filter(each -> !each.isAttached() && which.test(each))
        .findFirst()
        .orElseThrow(() -> new ClientFault(CloseReason.TOO_MANY_SERVERS))
        .end();
  }

  /**
   * Counts what a token asks for.
   *
   * @throws Refused when it is too much
   */
  void ask(Grant grant, int things) {
    if (!rates(grant).mayAsk(things)) {
      throw new Refused(
          Problem.TOO_FAST,
          "More than " + Rates.ASKED_PER_SECOND + " subscriptions and connections a second");
    }
  }

  Rates rates(Grant grant) {
    return rates.computeIfAbsent(grant.id(), id -> new Rates(settings.publishRate()));
  }

  /** Forgets what new ones would be like. */
  void sweep() {
    rates.values().removeIf(Rates::areFull);
  }

  /** One more session, which was admitted. */
  void add(ServerSession session) {
    sessions.put(session.id(), session);
    holder(session.grant()).sessions(1);
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
        .filter(each -> isOf(each, grant) && each.form() == form);
  }

  /** A token of the same id that allows something else does not open what this one opened. */
  private static boolean isOf(ServerSession session, Grant grant) {
    Grant its = session.grant();
    return its.id().equals(grant.id())
        && its.read().equals(grant.read())
        && its.write().equals(grant.write());
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
    Coverage writable = realm.coverage(grant.write(), listening.writing());
    listening.mayWrite(grant.write(), writable.islands());
    return new Holder(nameOf(grant), grant.write(), writable);
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
    holder.end(realm);
    listening.writesNoMore(holder.writes(), holder.writable().islands());
    if (holder.hasSpoken()) {
      bus.publish(new Message(Subjects.serverLeft(holder.name()), Payload.EMPTY));
    }
  }

  /** Who came by a token of these ids is gone. */
  void revoke(Collection<String> ids) {
    Set<String> revoked = Set.copyOf(ids);
    for (ServerSession session : List.copyOf(sessions.values())) {
      if (revoked.contains(session.grant().id())) {
        session.end(CloseReason.BAD_TOKEN);
      }
    }
    revoked.forEach(this::lingersNoMore);
  }

  private void lingersNoMore(String id) {
    Long timer = lingering.remove(id);
    if (timer != null) {
      vertx.cancelTimer(timer);
      Optional.ofNullable(holders.get(id)).ifPresent(each -> each.lingers(false));
      review(id);
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
