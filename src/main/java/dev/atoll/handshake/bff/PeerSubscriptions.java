package dev.atoll.handshake.bff;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.handshake.LoggedIn;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.SetCommsAdapter;
import dev.atoll.protocol.message.WorldCommand;
import dev.atoll.rpc.RpcFailure;
import dev.atoll.rpc.StreamSource;
import dev.atoll.session.CloseReason;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What one peer is subscribed to. Lives on its socket's event loop. */
final class PeerSubscriptions {
  /** Subscriptions of one peer; more are refused. */
  static final int MOST = 64;

  /** Elements of peers that may wait in one subscription; with one more the oldest goes. */
  static final int MOST_WAITING = 50;

  /** Whose messages a subscription is for. */
  enum Kind {
    /** Other clients', of which some may get lost. */
    PEERS,
    /** The realm's, of which none may. */
    SYSTEM
  }

  /**
   * A subscription of CommsService, known by an id.
   *
   * @param kind whose messages
   * @param queue where they wait
   */
  private record Numbered(Kind kind, TopicQueue queue) {}

  private final BffParts parts;
  private final LoggedIn peer;
  private final TopicQueue.Bound lossy;
  private final TopicQueue.Bound reliable;
  private final TopicQueue.Bound newest;
  private final Set<TopicQueue> open = new HashSet<>();
  private final Map<Integer, Numbered> numbered = new HashMap<>();
  private final SubscriptionRate rate = new SubscriptionRate(System.nanoTime());
  private int lastId;

  PeerSubscriptions(BffParts parts, LoggedIn peer, Runnable tooSlow) {
    this.parts = parts;
    this.peer = peer;
    long bytes = parts.door().settings().session().queueBytes().bytes();
    Backlog unreliable = new Backlog(bytes);
    Runnable dropped = parts.droppedElements()::increment;
    this.lossy = new TopicQueue.Bound(MOST_WAITING, unreliable, dropped, true);
    this.newest = new TopicQueue.Bound(1, unreliable, () -> {}, true);
    this.reliable = new TopicQueue.Bound(Integer.MAX_VALUE, new Backlog(bytes), tooSlow, false);
  }

  /** Subscribes; completes when that is in force, with what is to be read. */
  Future<TopicQueue> open(Kind kind, String name) {
    Topic topic = BffPeer.topic(name);
    return kind == Kind.PEERS
        ? open(
            lossy,
            queue -> parts
                .topics()
                .ofPeers(
                    topic,
                    peer.address(),
                    (sender, message) ->
                        queue.add(parts.elements().ofPeers(topic.name(), sender, message))))
        : open(
            reliable,
            queue -> parts
                .topics()
                .ofSystem(
                    topic,
                    peer,
                    (sender, message) ->
                        queue.add(parts.elements().ofSystem(topic.name(), message))));
  }

  /** Where the peer is to go, as the realm says so; of several that wait the newest counts. */
  Future<TopicQueue> commands() {
    return open(
        newest,
        queue -> Optional.of(parts.topics().islands(peer, change -> queue.add(command(change)))));
  }

  private static ByteString command(IslandChangedMessage change) {
    SetCommsAdapter adapter =
        SetCommsAdapter.newBuilder().setConnectionString(change.getConnStr()).build();
    return WorldCommand.newBuilder().setSetCommsAdapter(adapter).build().toByteString();
  }

  private Future<TopicQueue> open(
      TopicQueue.Bound bound, Function<TopicQueue, Optional<Subscription>> subscribe) {
    if (open.size() == MOST) {
      throw new RpcFailure("too many subscriptions, a peer has " + MOST);
    }
    if (!rate.allows(System.nanoTime())) {
      throw new RpcFailure(CloseReason.TOPICS_TOO_FAST.text());
    }
    TopicQueue queue = new TopicQueue(bound);
    Subscription subscription =
        subscribe.apply(queue).orElseThrow(() -> new RpcFailure("this topic is reserved"));
    open.add(queue);
    queue.onEnd(() -> {
      subscription.cancel();
      open.remove(queue);
    });
    return subscription.inForce().transform(inForce -> Future.succeededFuture(queue));
  }

  /** Subscribes; completes when that is in force, with the id under which it can be read. */
  Future<Integer> subscribe(Kind kind, String topic) {
    return open(kind, topic).map(queue -> {
      if (queue.ended()) {
        throw new RpcFailure("the session is over");
      }
      int id = ++lastId;
      numbered.put(id, new Numbered(kind, queue));
      queue.onEnd(() -> numbered.remove(id));
      return id;
    });
  }

  /** What was subscribed to under that id; of an unknown one there is nothing to read. Its reader's end is its own. */
  StreamSource read(Kind kind, int id) {
    TopicQueue queue = known(kind, id).map(Numbered::queue).orElseGet(this::nothing);
    if (!queue.beginRead()) {
      throw new RpcFailure("this subscription is being read");
    }
    return queue;
  }

  /** Ends it; an unknown one is none. */
  void unsubscribe(Kind kind, int id) {
    known(kind, id).map(Numbered::queue).ifPresent(TopicQueue::end);
  }

  void close() {
    // a copy, since each end takes its queue out
    List.copyOf(open).forEach(TopicQueue::end);
  }

  private Optional<Numbered> known(Kind kind, int id) {
    return Optional.ofNullable(numbered.get(id)).filter(each -> each.kind() == kind);
  }

  private TopicQueue nothing() {
    TopicQueue ended = new TopicQueue(lossy);
    ended.end();
    return ended;
  }
}
