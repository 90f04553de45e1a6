package dev.atoll.config;

/**
 * All settings of a node, one record a part.
 *
 * @param http the public port
 * @param operations the management port
 * @param realm what the realm says of itself
 * @param session every WebSocket
 * @param handshake the archipelago door
 * @param islands how peers are grouped
 * @param rooms WebSocket rooms
 * @param access who may not enter
 * @param ethereum where contract wallets are asked
 * @param log how the program logs
 */
public record AtollSettings(
    HttpSettings http,
    OperationsSettings operations,
    RealmSettings realm,
    SessionSettings session,
    HandshakeSettings handshake,
    IslandsSettings islands,
    RoomsSettings rooms,
    AccessSettings access,
    EthereumSettings ethereum,
    LogSettings log) {}
