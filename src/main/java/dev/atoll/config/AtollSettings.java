package dev.atoll.config;

import java.util.Map;

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
 * @param nats the bridge to NATS
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
    NatsSettings nats,
    AccessSettings access,
    EthereumSettings ethereum,
    LogSettings log) {
  public AtollSettings {
    boolean ownCore = node.runs(NodeSettings.Part.ARCHIPELAGO);
    Check.require(
        "nats.trust",
        !(ownCore && nats.trust().filter(NatsSettings.Trust.CORE::equals).isPresent()),
        SettingKey.word(NatsSettings.Trust.CORE),
        "core only on a node whose node.run is without archipelago (all takes both)");
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

  /** What messages from NATS may do: as set, else {@code core} where there is no archipelago here and {@code none} where there is. */
  public NatsSettings.Trust natsTrust() {
    boolean ownCore = node.runs(NodeSettings.Part.ARCHIPELAGO);
    return nats.trust().orElse(ownCore ? NatsSettings.Trust.NONE : NatsSettings.Trust.CORE);
  }
}
