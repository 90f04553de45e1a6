package dev.atoll.http;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.NewestTerm;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import dev.atoll.protocol.message.ServiceStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is where and with whom, as the bus tells it: positions from heartbeats, islands and the archipelago's life from its
 * reports. Messages that cannot be read are counted and dropped.
 *
 * <p>Belongs to the event loop it is started on. A peer is forgotten when it disconnects, when it connects anew, and when
 * it was silent for as long as the archipelago itself would wait.
 */
public final class Statistics {
  /** Far beyond what one realm holds, and not what fills the memory: other buses bring whom they like. */
  private static final int MAX_PEERS =
      (int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / (4 << 10));

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

  /** As the reference stats service: the archipelago reports every 10 s. */
  private static final Duration ARCHIPELAGO_SILENCE = Duration.ofSeconds(90);

  private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);

  private final Bus bus;
  private final LongSupplier clock;
  private final long silenceMillis;
  private final Counter unreadable;

  /** At most {@link #MAX_PEERS}; newcomers beyond are not listed. */
  private final Map<String, Peer> peers = new LinkedHashMap<>();

  private final NewestTerm terms = new NewestTerm(NewestTerm.SILENCE);

  /** What ends each thing that was begun. */
  private final List<Runnable> endings = new ArrayList<>();

  /** The newest report of our own archipelago, made a message when somebody asks: most are followed by the next before. */
  private Optional<Message> report = Optional.empty();

  /** Of the last report that was asked for. */
  private IslandStatusMessage islands = IslandStatusMessage.getDefaultInstance();

  private ServiceStatus archipelago = ServiceStatus.getDefaultInstance();
  private long islandChanges;

  /**
   * @param silence after which a peer without heartbeat is forgotten
   * @param clock milliseconds since 1970
   */
  public Statistics(Bus bus, Duration silence, LongSupplier clock, MeterRegistry meters) {
    this.bus = bus;
    this.silenceMillis = silence.toMillis();
    this.clock = clock;
    this.unreadable = Counter.builder("atoll.statistics.unreadable")
        .description("Messages that the statistics could not read")
        .register(meters);
  }

  /** Listens from now on, on the current event loop. */
  public void start(Vertx vertx) {
    listen(Subjects.EVERY_HEARTBEAT, message -> moved(message.subject().token(2), message));
    listen(Subjects.EVERY_CONNECT, message -> peers.remove(message.subject().token(1)));
    listen(Subjects.EVERY_DISCONNECT, message -> peers.remove(message.subject().token(1)));
    listen(Subjects.EVERY_ISLAND_CHANGED, message -> islandChanges++);
    listen(Subjects.only(Subjects.ISLANDS), this::reported);
    listen(Subjects.only(Subjects.DISCOVERY), this::discovered);
    endings.add(bus.overhear(
        Subjects.EVERY_NODE_LOST, message -> lost(Subjects.lostNode(message.subject())))::cancel);
    long timer = vertx.setPeriodic(SWEEP_INTERVAL.toMillis(), ignored -> sweep());
    endings.add(() -> vertx.cancelTimer(timer));
  }

  /** Listens no more. */
  public void stop() {
    endings.forEach(Runnable::run);
    endings.clear();
  }

  /** How many peers have a position. */
  public int peers() {
    return peers.size();
  }

  /** How many islands there are. */
  public int islands() {
    return decoded().getDataCount();
  }

  /** How many peers are in an island. */
  public int peersInIslands() {
    int count = 0;
    for (IslandData island : decoded().getDataList()) {
      count += island.getPeersCount();
    }
    return count;
  }

  /** How often a peer was sent to an island. */
  public long islandChanges() {
    return islandChanges;
  }

  /** Whether the archipelago reported lately. */
  boolean archipelagoLives() {
    return clock.getAsLong() - archipelago.getCurrentTime() < ARCHIPELAGO_SILENCE.toMillis();
  }

  /** Users by the archipelago's last report. */
  long archipelagoUsers() {
    return Integer.toUnsignedLong(archipelago.getUserCount());
  }

  Optional<Peer> peer(String address) {
    return Optional.ofNullable(peers.get(address));
  }

  /** A listed island: one whose center is known. */
  Optional<IslandData> island(String id) {
    for (IslandData island : decoded().getDataList()) {
      if (island.getId().equals(id) && island.hasCenter()) {
        return Optional.of(island);
      }
    }
    return Optional.empty();
  }

  /** All of it as it is now; costs a copy of two lists. */
  Crowd crowd() {
    List<IslandData> all = decoded().getDataList();
    List<IslandData> listed = new ArrayList<>(all.size());
    for (IslandData island : all) {
      if (island.hasCenter()) {
        listed.add(island);
      }
    }
    return new Crowd(new ArrayList<>(peers.values()), listed);
  }

  private void listen(Pattern pattern, Reader reader) {
    endings.add(bus.subscribe(pattern, message -> read(reader, message))::cancel);
  }

  private void read(Reader reader, Message message) {
    try {
      reader.read(message);
    } catch (InvalidProtocolBufferException garbage) {
      unreadable.increment();
      LOG.debug("Message not readable subject={} cause={}", message.subject(), garbage.toString());
    }
  }

  private void moved(String address, Message message) throws InvalidProtocolBufferException {
    Heartbeat heartbeat = message.payload().as(Heartbeat.class, Heartbeat.parser());
    Position at = heartbeat.getPosition();
    if (!heartbeat.hasPosition() || !Positions.isSound(heartbeat)) {
      return;
    }
    if (peers.size() < MAX_PEERS || peers.containsKey(address)) {
      peers.put(
          address,
          new Peer(
              address,
              message.headers().get(Headers.NODE).orElse(""),
              clock.getAsLong(),
              at.getX(),
              at.getY(),
              at.getZ()));
    }
  }

  /** Bytes, which come from elsewhere and may be garbage, are read at once: no garbage takes a good report's place. */
  private void reported(Message message) throws InvalidProtocolBufferException {
    if (!terms.counts(message.headers(), System.nanoTime())) {
      return;
    }
    if (message.payload() instanceof Payload.Encoded) {
      regrouped(message);
      report = Optional.empty();
    } else {
      report = Optional.of(message);
    }
  }

  private IslandStatusMessage decoded() {
    report.ifPresent(message -> {
      report = Optional.empty();
      read(this::regrouped, message);
    });
    return islands;
  }

  private void regrouped(Message message) throws InvalidProtocolBufferException {
    islands = message.payload().as(IslandStatusMessage.class, IslandStatusMessage.parser());
  }

  private void discovered(Message message) throws InvalidProtocolBufferException {
    if (!terms.counts(message.headers(), System.nanoTime())) {
      return;
    }
    Payload payload = message.payload();
    archipelago = payload
        .as(ServiceDiscoveryMessage.class, ServiceDiscoveryMessage.parser())
        .getStatus();
  }

  /** Its peers come back, or do not; until then nobody knows where they are. */
  private void lost(String node) {
    peers.values().removeIf(peer -> peer.node().equals(node));
  }

  private void sweep() {
    long oldest = clock.getAsLong() - silenceMillis;
    peers.values().removeIf(peer -> peer.time() < oldest);
  }

  private interface Reader {
    void read(Message message) throws InvalidProtocolBufferException;
  }
}
