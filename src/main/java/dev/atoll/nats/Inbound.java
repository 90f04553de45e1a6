package dev.atoll.nats;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.nats.Form.Content;
import dev.atoll.nats.Marks.Told;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the bus's messages of what comes from NATS, and believes nothing: subjects are checked token by token, payloads are
 * bounded, parsed and made anew, so that what nobody knows goes no further; a malformed island of a report, or peer of an island,
 * is left out of it. Pure; safe for any thread.
 */
final class Inbound {
  private static final int LONGEST_CONNECTION_STRING = 4096;

  /** Of all messages that say no more than that they came from NATS. */
  private static final Headers FOREIGN = new Headers(Map.of(Headers.VIA, Headers.NATS));

  /** Of heartbeats whose peers can set up links through topics. */
  private static final Headers WITH_TOPICS =
      new Headers(Map.of(Headers.VIA, Headers.NATS, Headers.TOPICS, Headers.YES));

  private Inbound() {}

  /**
   * The event of a message that came in this form.
   *
   * @param told what another Atoll says of it beside
   * @throws Malformed when it is not what the form asks for
   */
  static Event read(Form form, String name, byte[] payload, Told told) throws Malformed {
    if (payload.length > form.kind().mostBytes()) {
      throw new Malformed("payload too large");
    }
    try {
      Subject subject = Subject.of(name);
      if (subject.size() < form.tokens()) {
        throw new Malformed("subject");
      }
      ByteString bytes = ByteString.copyFrom(payload);
      return switch (form.kind()) {
        case HEARTBEAT -> heartbeat(form, Tokens.address(form, subject), bytes, told);
        case CONNECT -> presence(form, Subjects.connect(Tokens.address(form, subject)), subject);
        case DISCONNECT ->
          presence(form, Subjects.disconnect(Tokens.address(form, subject)), subject);
        case ISLAND_CHANGED -> islandChanged(form, Tokens.address(form, subject), bytes);
        case PEER_JOIN -> peerJoin(form, Tokens.island(form, subject), bytes);
        case PEER_LEFT -> peerLeft(form, Tokens.island(form, subject), bytes);
        case ISLANDS -> islands(form, bytes);
        case DISCOVERY -> discovery(form, bytes);
        case TOPIC -> topic(form, subject, bytes);
        case SYSTEM_TOPIC -> systemTopic(form, subject, bytes);
        case SCENE -> scene(form, subject, bytes, told.sender());
        case ISLAND_MESSAGE -> islandMessage(form, subject, bytes);
        // sealed: who has the secret looks into it
        case TRANSPORT ->
          event(form, "", new Message(Subjects.TRANSPORT_DISCOVERY, Payload.of(bytes), FOREIGN));
        // of this cluster only, which is not read here
        case TERM -> throw new Malformed("another realm's");
        case BRIDGE -> event(form, "", new Message(subject, Payload.of(bytes), FOREIGN));
      };
    } catch (IllegalArgumentException badSubject) {
      throw new Malformed("subject");
    } catch (InvalidProtocolBufferException badPayload) {
      throw new Malformed("payload");
    }
  }

  private static Event heartbeat(Form form, String address, ByteString bytes, Told told)
      throws Malformed, InvalidProtocolBufferException {
    Heartbeat heartbeat = Positions.heartbeat(bytes);
    if (!heartbeat.hasPosition() || !Positions.isSound(heartbeat)) {
      throw new Malformed("heartbeat");
    }
    boolean topics = form != Form.HEARTBEAT_2023 && !told.withoutTopics();
    Headers headers = topics ? WITH_TOPICS : FOREIGN;
    return event(
        form, address, new Message(Subjects.heartbeat(address), Payload.of(heartbeat), headers));
  }

  private static Event presence(Form form, Subject local, Subject subject) {
    return event(
        form, subject.token(form.aboutToken()), new Message(local, Payload.EMPTY, FOREIGN));
  }

  private static Event islandChanged(Form form, String address, ByteString bytes)
      throws Malformed, InvalidProtocolBufferException {
    IslandChangedMessage change = Positions.islandChanged(bytes);
    Tokens.checkIsland(change.getIslandId());
    if (change.hasFromIslandId()) {
      Tokens.checkIsland(change.getFromIslandId());
    }
    if (change.getConnStr().isEmpty() || change.getConnStr().length() > LONGEST_CONNECTION_STRING) {
      throw new Malformed("connection string");
    }
    IslandChangedMessage.Builder clean = change.toBuilder().clearPeers();
    change.getPeersMap().forEach((peer, at) -> {
      if (Tokens.isAddress(peer) && isFinite(at)) {
        clean.putPeers(peer, at);
      }
    });
    // encoded here and now: one message goes to a client and into the statistics as the same bytes
    Payload payload = Payload.of(clean.build().toByteString());
    int leftOut = change.getPeersCount() - clean.getPeersCount();
    Message message = new Message(Subjects.islandChanged(address), payload, FOREIGN);
    return new Event(form, address, message, leftOut);
  }

