package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.auth.Identity;
import dev.atoll.node.AtollNode;
import dev.atoll.protocol.message.DisconnectionMessage;
import dev.atoll.protocol.message.GetChallengeRequest;
import dev.atoll.protocol.message.GetChallengeResponse;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.LegacyIslandChangedMessage;
import dev.atoll.protocol.message.PeerTopicElement;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.PublishToTopicRequest;
import dev.atoll.protocol.message.PublishToTopicResult;
import dev.atoll.protocol.message.SignedChallenge;
import dev.atoll.protocol.message.SystemTopicElement;
import dev.atoll.protocol.message.TopicSubscription;
import dev.atoll.protocol.message.TopicSubscriptionRequest;
import dev.atoll.protocol.message.UnsubscriptionResult;
import dev.atoll.protocol.message.WelcomePeerInformation;
import dev.atoll.rpc.RpcClient;
import dev.atoll.rpc.RpcClient.Reply;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/** A kernel of 2022 or 2023 at the BFF's door; each wait has a deadline. */
public final class BffClient {
  private final RpcClient rpc;
  private int port;
  private final Map<String, Map<String, Integer>> modules = new HashMap<>();

  private BffClient(RpcClient rpc) {
    this.rpc = rpc;
    this.port = rpc.createPort();
  }

  /** Connects to {@code /rpc} and creates a port. */
  public static BffClient connect(Vertx vertx, AtollNode node) {
    return new BffClient(RpcClient.connect(vertx, node.httpPort(), "/rpc", "bff"));
  }

  /** Connects and logs in. */
  public static BffClient login(Vertx vertx, AtollNode node, Identity identity) {
    return connect(vertx, node).login(identity);
  }

  RpcClient rpc() {
    return rpc;
  }

  int port() {
    return port;
  }

  /** Goes on with another port. */
  BffClient newPort() {
    port = rpc.createPort();
    modules.clear();
    return this;
  }

  BffClient login(Identity identity) {
    assertThat(welcome(sign(identity.authChain(challenge(identity.address())))).getPeerId())
        .isEqualTo(identity.address());
    return this;
  }

  String challenge(String address) {
    GetChallengeResponse response =
        parsed(() -> GetChallengeResponse.parseFrom(askChallenge(address).payload()));
    assertThat(response.getAlreadyConnected()).isFalse();
    return response.getChallengeToSign();
  }

  Reply askChallenge(String address) {
    return call(
        "BffAuthenticationService.GetChallenge",
        GetChallengeRequest.newBuilder().setAddress(address).build());
  }

  Reply sign(String authChain) {
    return call("BffAuthenticationService.Authenticate", signed(authChain));
  }

  static SignedChallenge signed(String authChain) {
    return SignedChallenge.newBuilder().setAuthChainJson(authChain).build();
  }

  static WelcomePeerInformation welcome(Reply reply) {
    return parsed(() -> WelcomePeerInformation.parseFrom(reply.payload()));
  }

  /** Asks to be told of the end; the request's number. */
  int awaitEnd() {
    return request("BffAuthenticationService.GetDisconnectionMessage", Empty.getDefaultInstance());
  }

  static DisconnectionMessage end(Reply reply) {
    return parsed(() -> DisconnectionMessage.parseFrom(reply.payload()));
  }

  /** Calls {@code Module.Procedure}. */
  Reply call(String procedure, MessageLite request) {
    return rpc.call(port, id(procedure), request);
  }

  int request(String procedure, MessageLite request) {
    return rpc.request(port, id(procedure), request);
  }

  Stream stream(String procedure, MessageLite request) {
    return rpc.stream(port, id(procedure), request);
  }

  private int id(String procedure) {
    int dot = procedure.indexOf('.');
    return modules
        .computeIfAbsent(procedure.substring(0, dot), name -> rpc.module(port, name))
        .get(procedure.substring(dot + 1));
  }

  static TopicSubscriptionRequest topic(String name) {
    return TopicSubscriptionRequest.newBuilder().setTopic(name).build();
  }

  /** Subscribes by CommsService; {@code kind} is {@code Peer} or {@code System}. */
  TopicSubscription subscribe(String kind, String topic) {
    return parsed(() -> TopicSubscription.parseFrom(
        call("CommsService.SubscribeTo" + kind + "Messages", topic(topic)).payload()));
  }

  Stream read(String kind, TopicSubscription subscription) {
    return stream("CommsService.Get" + kind + "Messages", subscription);
  }

  /** Subscribes to what peers say and reads it. */
  public Stream peers(String topic) {
    return stream("TopicsService.PeerSubscription", topic(topic));
  }

  /** Reads the island changes of that address, its own. */
  public Stream islandChanges(String address) {
    return system(address + ".island_changed");
  }

  /** How to join the island that such a change names. */
  public static String connectionString(ByteString change) {
    return parsed(
            () -> LegacyIslandChangedMessage.parseFrom(systemElement(change).getPayload()))
        .getConnStr();
  }

  /** Says where it is. */
  public void heartbeat(float x, float z) {
    Position at = Position.newBuilder().setX(x).setZ(z).build();
    publish("heartbeat", Heartbeat.newBuilder().setPosition(at).build().toByteString());
  }

  /** Subscribes to what the realm says and reads it. */
  Stream system(String topic) {
    return stream("TopicsService.SystemSubscription", topic(topic));
  }

  boolean unsubscribe(String kind, TopicSubscription subscription) {
    return parsed(() -> UnsubscriptionResult.parseFrom(
            call("CommsService.UnsubscribeTo" + kind + "Messages", subscription).payload()))
        .getOk();
  }

  Reply tryPublish(String topic, ByteString payload) {
    return call(
        "CommsService.PublishToTopic",
        PublishToTopicRequest.newBuilder().setTopic(topic).setPayload(payload).build());
  }

  /** Publishes a text. */
  public BffClient publish(String topic, String text) {
    return publish(topic, ByteString.copyFromUtf8(text));
  }

  BffClient publish(String topic, ByteString payload) {
    assertThat(parsed(
                () -> PublishToTopicResult.parseFrom(tryPublish(topic, payload).payload()))
            .getOk())
        .isTrue();
    return this;
  }

  static PeerTopicElement peerElement(ByteString element) {
    return parsed(() -> PeerTopicElement.parseFrom(element));
  }

  static SystemTopicElement systemElement(ByteString element) {
    return parsed(() -> SystemTopicElement.parseFrom(element));
  }

  /** {@code sender topic payload} of an element of peers. */
  public static String said(ByteString element) {
    PeerTopicElement said = peerElement(element);
    return said.getSender() + " " + said.getTopic() + " " + said.getPayload().toStringUtf8();
  }

  /** Parses something. */
  interface Parse<T> {
    T parse() throws InvalidProtocolBufferException;
  }

  static <T> T parsed(Parse<T> parse) {
    try {
      return parse.parse();
    } catch (InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }
}
