package dev.atoll.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All settings of a node, one record a part.
 *
 * @param node what it does
 * @param http the public port
 * @param connections how many connections the public port takes
 * @param operations the management port
 * @param realm what the realm says of itself
 * @param session every WebSocket
 * @param handshake the archipelago door
 * @param bff the BFF's doors
 * @param islands how peers are grouped
 * @param rooms WebSocket rooms
 * @param cluster the nodes that are one realm
 * @param livekit deployments of LiveKit
 * @param transports what islands can ride on
 * @param rules which of it they ride on
 * @param nats the bridge to NATS
 * @param gateway the door of third-party servers
 * @param sideCar hears rooms of LiveKit
 * @param access who may not enter
 * @param ethereum where contract wallets are asked
 * @param log how the program logs
 */
public record AtollSettings(
    NodeSettings node,
    HttpSettings http,
    ConnectionsSettings connections,
    OperationsSettings operations,
    RealmSettings realm,
    SessionSettings session,
    HandshakeSettings handshake,
    BffSettings bff,
    IslandsSettings islands,
    RoomsSettings rooms,
    ClusterSettings cluster,
    List<LiveKitDeployment> livekit,
    TransportsSettings transports,
    List<TransportRule> rules,
    NatsSettings nats,
    GatewaySettings gateway,
    SideCarSettings sideCar,
    AccessSettings access,
    EthereumSettings ethereum,
    LogSettings log) {
  /** More would be looked through for each island. */
  private static final int MOST_RULES = 1000;

  public AtollSettings {
    livekit = List.copyOf(livekit);
    rules = List.copyOf(rules);
    List<String> ids = livekit.stream().map(LiveKitDeployment::id).toList();
    Check.require(
        "livekit",
        new HashSet<>(ids).size() == ids.size(),
        String.join(", ", ids),
        "deployments of different ids");
    Check.require("rules", rules.size() <= MOST_RULES, rules.size(), "at most " + MOST_RULES);
    Check.require(
        "islands.transport",
        rules.isEmpty() || islands.transport().isEmpty(),
        islands.transport().map(SettingKey::word).orElse(""),
        "unset where there are rules, which say it in full");
    Check.require(
        "rooms.public-url",
        !cluster.enabled()
            || !node.runs(NodeSettings.Part.ROOMS)
            || rooms.publicUrl().isPresent()
            || http.publicUrl().isPresent(),
        "",
        "with cluster.enabled: the URL of this very node's own under which clients reach its rooms; or http.public-url, the one under which"
            + " they reach any node, for rooms that span all nodes");
    boolean ownCore = node.runs(NodeSettings.Part.ARCHIPELAGO);
    Check.require(
        "nats.trust",
        !(ownCore && nats.trust().filter(NatsSettings.Trust.CORE::equals).isPresent()),
        SettingKey.word(NatsSettings.Trust.CORE),
        "core only on a node whose node.run is without archipelago (all takes both)");
    Check.require(
        "transports.register-with",
        transports.registerWith().isEmpty() || node.runs(NodeSettings.Part.ROOMS) && !ownCore,
        transports.registerWith().map(Object::toString).orElse(""),
        "set only on a node whose node.run has rooms and no archipelago, which would give the same rooms out");
  }

  /** The packaged defaults; no file, environment or flag is looked at. */
  public static AtollSettings defaults() {
    return of(Map.of());
  }

  /**
   * The packaged defaults with some keys changed, for programs that embed a node and for tests; no file, environment
   * or flag is looked at.
   *
   * @param values texts by full key, as flags have them: {@code Map.of("http.port", "0", "islands.size", "20")}
   * @throws InvalidSettingsException with everything that is wrong: unknown keys, values that do not hold
   */
  public static AtollSettings of(Map<String, String> values) {
    return SettingsLoader.of(values);
  }

  /** The rules, or the one that {@code islands.transport} is short for; none: WebSocket rooms for all. */
  public List<TransportRule> transportRules() {
    if (!rules.isEmpty() || islands.transport().isEmpty()) {
      return rules;
    }
    List<String> use = Stream.of(islands.transport().get(), TransportKind.WS_ROOM)
        .distinct()
        .map(SettingKey::word)
        .toList();
    TransportRule.When always = new TransportRule.When(List.of(), Optional.empty(), List.of());
    return List.of(new TransportRule(always, use, Optional.empty(), Optional.empty()));
  }

  /** What messages from NATS may do: as set, else {@code core} where there is no archipelago here and {@code none} where there is. */
  public NatsSettings.Trust natsTrust() {
    boolean ownCore = node.runs(NodeSettings.Part.ARCHIPELAGO);
    return nats.trust().orElse(ownCore ? NatsSettings.Trust.NONE : NatsSettings.Trust.CORE);
  }

  /** The same with those rooms. */
  public AtollSettings with(RoomsSettings others) {
    return new AtollSettings(
        node,
        http,
        connections,
        operations,
        realm,
        session,
        handshake,
        bff,
        islands,
        others,
        cluster,
        livekit,
        transports,
        rules,
        nats,
        gateway,
        sideCar,
        access,
        ethereum,
        log);
  }

  /** The same with that door of third-party servers. */
  public AtollSettings with(GatewaySettings other) {
    return new AtollSettings(
        node,
        http,
        connections,
        operations,
        realm,
        session,
        handshake,
        bff,
        islands,
        rooms,
        cluster,
        livekit,
        transports,
        rules,
        nats,
        other,
        sideCar,
        access,
        ethereum,
        log);
  }
}
