package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Subjects;
import dev.atoll.config.TransportRule;
import dev.atoll.islands.Admission;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.transport.RuledTransports;
import dev.atoll.transport.SceneMap;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportChoice;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plays a recorded test of the service around the engine, and holds what was told against what the test asserted. */
final class ServiceTrace {
  private final JsonNode trace;
  private final FakeTransport transport = new FakeTransport();
  private final IslandsEngine engine;
  private final Grouping grouping;
  private final Headers headers;

  /** What each peer was told last in this step: an island, or that it left one. */
  private final Map<String, String> told = new HashMap<>();

  /** What the transport of the trace is among those that an island may ride on. */
  enum Riding {
    ONLY,
    PEER_TO_PEER,
    WITHOUT_TOPICS
  }

  ServiceTrace(Vertx vertx, JsonNode trace, Riding riding) {
    this.trace = trace;
    this.headers = riding == Riding.PEER_TO_PEER
        ? new Headers(Map.of(Headers.TOPICS, Headers.YES))
        : Headers.NONE;
    LocalBus bus = new LocalBus();
    this.engine = new IslandsEngine(parameters(trace.path("config")), new Admission() {
      @Override
      public boolean admits(String peer, String island) {
        return !transport.denies(peer);
      }
    });
    Grouping.Parts parts = new Grouping.Parts(
        engine, transports(riding), Duration.ofSeconds(60), Duration.ZERO, () -> Headers.NONE);
    this.grouping = new Grouping(vertx, bus, parts);
    bus.subscribe(Subjects.EVERY_PEER_LEFT, this::left);
    bus.subscribe(Pattern.of("client-proto.peer.*.island_changed"), this::changed);
  }

  private TransportChoice transports(Riding riding) {
    Transport unused = (island, passengers) -> {
      throw new AssertionError("asked for " + island);
    };
    return switch (riding) {
      case ONLY -> TransportChoice.always(transport);
      case PEER_TO_PEER -> peerToPeerFirst(transport, unused);
      case WITHOUT_TOPICS -> peerToPeerFirst(unused, transport);
    };
  }

  private TransportChoice peerToPeerFirst(Transport peers, Transport rooms) {
    TransportRule rule = new TransportRule(
        new TransportRule.When(List.of(), Optional.empty(), List.of()),
        List.of("p2p", "ws-room"),
        Optional.empty(),
        Optional.empty());
    return new RuledTransports(
        new RuledTransports.Terms(
            List.of(rule),
            trace.path("config").path("maxIslandSize").asInt(),
            Duration.ofSeconds(30),
            50,
            Duration.ofSeconds(15),
            true),
        new RuledTransports.Parts(
            peers,
            rooms,
            () -> "own",
            true,
            status -> Optional.empty(),
            SceneMap.UNKNOWN,
            island -> false));
  }

  void play() {
    for (JsonNode step : trace.path("steps")) {
      told.clear();
      step.path("ops").forEach(this::operation);
      grouping.flush(0);
      transport.overtake().forEach(grouping::forget);
      transport.answer();
      check(step.path("facts"));
    }
  }

  private void operation(JsonNode operation) {
    if (operation.has("move")) {
      move(operation.path("move"));
    } else if (operation.has("disconnect")) {
      grouping.forget(operation.path("disconnect").asText());
    } else {
      transport.operation(operation);
    }
  }

  private void move(JsonNode move) {
    Position position = Position.newBuilder()
        .setX((float) move.get(1).asDouble())
        .setY((float) move.get(2).asDouble())
        .setZ((float) move.get(3).asDouble())
        .build();
    Heartbeat heartbeat = Heartbeat.newBuilder().setPosition(position).build();
    assertThat(
            grouping.heartbeat(move.get(0).asText(), heartbeat, new Grouping.Sighted(headers, 0)))
        .isTrue();
  }

  private void changed(Message message) {
    try {
      IslandChangedMessage change =
          IslandChangedMessage.parseFrom(message.payload().bytes());
      told.put(message.subject().token(2), "changeTo " + change.getIslandId());
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private void left(Message message) {
    try {
      LeftIslandMessage left = LeftIslandMessage.parseFrom(message.payload().bytes());
      if (!grouping.told().containsKey(left.getPeerId())) {
        told.put(left.getPeerId(), "leave " + left.getIslandId());
      }
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  /** Each fact a test asserted, about the islands as they were told to peers. */
  private void check(JsonNode facts) {
    facts.fieldNames().forEachRemaining(name -> check(name, facts.get(name)));
  }

  private void check(String name, JsonNode fact) {
    switch (name) {
      case "only" -> assertThat(groups()).containsExactlyInAnyOrderElementsOf(sets(fact));
      case "count" -> assertThat(groups()).hasSize(fact.asInt());
      case "island" ->
        fact.fieldNames()
            .forEachRemaining(id -> assertThat(islands().get(id)).isEqualTo(set(fact.get(id))));
      case "allPeers" -> assertThat(new TreeSet<>(grouping.told().keySet())).isEqualTo(set(fact));
      case "updateCount" -> assertThat(told).hasSize(fact.asInt());
      case "updates" -> fact.fieldNames().forEachRemaining(peer -> update(peer, fact.get(peer)));
      case "center0" ->
        assertThat(engine.islands().get(0).center().x()).isEqualTo(fact.get(0).asDouble());
      default -> throw new AssertionError("unknown fact " + name);
    }
  }

  private void update(String peer, JsonNode update) {
    if (update.isNull()) {
      assertThat(told).doesNotContainKey(peer);
      return;
    }
    String kind = update.fieldNames().next();
    assertThat(told).containsEntry(peer, kind + " " + update.get(kind).asText());
  }

  private Map<String, TreeSet<String>> islands() {
    Map<String, TreeSet<String>> islands = new TreeMap<>();
    grouping
        .told()
        .forEach((peer, island) ->
            islands.computeIfAbsent(island, unused -> new TreeSet<>()).add(peer));
    return islands;
  }

  private List<TreeSet<String>> groups() {
    return new ArrayList<>(islands().values());
  }

  private static List<TreeSet<String>> sets(JsonNode arrays) {
    List<TreeSet<String>> sets = new ArrayList<>();
    arrays.forEach(array -> sets.add(set(array)));
    return sets;
  }

  private static TreeSet<String> set(JsonNode array) {
    TreeSet<String> set = new TreeSet<>();
    array.forEach(each -> set.add(each.asText()));
    return set;
  }

  private static IslandsParameters parameters(JsonNode config) {
    return new IslandsParameters(
        config.path("joinDistance").asDouble(),
        config.path("leaveDistance").asDouble(),
        config.path("maxIslandSize").asInt(),
        config.path("roomPrefix").asText(),
        Merge.REFERENCE);
  }
}
