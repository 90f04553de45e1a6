package dev.atoll.gateway;

import dev.atoll.bus.Bus;
import dev.atoll.config.GatewaySettings;
import io.vertx.core.Vertx;

/**
 * What sessions of servers work with.
 *
 * @param vertx of the node
 * @param bus where they hear and speak
 * @param settings of the gateway
 * @param realm who is where
 * @param listening tells the realm what they listen to
 * @param unheard what cannot be heard now, though it is listened to
 * @param servers who is there
 * @param meters where is counted
 */
record GatewayParts(
    Vertx vertx,
    Bus bus,
    GatewaySettings settings,
    Realm realm,
    Listening listening,
    Unheard unheard,
    ConnectedServers servers,
    GatewayMeters meters) {}
