package dev.atoll.archipelago;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.islands.EngineState;
import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandChange.ChangeTo;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.Wish;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.AbsentPeer;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ReignMessage;
import dev.atoll.protocol.message.RideMessage;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.Review;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportChoice;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Who is grouped with whom, and who was told so. Without clock or timers of its own; used by one thread at a time. */
final class Grouping implements Announcements.Telling {
  /** Peers that come through other systems, where nobody else bounds them. */
  static final int MOST_FOREIGN = mostForeign(Runtime.getRuntime().maxMemory());

  /** What one may take with its island, its place in reports and all else that is remembered of it. */
  private static final int BYTES_EACH = 8 << 10;

  /** Stands for what carried an island under another leader and is not there any more. */
  private static final Transport GONE =
      (island, passengers) -> Future.failedFuture("the transport is gone");

  private final Bus bus;
  private final IslandsEngine engine;
  private final TransportChoice transports;
  private final Presence presence;
  private final Absence absence;
  private final Announced announced;
  private final Announcements announcements;
  private final BridgeOrders bridges;
  private final Supplier<Headers> asLeader;

  Grouping(Vertx vertx, Bus bus, Parts parts) {
    this.bus = bus;
    this.engine = parts.engine();
    this.transports = parts.transports();
    this.presence = new Presence(parts.heartbeatTimeout().toNanos());
    this.absence = new Absence(parts.absence().toNanos());
    this.announced = new Announced(bus);
    this.bridges = new BridgeOrders(bus);
    this.asLeader = parts.asLeader();
    this.announcements = new Announcements(vertx, transports, this);
  }

  /**
   * What groups.
   *
   * @param engine decides
   * @param transports carry islands
   * @param heartbeatTimeout after which a silent peer is dropped
   * @param absence for which a peer whose node is lost keeps its place
   * @param asLeader goes with what the realm's leader alone tells
   */
  record Parts(
      IslandsEngine engine,
      TransportChoice transports,
      Duration heartbeatTimeout,
      Duration absence,
      Supplier<Headers> asLeader) {}

  /**
   * A peer is there. False, and nothing happens, when its heartbeat is not sound, since not only our own doors publish them,
   * when it is of a login that a later one has followed, or when it is new and there are {@link #MOST_FOREIGN} that come
   * through other systems as it does.
   */
  boolean heartbeat(String address, Heartbeat heartbeat, Sighted sighted) {
    if (!Positions.isSound(heartbeat)) {
      return false;
    }
    Position at = heartbeat.getPosition();
    Headers known = presence.headers(address);
    if (isTooMany(address, sighted.headers()) || Logins.isAfter(known, sighted.headers())) {
      return false;
    }
    boolean isNewLogin = Logins.isAfter(sighted.headers(), known);
    presence.seen(address, sighted.headers(), sighted.nanos());
    engine.move(address, at.getX(), at.getY(), at.getZ(), wish(heartbeat));
    absence.end(address);
    if (isNewLogin) {
      // its island was told to the login before
      engine.islandOf(address).ifPresent(island -> announcements.add(address, island));
    }
    return true;
  }

  private static Wish wish(Heartbeat heartbeat) {
    return heartbeat.hasDesiredRoom() ? Wish.room(heartbeat.getDesiredRoom()) : Wish.UNCHANGED;
  }

  /**
   * Begins with what another leader left; nobody who is where it was told to be is told anything.
   *
   * @param nodes that are there; peers of others are absent
   */
  void takeOver(Gathering gathered, Gathering.Before before, Set<String> nodes, long now) {
    adopt(gathered.islands(before, engine.parameters().size()), now);
    for (Standing newcomer : gathered.newcomers()) {
      heartbeat(
          newcomer.address(),
          newcomer.heartbeat(),
          new Sighted(newcomer.headers(), newcomer.nanos()));
    }
    // in no island when their node was lost: other systems know of them all the same
    before.peers().stream()
        .filter(each -> !presence.has(each.address()) && !nodes.contains(each.node()))
        .forEach(each -> presence.seen(each.address(), each.headers(), each.nanos()));
    Set<String> absent = presence.nodes();
    absent.removeAll(nodes);
    before.reign().getAbsentList().stream()
        .filter(each -> absent.contains(presence.node(each.getAddress())))
        .forEach(each -> absence.continued(
            each.getAddress(), now - 1_000_000L * each.getMillis(), each.getBack()));
    absent.forEach(node -> lost(node, now));
  }