  private static Event peerJoin(Form form, String island, ByteString bytes)
      throws Malformed, InvalidProtocolBufferException {
    JoinIslandMessage join = JoinIslandMessage.parseFrom(bytes);
    checkMember(island, join.getIslandId(), join.getPeerId());
    JoinIslandMessage clean = JoinIslandMessage.newBuilder()
        .setIslandId(island)
        .setPeerId(join.getPeerId())
        .build();
    return event(form, island, new Message(Subjects.peerJoin(island), Payload.of(clean), FOREIGN));
  }

  private static Event peerLeft(Form form, String island, ByteString bytes)
      throws Malformed, InvalidProtocolBufferException {
    LeftIslandMessage left = LeftIslandMessage.parseFrom(bytes);
    checkMember(island, left.getIslandId(), left.getPeerId());
    LeftIslandMessage clean = LeftIslandMessage.newBuilder()
        .setIslandId(island)
        .setPeerId(left.getPeerId())
        .build();
    return event(form, island, new Message(Subjects.peerLeft(island), Payload.of(clean), FOREIGN));
  }

  private static void checkMember(String island, String told, String peer) throws Malformed {
    if (!island.equals(told)) {
      throw new Malformed("island of subject and payload differ");
    }
    Tokens.checkAddress(peer);
  }

  /** One core that lets a wrong number through must not cost us all the others. */
  private static Event islands(Form form, ByteString bytes) throws InvalidProtocolBufferException {
    IslandStatusMessage.Builder clean = IslandStatusMessage.newBuilder();
    int leftOut = 0;
    for (IslandData island : Positions.islands(bytes).getDataList()) {
      if (!isSound(island)) {
        leftOut++;
        continue;
      }
      List<String> peers =
          island.getPeersList().stream().filter(Tokens::isAddress).toList();
      leftOut += island.getPeersCount() - peers.size();
      boolean whole = peers.size() == island.getPeersCount();
      clean.addData(
          whole ? island : island.toBuilder().clearPeers().addAllPeers(peers).build());
    }
    Message message = new Message(Subjects.ISLANDS, Payload.of(clean.build()), FOREIGN);
    return new Event(form, "", message, leftOut);
  }

  private static boolean isSound(IslandData island) {
    return Tokens.isIsland(island.getId())
        && isFinite(island.getCenter())
        && Double.isFinite(island.getRadius());
  }

  private static Event discovery(Form form, ByteString bytes)
      throws Malformed, InvalidProtocolBufferException {
    ServiceDiscoveryMessage discovery = form.content() == Content.JSON
        ? DiscoveryJson.read(bytes)
        : DiscoveryJson.checked(ServiceDiscoveryMessage.parseFrom(bytes));
    return event(form, "", new Message(Subjects.DISCOVERY, Payload.of(discovery), FOREIGN));
  }

  private static Event topic(Form form, Subject subject, ByteString bytes) throws Malformed {
    String address = Tokens.address(form, subject);
    String topic = Topics.of(subject, form.aboutToken() + 1);
    if (Topics.isReserved(topic) || topic.length() > Topics.LONGEST) {
      throw new Malformed("topic");
    }
    return event(
        form, address, new Message(Subjects.topic(address, topic), Payload.of(bytes), FOREIGN));
  }

  /** A peer's island change of 2022 looks like one. */
  private static Event systemTopic(Form form, Subject subject, ByteString bytes) throws Malformed {
    String topic = Topics.of(subject, 1);
    if (Tokens.isAddress(subject.token(1)) || topic.length() > Topics.LONGEST) {
      throw new Malformed("topic");
    }
    return event(form, "", new Message(subject, Payload.of(bytes), FOREIGN));
  }

  private static Event scene(Form form, Subject subject, ByteString bytes, Optional<String> sender)
      throws Malformed {
    Headers headers = FOREIGN;
    if (sender.isPresent()) {
      Tokens.checkAddress(sender.get());
      headers = new Headers(Map.of(Headers.VIA, Headers.NATS, Headers.SENDER, sender.get()));
    }
    return event(
        form, subject.token(form.aboutToken()), new Message(subject, Payload.of(bytes), headers));
  }

  /** What members say stands under {@code peer} and is told, not heard. */
  private static Event islandMessage(Form form, Subject subject, ByteString bytes)
      throws Malformed {
    String island = Tokens.island(form, subject);
    boolean hasOneName = subject.size() == form.aboutToken() + 2;
    if (!hasOneName || subject.token(form.aboutToken() + 1).equals("peer")) {
      throw new Malformed("name");
    }
    return event(form, island, new Message(subject, Payload.of(bytes), FOREIGN));
  }

  private static Event event(Form form, String about, Message message) {
    return new Event(form, about, message);
  }

  private static boolean isFinite(Position at) {
    return Float.isFinite(at.getX()) && Float.isFinite(at.getY()) && Float.isFinite(at.getZ());
  }
}
