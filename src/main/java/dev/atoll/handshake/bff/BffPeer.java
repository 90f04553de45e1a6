package dev.atoll.handshake.bff;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.handshake.LoggedIn;
import dev.atoll.protocol.message.DisconnectionMessage;
import dev.atoll.protocol.message.PublishToTopicRequest;
import dev.atoll.protocol.message.PublishToTopicResult;
import dev.atoll.protocol.message.TopicSubscription;
import dev.atoll.protocol.message.TopicSubscriptionRequest;
import dev.atoll.protocol.message.UnsubscriptionResult;
import dev.atoll.rpc.Procedure;
import dev.atoll.rpc.RpcFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a logged-in peer can call. Lives on its socket's event loop. */
final class BffPeer {
  private static final String COMMS = "CommsService";
  private static final String TOPICS = "TopicsService";
  private static final String DIRECTOR = "CommsDirectorService";

  /** Names of its modules. */
  static final List<String> MODULES = List.of(COMMS, TOPICS, DIRECTOR);

  private static final PublishToTopicResult PUBLISHED =
      PublishToTopicResult.newBuilder().setOk(true).build();
  private static final UnsubscriptionResult UNSUBSCRIBED =
      UnsubscriptionResult.newBuilder().setOk(true).build();

  private final LoggedIn login;
  private final Publisher publisher;
  private final PeerSubscriptions subscriptions;

  /** Requests to be told of the end, bounded as all requests that wait. */
  private final List<Promise<DisconnectionMessage>> farewells = new ArrayList<>();

  private boolean closed;

  /** @param tooSlow called when more waits for the client than may */
  BffPeer(BffParts parts, LoggedIn login, Runnable tooSlow) {
    this.login = login;
    this.publisher = parts.publisher(login);
    this.subscriptions = new PeerSubscriptions(parts, login, tooSlow);
  }

  LoggedIn login() {
    return login;
  }

  Optional<List<Procedure>> module(String name) {
    return switch (name) {
      case COMMS -> Optional.of(comms());
      case TOPICS -> Optional.of(topics());
      case DIRECTOR -> Optional.of(director());
      default -> Optional.empty();
    };
  }

  private List<Procedure> comms() {
    PeerSubscriptions.Kind peers = PeerSubscriptions.Kind.PEERS;
    PeerSubscriptions.Kind system = PeerSubscriptions.Kind.SYSTEM;
    return List.of(
        subscribe("SubscribeToPeerMessages", peers),
        messages("GetPeerMessages", peers),
        unsubscribe("UnsubscribeToPeerMessages", peers),
        subscribe("SubscribeToSystemMessages", system),
        messages("GetSystemMessages", system),
        unsubscribe("UnsubscribeToSystemMessages", system),
        publish());
  }

  private List<Procedure> topics() {
    return List.of(
        stream("PeerSubscription", PeerSubscriptions.Kind.PEERS),
        stream("SystemSubscription", PeerSubscriptions.Kind.SYSTEM),
        publish());
  }

  private List<Procedure> director() {
    return List.of(
        new Procedure.Unary("SendHeartbeat", this::heartbeat),
        Procedure.streaming(
            "GetCommsCommands", Empty.parser(), none -> present().subscriptions.commands()));
  }

  private Procedure subscribe(String name, PeerSubscriptions.Kind kind) {
    return Procedure.unary(
        name,
        TopicSubscriptionRequest.parser(),
        request -> present()
            .subscriptions
            .subscribe(kind, request.getTopic())
            .map(id -> TopicSubscription.newBuilder().setSubscriptionId(id).build()));
  }

  private Procedure messages(String name, PeerSubscriptions.Kind kind) {
    return Procedure.streaming(
        name,
        TopicSubscription.parser(),
        request -> Future.succeededFuture(
            present().subscriptions.read(kind, request.getSubscriptionId())));
  }

  private Procedure unsubscribe(String name, PeerSubscriptions.Kind kind) {
    return Procedure.unary(name, TopicSubscription.parser(), request -> {
      present().subscriptions.unsubscribe(kind, request.getSubscriptionId());
      return Future.succeededFuture(UNSUBSCRIBED);
    });
  }

  private Procedure stream(String name, PeerSubscriptions.Kind kind) {
    return Procedure.streaming(
        name,
        TopicSubscriptionRequest.parser(),
        request -> present().subscriptions.open(kind, request.getTopic()));
  }

  private Procedure publish() {
    return Procedure.unary("PublishToTopic", PublishToTopicRequest.parser(), request -> {
      boolean published =
          present().publisher.publish(topic(request.getTopic()), request.getPayload());
      if (!published) {
        throw new RpcFailure("this topic is reserved");
      }
      return Future.succeededFuture(PUBLISHED);
    });
  }

  private Future<ByteString> heartbeat(ByteString heartbeat) throws InvalidProtocolBufferException {
    present().publisher.heartbeat(heartbeat);
    return Future.succeededFuture(ByteString.EMPTY);
  }

  static Topic topic(String name) {
    return Topic.parse(name).orElseThrow(() -> new RpcFailure("invalid topic"));
  }

  /** Answered when this session is ended by us. */
  Future<DisconnectionMessage> disconnection() {
    Promise<DisconnectionMessage> farewell = Promise.promise();
    present().farewells.add(farewell);
    return farewell.future();
  }

  /** Tells those who asked that the session is ended; false when nobody has. */
  boolean tellDisconnection() {
    boolean asked = !farewells.isEmpty();
    farewells.forEach(each -> each.complete(DisconnectionMessage.getDefaultInstance()));
    farewells.clear();
    return asked;
  }

  /** Hears and says nothing any more. */
  void close() {
    closed = true;
    publisher.close();
    subscriptions.close();
    farewells.forEach(each -> each.fail(new RpcFailure("the session is over")));
    farewells.clear();
  }

  private BffPeer present() {
    if (closed) {
      throw new RpcFailure("the session is over");
    }
    return this;
  }
}
