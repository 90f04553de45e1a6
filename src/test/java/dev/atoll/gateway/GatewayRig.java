package dev.atoll.gateway;

import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.UnheardMessage;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node with a gateway, and those who come to it. */
public final class GatewayRig implements AutoCloseable {
  public static final String SERVER = "0x00000000000000000000000000000000000000ab";

  private final Vertx vertx = Vertx.vertx();
  private final AtollNode node;
  private final GatewayTokens tokens;

  private GatewayRig(Map<String, String> settings) throws Exception {
    Map<String, String> all =
        new HashMap<>(Map.of("gateway.secret", Jwt.SECRET, "realm.server-address", SERVER));
    all.putAll(settings);
    node = TestNode.start(vertx, all);
    tokens = GatewayTokens.create(vertx, AtollSettings.of(all).gateway());
  }

  public static GatewayRig open(Map<String, String> settings) throws Exception {
    return new GatewayRig(settings);
  }

  public Vertx vertx() {
    return vertx;
  }

  public AtollNode node() {
    return node;
  }

  public int port() {
    return node.httpPort();
  }

  /** A token that reads and writes these scenes and parcels, which are told apart by the comma. */
  public String token(String id, String... scope) {
    Area area = area(scope);
    return tokens.mint(new Grant(id, area, area, Instant.now().plusSeconds(600)));
  }

  String token(Grant grant) {
    return tokens.mint(grant);
  }

  static Area area(String... scope) {
    return new Area(
        Set.copyOf(List.of(scope).stream().filter(each -> !each.contains(",")).toList()),
        List.of(scope).stream()
            .filter(each -> each.contains(","))
            .map(Parcels::of)
            .toList());
  }

  /** A server whose token, of this id, reads and writes this. */
  public ThirdParty server(String id, String... scope) {
    ThirdParty server = ThirdParty.connect(vertx, port(), token(id, scope));
    server.next("welcome");
    return server;
  }

  /** A server that comes back to its session, having had the event of that number last. */
  ThirdParty back(String token, String session, long last) {
    return ThirdParty.connect(
        vertx(),
        ThirdParty.options(
            port(), "?access_token=" + token + "&session=" + session + "&last=" + last));
  }

  /** What islands a server with a look at everything sees. */
  JsonArray islands() {
    return server("all", "-9999,-9999..9999,9999")
        .subscribe("messageBus.island.>")
        .getJsonArray("islands");
  }

  /** As it is written in tests: with single quotes. */
  static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  public static Identity identity() {
    return Identity.random(Instant.now().plus(Duration.ofHours(1)));
  }

  /** A peer, at whatever door, is there. */
  void heartbeat(String address, float x, float z) {
    Heartbeat heartbeat = Heartbeat.newBuilder()
        .setPosition(Position.newBuilder().setX(x).setZ(z))
        .build();
    node.bus().publish(new Message(Subjects.heartbeat(address), Payload.of(heartbeat)));
  }

  void disconnect(String address) {
    node.bus().publish(new Message(Subjects.disconnect(address), Payload.EMPTY));
  }

  /** A side-car tells what it does not hear. */
  void unheard(UnheardMessage what) {
    node.bus().publish(new Message(Subjects.unheard("s"), Payload.of(what)));
  }

  /** Somebody says something on the bus. */
  void say(String subject, String text, Headers headers) {
    node.bus()
        .publish(new Message(
            Subject.of(subject),
            Payload.of(com.google.protobuf.ByteString.copyFromUtf8(text)),
            headers));
  }

  @Override
  public void close() {
    // the node first: Vert.x waits up to 30 s for its clients' connections, which the node ends
    vertx.deploymentIDs().forEach(id -> vertx.undeploy(id).await());
    vertx.close().await();
  }
}