  /** Takes over islands as another leader left them. */
  private void adopt(List<Gathering.Adopted> islands, long nanos) {
    for (Gathering.Adopted island : islands) {
      List<EngineState.PeerState> members =
          island.members().stream().map(Grouping::state).toList();
      engine.adopt(new EngineState.IslandState(island.id(), island.size(), true, members));
      engine.island(island.id()).ifPresent(found -> transports.adopt(found, island.stay(), nanos));
      island.members().forEach(this::adopt);
    }
  }

  /** One whose island was carried by what is gone since, or is not known here, is told where it is now. */
  private void adopt(Standing member) {
    String address = member.address();
    String island = member.island();
    if (!presence.has(address)) {
      presence.seen(address, member.headers(), member.nanos());
    }
    if (announced.island(address).isPresent()) {
      return;
    }
    boolean carried =
        member.transport().isEmpty() || member.transport().equals(transports.nameOf(island));
    announced.adopt(address, island, carried ? transports.of(island) : GONE);
    // it may have logged in anew since what is adopted, and that login was told nothing
    if (!carried || Logins.isAfter(presence.headers(address), member.headers())) {
      announcements.add(address, island);
    }
  }

  private static EngineState.PeerState state(Standing member) {
    Position at = member.heartbeat().getPosition();
    String wish = member.heartbeat().getDesiredRoom();
    return new EngineState.PeerState(member.address(), at.getX(), at.getY(), at.getZ(), wish);
  }

  /**
   * These are all the sessions of a node that was not heard for a while: what was missed is made good.
   *
   * @param node its id; empty: this one
   */
  void reconcile(String node, List<Standing> sessions, long nanos) {
    Map<String, Standing> now = new HashMap<>();
    sessions.forEach(each -> now.put(each.address(), each));
    for (String address : presence.at(node)) {
      Standing here = now.get(address);
      if (here == null || Logins.isAfter(here.headers(), presence.headers(address))) {
        forget(address);
      }
    }
    List<Standing> missed =
        sessions.stream().filter(each -> !presence.has(each.address())).toList();
    Gathering found = new Gathering(List.of());
    found.report(missed);
    adopt(found.islands(Gathering.Before.NOTHING, engine.parameters().size()), nanos);
    missed.forEach(each -> announced.joined(each.address()));
    sessions.forEach(each -> met(each, nanos));
  }

  /** One that was told another island than it has here is told again. */
  private void met(Standing session, long nanos) {
    String address = session.address();
    if (!session.heartbeat().hasPosition() || isElsewhere(session)) {
      return;
    }
    absence.end(address);
    if (!presence.has(address)) {
      heartbeat(address, session.heartbeat(), new Sighted(session.headers(), session.nanos()));
      return;
    }
    presence.seen(address, session.headers(), nanos);
    engine
        .islandOf(address)
        .filter(island -> !island.equals(session.island()))
        .ifPresent(island -> announcements.add(address, island));
  }

  /** Another login of that address is the later one. */
  private boolean isElsewhere(Standing session) {
    return Logins.isAfter(presence.headers(session.address()), session.headers());
  }

  /** That node is not heard any more: its peers keep their places for a while. */
  void lost(String node, long nanos) {
    absence.begin(presence.at(node), nanos);
  }

  /** A peer logged in anew: its island is forgotten, unless it was absent, and then finds it as it was. */
  void connected(String address, long nanos) {
    if (!absence.isBack(address, nanos)) {
      forget(address);
    }
  }

  /** A login is over; nothing happens when the peer has another one since. */
  void disconnected(String address, Headers headers) {
    if (headers.concerns(Logins.of(presence.headers(address)))) {
      forget(address);
    }
  }

  /** Several times the largest realm there was, and never more than fit into a heap of that size. */
  static int mostForeign(long heap) {
    return (int) Math.min(100_000, heap / BYTES_EACH);
  }

  private boolean isTooMany(String address, Headers headers) {
    return presence.foreign() >= MOST_FOREIGN
        && Presence.isForeign(headers)
        && !presence.has(address);
  }

