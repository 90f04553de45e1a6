package dev.atoll.gateway;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.protocol.message.GatewayAcknowledged;
import dev.atoll.protocol.message.GatewayError;
import dev.atoll.protocol.message.GatewayEvent;
import dev.atoll.protocol.message.GatewayIsland;
import dev.atoll.protocol.message.GatewayMessage;
import dev.atoll.protocol.message.GatewayNotice;
import dev.atoll.protocol.message.GatewayPeer;
import dev.atoll.protocol.message.GatewaySnapshot;
import dev.atoll.protocol.message.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What servers are told, made of what the gateway knows. Pure. */
final class Events {
  /** Kinds of a room's packets of which a newer one takes the place of an older one, as explorers send them. */
  private static final Set<String> NEWEST_ONLY =
      Set.of("position", "movement", "movement_compressed", "voice");

  /** Some 50 KiB of JSON, so that a realm's snapshot waits for its reader in pieces. */
  private static final int PEERS_A_SNAPSHOT = 400;

  private static final int MEMBER = 3;
  private static final int ADDRESS = 4;
  private static final int KIND = 5;

  private Events() {}

  /** Whether a member of an island's room said it: {@code messageBus.island.<id>.peer.<address>.<kind>}. */
  private static boolean isOfMember(Message message) {
    return message.subject().size() > KIND
        && message.subject().token(1).equals("island")
        && message.subject().token(MEMBER).equals("peer");
  }

  /** Whether only the newest of its subject counts. */
  static boolean isNewestOnly(Message message) {
    return isOfMember(message) && NEWEST_ONLY.contains(message.subject().token(KIND));
  }

  static GatewayEvent.Builder said(int subscription, Message message) {
    String sender = isOfMember(message)
        ? message.subject().token(ADDRESS)
        : message.headers().get(Headers.SENDER).orElse("");
    ByteString payload = message.payload().bytes();
    return GatewayEvent.newBuilder()
        .setMessage(GatewayMessage.newBuilder()
            .setSubscription(subscription)
            .setSubject(message.subject().name())
            .setSender(sender)
            .setPayload(payload));
  }

  static GatewayEvent.Builder entered(String island, Peer peer) {
    return GatewayEvent.newBuilder().setPeerEntered(peer(peer).setIsland(island));
  }

  static GatewayEvent.Builder left(String island, Peer peer) {
    return GatewayEvent.newBuilder()
        .setPeerLeft(GatewayPeer.newBuilder().setIsland(island).setAddress(peer.address()));
  }

  /** All of these islands: one event, or several where they have so many members that one would be too large. */
  static List<GatewayEvent.Builder> snapshots(
      int subscription, Iterable<String> islands, Whereabouts whereabouts) {
    List<GatewayEvent.Builder> events = new ArrayList<>();
    GatewaySnapshot.Builder snapshot = GatewaySnapshot.newBuilder().setSubscription(subscription);
    int peers = 0;
    for (String id : islands) {
      if (peers >= PEERS_A_SNAPSHOT) {
        events.add(GatewayEvent.newBuilder().setSnapshot(snapshot.setMore(true)));
        snapshot = GatewaySnapshot.newBuilder().setSubscription(subscription);
        peers = 0;
      }
      GatewayIsland.Builder island = snapshot.addIslandsBuilder().setIsland(id);
      for (Peer peer : whereabouts.members(id)) {
        island.addPeers(peer(peer));
        peers++;
      }
    }
    events.add(GatewayEvent.newBuilder().setSnapshot(snapshot));
    return events;
  }

  static GatewayEvent.Builder notice(Unheard.What what, Unheard.Why why) {
    GatewayNotice.Builder notice =
        GatewayNotice.newBuilder().setName(why.name()).setText(why.text());
    return GatewayEvent.newBuilder()
        .setNotice(what.isScene() ? notice.setScene(what.id()) : notice.setIsland(what.id()));
  }

  static GatewayEvent.Builder acknowledged(int id, int subscription) {
    return GatewayEvent.newBuilder()
        .setAcknowledged(GatewayAcknowledged.newBuilder().setId(id).setSubscription(subscription));
  }

  static GatewayEvent.Builder error(int id, Refused refused) {
    return GatewayEvent.newBuilder()
        .setError(GatewayError.newBuilder()
            .setId(id)
            .setName(refused.problem().word())
            .setText(refused.text()));
  }

  private static GatewayPeer.Builder peer(Peer peer) {
    GatewayPeer.Builder told = GatewayPeer.newBuilder().setAddress(peer.address());
    peer.position()
        .ifPresent(at ->
            told.setPosition(Position.newBuilder().setX(at.x()).setY(at.y()).setZ(at.z())));
    return told;
  }
}
