package dev.atoll.nats;

import static dev.atoll.config.NatsSettings.Dialect.SEED;
import static dev.atoll.config.NatsSettings.Dialect.YEAR_2022;
import static dev.atoll.config.NatsSettings.Dialect.YEAR_2023;

import dev.atoll.config.NatsSettings.Dialect;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One row of the NATS table: how dialects spell one kind of event. Of the rows of a kind the first that is spoken is the one
 * by which Atolls hear each other. Source: the comms v3 document's table and wire.md §11.
 */
enum Form {
  /** The position is written as floats, as since October 2022. */
  HEARTBEAT(Kind.HEARTBEAT, "client-proto.peer.*.heartbeat", Content.SAME, SEED, YEAR_2022),
  /** As the document spells it; nobody is known to say it. */
  HEARBEAT(Kind.HEARTBEAT, "client-proto.peer.*.hearbeat", Content.HEARD_ONLY, SEED),
  HEARTBEAT_2023(Kind.HEARTBEAT, "peer.*.heartbeat", Content.SAME, YEAR_2023),
  CONNECT(Kind.CONNECT, "peer.*.connect", Content.SAME, SEED, YEAR_2022, YEAR_2023),
  DISCONNECT(Kind.DISCONNECT, "peer.*.disconnect", Content.SAME, SEED, YEAR_2022, YEAR_2023),
  ISLAND_CHANGED(Kind.ISLAND_CHANGED, "client-proto.peer.*.island_changed", Content.LEGACY, SEED),
  ISLAND_CHANGED_2022(
      Kind.ISLAND_CHANGED, "client-proto.*.island_changed", Content.LEGACY, YEAR_2022),
  ISLAND_CHANGED_2023(Kind.ISLAND_CHANGED, "engine.peer.*.island_changed", Content.SAME, YEAR_2023),
  PEER_JOIN(Kind.PEER_JOIN, "client-proto.island.*.peer_join", Content.SAME, SEED, YEAR_2022),
  PEER_LEFT(Kind.PEER_LEFT, "client-proto.island.*.peer_left", Content.SAME, SEED, YEAR_2022),
  ISLANDS_2023(Kind.ISLANDS, "engine.islands", Content.SAME, YEAR_2023),
  ISLANDS_2022(Kind.ISLANDS, "archipelago.islands", Content.LEGACY, YEAR_2022),
  DISCOVERY_2023(Kind.DISCOVERY, "engine.discovery", Content.SAME, YEAR_2023),
  DISCOVERY_2022(Kind.DISCOVERY, "service.discovery", Content.JSON, YEAR_2022),
  TOPIC(Kind.TOPIC, "client-proto.peer.*.>", Content.SAME, SEED, YEAR_2022),
  /** The same once more, as application data. */
  TOPIC_AGAIN(Kind.TOPIC, "client.peer.*.>", Content.SAME, SEED),
  SYSTEM_TOPIC(Kind.SYSTEM_TOPIC, "client-proto.>", Content.HEARD_ONLY, SEED, YEAR_2022),
  SCENE(Kind.SCENE, "messageBus.scene.*.>", Content.SAME, SEED, YEAR_2022, YEAR_2023),
  ISLAND_MESSAGE(
      Kind.ISLAND_MESSAGE, "messageBus.island.*.>", Content.SAME, SEED, YEAR_2022, YEAR_2023),
  /** Atoll's own, whatever else is spoken. */
  TRANSPORT(Kind.TRANSPORT, "transport.discovery", Content.SAME, SEED, YEAR_2022, YEAR_2023),
  TERM(Kind.TERM, "atoll.term", Content.SAME, SEED, YEAR_2022, YEAR_2023),
  BRIDGE(Kind.BRIDGE, "transport.bridge.*", Content.SAME, SEED, YEAR_2022, YEAR_2023);

  /** What the payload is. */
  enum Content {
    /** That of the bus. */
    SAME,
    /** That of the bus, positions written as {@code nats.legacy-positions} says. */
    LEGACY,
    /** The reference's JSON. */
    JSON,
    /** That of the bus; never said. */
    HEARD_ONLY
  }

  /** The forms of a kind stand together. */
  private static final Map<Kind, Form> FIRST = new EnumMap<>(Kind.class);

  static {
    for (Form form : values()) {
      FIRST.putIfAbsent(form.kind, form);
    }
  }

  private final Kind kind;
  private final String pattern;
  private final Content content;
  private final Set<Dialect> dialects;
  private final int aboutToken;
  private final int tokens;

  Form(Kind kind, String pattern, Content content, Dialect... dialects) {
    this.kind = kind;
    this.pattern = pattern;
    this.content = content;
    this.dialects = Set.of(dialects);
    List<String> parts = List.of(pattern.split("\\."));
    this.aboutToken = parts.indexOf("*");
    this.tokens = parts.size();
  }

  Kind kind() {
    return kind;
  }

  /** Which of the forms of its kind it is, from 0. */
  int number() {
    return ordinal() - FIRST.getOrDefault(kind, this).ordinal();
  }

  /** What the subjects of this form match. */
  String pattern() {
    return pattern;
  }

  Content content() {
    return content;
  }

  /** Which token of a subject names the peer or island it is about, from 0; -1 when none does. */
  int aboutToken() {
    return aboutToken;
  }

  /** How many tokens its subjects have at least. */
  int tokens() {
    return tokens;
  }

  boolean isOf(Set<Dialect> spoken) {
    return dialects.stream().anyMatch(spoken::contains);
  }

  /** Whether other Atolls read it: the seed's, and of two of those the first. */
  boolean isSeeds() {
    return dialects.contains(SEED) && this != TOPIC_AGAIN;
  }

  /** The subject of this form about one peer or island. */
  String subject(String about) {
    return pattern.replace("*", about);
  }
}