  /**
   * How a heartbeat came.
   *
   * @param headers origin and login of the peer's session, where they are known
   * @param nanos when
   */
  record Sighted(Headers headers, long nanos) {}

  /** A peer is gone, or logged in anew: its island is forgotten, and its next heartbeat assigns one. */
  void forget(String address) {
    presence.forget(address);
    absence.end(address);
    engine.disconnect(address);
    announcements.remove(address);
    announced.gone(address);
  }

  /** Groups anew; tells who is where to whoever listens, and to each peer what changed for it. */
  void flush(long nanos) {
    presence.expire(nanos, absence::has).forEach(this::forget);
    Absence.Expired expired = absence.expire(nanos);
    expired.gone().forEach(this::leave);
    expired.silent().forEach(this::forget);
    int size = transports.openSize();
    if (size > 0) {
      engine.openAt(size);
    }
    for (IslandChange change : engine.flush()) {
      if (change instanceof ChangeTo to) {
        changed(to.peer(), to.island());
      }
    }
    ride(transports.review(new Review(engine.islands(), presence::hasTopics, nanos)));
    bus.publish(new Message(Subjects.ISLANDS, new IslandsReport(engine.islands()), asLeader.get()));
    if (!asLeader.get().values().isEmpty()) {
      bus.publish(new Message(Subjects.REIGN, Payload.of(reign(nanos)), asLeader.get()));
    }
    announcements.run();
  }

  /** For who comes to lead after this node. */
  private ReignMessage reign(long nanos) {
    ReignMessage.Builder reign = ReignMessage.newBuilder();
    transports
        .stays(nanos)
        .forEach((island, stay) -> reign.addRides(RideMessage.newBuilder()
            .setIsland(island)
            .setTransport(stay.name())
            .setRule(stay.rule())
            .setStayMillis((int) Math.min(Integer.MAX_VALUE, stay.nanos() / 1_000_000))));
    absence.read((address, since, back) -> reign.addAbsent(AbsentPeer.newBuilder()
        .setAddress(address)
        .setMillis((int) ((nanos - since) / 1_000_000))
        .setBack(back)));
    return reign.build();
  }

  /** One that did not come back from a lost node is told gone to everybody, since its own node cannot. */
  private void leave(String address) {
    bus.publish(new Message(Subjects.disconnect(address), Payload.EMPTY, presence.login(address)));
    forget(address);
  }

  private void ride(Review.Outcome outcome) {
    outcome.resized().forEach(each -> engine.resize(each.island(), each.maxPeers()));
    outcome.bridged().forEach(bridges::tell);
    outcome.moved().forEach(this::tellAll);
  }

  /** A peer that is back where it was told to be need not be told again. */
  private void changed(String address, String island) {
    if (announced.isAt(address, island, transports.of(island))) {
      announcements.remove(address);
    } else {
      announcements.add(address, island);
    }
  }

  /** Its transport is another one now. */
  private void tellAll(IslandSnapshot island) {
    island.peers().forEach(peer -> announcements.add(peer, island.id()));
  }

  @Override
  public Passenger passenger(String address) {
    return new Passenger(address, presence.origin(address));
  }

  @Override
  public void tell(String island, Transport transport, Map<String, String> strings) {
    if (strings.isEmpty()) {
      return;
    }
    engine.island(island).ifPresent(snapshot -> {
      IslandChangedMessages messages = IslandChangedMessages.to(snapshot, engine::positionOf);
      strings.forEach((address, string) -> announced.moved(
          address,
          island,
          new Announced.Told(
              messages.forPeer(string, announced.island(address)),
              presence.login(address).with(Headers.TRANSPORT, transports.nameOf(island)),
              transport)));
    });
  }

  /** One that was told an island before returns to it, or is told later; another starts anew with its next heartbeat. */
  @Override
  public void refused(String address) {
    Optional<String> before = announced.island(address);
    if (before.isEmpty()) {
      forget(address);
    } else if (engine.putBack(address, before.get())) {
      announcements.remove(address);
    }
  }

  /** What goes with whatever the realm's leader alone tells. */
  Headers asLeader() {
    return asLeader.get();
  }

  /** Peers heard of. */
  int peers() {
    return presence.size();
  }

  /** Each peer's island as it was told. */
  Map<String, String> told() {
    return announced.islands();
  }

  IslandsEngine engine() {
    return engine;
  }
}
