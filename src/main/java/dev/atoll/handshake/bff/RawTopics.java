package dev.atoll.handshake.bff;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Message;
import dev.atoll.handshake.LoggedIn;
import dev.atoll.protocol.message.RawBffTopic;
import dev.atoll.protocol.message.RawBffType;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a validated client of spring 2022 says and hears. It hears its island changes without asking, and nothing of what it
 * says itself. Lives on its socket's event loop.
 */
final class RawTopics {
  /** What the realm, and not other clients, says to who subscribes to it. */
  private static final Pattern SYSTEM = Pattern.compile("island\\.[^.]+\\.peer_(join|left)");

  private final BffParts parts;
  private final LoggedIn peer;
  private final ClientSocket socket;
  private final Publisher publisher;
  private final Subscription islandChanges;
  private final SubscriptionRate rate = new SubscriptionRate(System.nanoTime());

  /** By their names; at most {@link PeerSubscriptions#MOST}. */
  private final Map<String, Subscription> subscriptions = new HashMap<>();

  RawTopics(BffParts parts, LoggedIn peer, ClientSocket socket) {
    this.parts = parts;
    this.peer = peer;
    this.socket = socket;
    this.publisher = parts.publisher(peer);
    String name = "peer." + peer.address() + ".island_changed";
    this.islandChanges =
        parts.topics().islandChanges(peer, (sender, message) -> send(name, "", message));
  }

  /** From now on these and no others; those that are not for this peer are left out. */
  void subscribe(List<String> names) {
    Set<String> wanted = new HashSet<>(names);
    if (wanted.size() > PeerSubscriptions.MOST) {
      throw new ClientFault(CloseReason.TOO_MANY_TOPICS);
    }
    subscriptions.entrySet().removeIf(each -> {
      boolean over = !wanted.contains(each.getKey());
      if (over) {
        each.getValue().cancel();
      }
      return over;
    });
    for (String name : wanted) {
      if (!subscriptions.containsKey(name)) {
        Topic.parse(name).flatMap(this::heard).ifPresent(each -> begun(name, each));
      }
    }
  }

  private void begun(String name, Subscription subscription) {
    subscriptions.put(name, subscription);
    if (!rate.allows(System.nanoTime())) {
      throw new ClientFault(CloseReason.TOPICS_TOO_FAST);
    }
  }

  private Optional<Subscription> heard(Topic topic) {
    if (SYSTEM.matcher(topic.name()).matches()) {
      return parts
          .topics()
          .ofSystem(topic, peer, (sender, message) -> send(topic.name(), "", message));
    }
    return parts.topics().ofPeers(topic, peer.address(), (sender, message) -> {
      if (!sender.equals(peer.address())) {
        send(topic.name(), sender, message);
      }
    });
  }

  /** Under a topic that may not be published nothing is; heartbeats have two spellings. */
  void publish(String name, ByteString body) throws InvalidProtocolBufferException {
    String own = "peer." + peer.address() + ".";
    boolean heartbeat = name.regionMatches(true, 0, own, 0, own.length())
        && Topic.parse(name.substring(own.length())).filter(Topic::isHeartbeat).isPresent();
    if (heartbeat) {
      publisher.heartbeat(body);
      return;
    }
    Optional<Topic> topic = Topic.parse(name);
    if (topic.isPresent()) {
      publisher.publish(topic.get(), body);
    }
  }

  void close() {
    publisher.close();
    islandChanges.cancel();
    subscriptions.values().forEach(Subscription::cancel);
    subscriptions.clear();
  }

  /** @param sender empty for the realm */
  private void send(String topic, String sender, Message message) {
    RawBffTopic.Builder told = RawBffTopic.newBuilder()
        .setType(RawBffType.RAW_BFF_TOPIC_VALUE)
        .setTopic(topic)
        .setBody(message.payload().bytes());
    if (!sender.isEmpty()) {
      told.setPeerId(sender);
    }
    socket.send(told.build());
  }
}
