package dev.atoll.config;

import java.util.Map;

/**
 * All settings of a node, one record a part.
 *
 * @param http the public port
 * @param connections how many connections the public port takes
 * @param operations the management port
 * @param realm what the realm says of itself
 * @param session every WebSocket
 * @param handshake the archipelago door
 * @param bff the BFF's doors
 * @param islands how peers are grouped
 * @param rooms WebSocket rooms
 * @param access who may not enter
 * @param ethereum where contract wallets are asked
 * @param log how the program logs
 */
public record AtollSettings(
    HttpSettings http,
    ConnectionsSettings connections,
    OperationsSettings operations,
    RealmSettings realm,
    SessionSettings session,
    HandshakeSettings handshake,
    BffSettings bff,
    IslandsSettings islands,
    RoomsSettings rooms,
    AccessSettings access,
    EthereumSettings ethereum,
    LogSettings log) {

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
}
