package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Headers;
import dev.atoll.config.AtollSettings;
import dev.atoll.http.ApiDescription;
import dev.atoll.protocol.message.UnheardMessage;
import dev.atoll.session.Sockets;
import dev.atoll.transport.SceneMap;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** {@code docs/asyncapi.yaml} and the gateway's part of {@code docs/openapi.yaml} say what is so. */
class ApiDescriptionsTest {
  private static final String ROOT = "#/components/";
  private final Map<String, Object> async = yaml();

  private static Map<String, Object> yaml() {
    try (Reader reader = Files.newBufferedReader(Path.of("docs/asyncapi.yaml"))) {
      return new Yaml().load(reader);
    } catch (java.io.IOException missing) {
      throw new AssertionError(missing);
    }
  }

  @Test
  void every_route_is_described_and_the_reverse() {
    Vertx vertx = Vertx.vertx();
    AtollSettings settings = AtollSettings.of(Map.of("gateway.secret", Jwt.SECRET));
    Sockets sockets = new Sockets(vertx, settings.session(), new SimpleMeterRegistry());
    Router router = Router.router(vertx);

    new Gateway(
            settings,
            new Gateway.Parts(
                vertx,
                new dev.atoll.bus.LocalBus(),
                sockets,
                SceneMap.UNKNOWN,
                new SimpleMeterRegistry()))
        .mount(router);

    Set<String> described = new HashSet<>(new ApiDescription().operations("gateway"));
    described.add("GET /gateway");
    assertThat(ApiDescription.served(router)).isEqualTo(described);
    vertx.close().await();
  }

  @Test
  void every_event_is_as_described() throws Exception {
    try (GatewayRig rig = GatewayRig.open(Map.of())) {
      Explorer explorer = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
      ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), rig.token("s", "X", "0,0"));
      checked(server.next());
      server.send(new JsonObject().put("subscribe", "messageBus.>"));
      checked(server.next());
      checked(server.next());
      server.send(new JsonObject().put("subscribe", ">"));
      checked(server.next());
      explorer.sayPosition(1);
      checked(server.next());
      explorer.sayInScene("X", "hello");
      checked(server.next());
      checked(server.next());
      rig.say("messageBus.scene.X.a", "hello", Headers.NONE);
      checked(server.next());
      rig.heartbeat("0xb", 9, 9);
      checked(server.next());
      rig.disconnect("0xb");
      checked(server.next());
      UnheardMessage.Place scene = UnheardMessage.Place.newBuilder()
          .setScene("X")
          .setName("side_car_missing")
          .setText("it is not there")
          .build();
      rig.unheard(UnheardMessage.newBuilder().addPlaces(scene).build());
      checked(server.next());
    }

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "welcome",
            "acknowledged",
            "snapshot",
            "error",
            "message",
            "peer_entered",
            "peer_left",
            "notice");
  }

  private final Set<String> seen = new HashSet<>();

  private void checked(JsonObject event) {
    String name = event.getString("event");
    seen.add(name);
    Map<String, Object> message = child(child(async, "components", "messages"), name);
    check(event.getMap(), map(message.get("payload")), event.encode());
  }

  @Test
  void every_example_of_a_command_is_one() throws Exception {
    for (Object message : child(async, "components", "messages").values()) {
      Object examples = map(message).get("examples");
      if (examples == null) {
        continue;
      }
      for (Object example : (List<?>) examples) {
        Map<String, Object> payload = map(map(example).get("payload"));
        check(payload, map(map(message).get("payload")), payload.toString());
        byte[] json = new JsonObject(payload).encode().getBytes(StandardCharsets.UTF_8);
        assertThat(JsonForm.JSON.read(json).getCommandCase().getNumber()).isPositive();
      }
    }
  }

  @Test
  void every_problem_is_described() {
    Map<String, Object> error =
        map(child(async, "components", "messages", "error").get("payload"));

    assertThat(child(error, "properties", "name").get("enum"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactlyInAnyOrderElementsOf(
            List.of(Problem.values()).stream().map(Problem::word).toList());
  }

  /** As much of JSON Schema as the description uses. */
  private void check(Object value, Map<String, Object> given, String where) {
    Map<String, Object> schema = given;
    if (given.get("$ref") instanceof String ref) {
      schema = child(async, ("components/" + ref.substring(ROOT.length())).split("/"));
    }
    if (schema.containsKey("const")) {
      assertThat(value).as(where).isEqualTo(schema.get("const"));
    }
    if (schema.get("enum") instanceof List<?> choices) {
      assertThat(choices.contains(value)).as(where).isTrue();
    }
    if (schema.get("type") instanceof String type) {
      assertThat(value).as(where).isInstanceOf(javaType(type));
    }
    if (value instanceof Map<?, ?> object) {
      checkObject(map(object), schema, where);
    }
    if (value instanceof List<?> list) {
      for (Object each : list) {
        check(each, map(schema.get("items")), where);
      }
    }
  }

  private void checkObject(Map<String, Object> object, Map<String, Object> schema, String where) {
    Map<String, Object> properties = map(schema.get("properties"));
    if (schema.get("required") instanceof List<?> required) {
      assertThat(required.stream().allMatch(object::containsKey)).as(where).isTrue();
    }
    object.forEach((name, each) -> {
      assertThat(properties).as(where).containsKey(name);
      check(each, map(properties.get(name)), where);
    });
  }

  private static Class<?> javaType(String type) {
    return switch (type) {
      case "string" -> String.class;
      case "integer", "number" -> Number.class;
      case "boolean" -> Boolean.class;
      case "array" -> List.class;
      default -> Map.class;
    };
  }

  private static Map<String, Object> child(Map<String, Object> from, String... path) {
    Map<String, Object> at = from;
    for (String name : path) {
      at = map(at.get(name));
    }
    return at;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
