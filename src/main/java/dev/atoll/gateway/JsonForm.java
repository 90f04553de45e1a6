package dev.atoll.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.GatewayChat;
import dev.atoll.protocol.message.GatewayCommand;
import dev.atoll.protocol.message.GatewayEvent;
import dev.atoll.protocol.message.GatewayLeave;
import dev.atoll.protocol.message.GatewayPublish;
import dev.atoll.protocol.message.GatewayScene;
import dev.atoll.protocol.message.GatewaySubscribe;
import dev.atoll.protocol.message.GatewayUnsubscribe;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** JSON, one object a message; bytes are Base64. Events are {@link JsonEvents}. */
final class JsonForm implements Form {
  static final JsonForm JSON = new JsonForm();

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> CONTENTS = Set.of("payload", "text", "scene", "chat");

  @Override
  public byte[] write(GatewayEvent event) {
    return JsonEvents.write(event);
  }

  @Override
  public GatewayCommand read(byte[] message) throws InvalidProtocolBufferException {
    JsonNode node = tree(message);
    int id = node.has("id") ? number(node.get("id")) : 0;
    try {
      return command(node).setId(id).build();
    } catch (Refused refused) {
      throw refused.of(id);
    }
  }

  private static GatewayCommand.Builder command(JsonNode node) {
    GatewayCommand.Builder command = GatewayCommand.newBuilder();
    Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      JsonNode value = field.getValue();
      switch (field.getKey()) {
        case "subscribe" ->
          one(command).setSubscribe(GatewaySubscribe.newBuilder().setSubject(text(value)));
        case "unsubscribe" ->
          one(command)
              .setUnsubscribe(GatewayUnsubscribe.newBuilder().setSubscription(number(value)));
        case "publish" -> one(command).setPublish(content(node).setSubject(text(value)));
        case "leave" -> {
          require(value.isBoolean() && value.booleanValue(), "Leave is true");
          one(command).setLeave(GatewayLeave.getDefaultInstance());
        }
        default ->
          require(
              field.getKey().equals("id") || CONTENTS.contains(field.getKey()),
              "There is a field that no command has");
      }
    }
    return command;
  }

  private static GatewayCommand.Builder one(GatewayCommand.Builder command) {
    require(
        command.getCommandCase() == GatewayCommand.CommandCase.COMMAND_NOT_SET,
        "A message is one command");
    return command;
  }

  /**
   * What a body of HTTP says, as the fields beside {@code publish} do.
   *
   * @throws InvalidProtocolBufferException when it is no JSON object
   * @throws Refused as {@link Problem#BAD_COMMAND} when it says nothing
   */
  static GatewayPublish.Builder content(byte[] body) throws InvalidProtocolBufferException {
    JsonNode node = tree(body);
    node.fieldNames()
        .forEachRemaining(
            name -> require(CONTENTS.contains(name), "There is a field that no content has"));
    return content(node);
  }

  private static GatewayPublish.Builder content(JsonNode node) {
    GatewayPublish.Builder publish = GatewayPublish.newBuilder();
    int contents = 0;
    for (String name : CONTENTS) {
      contents += node.has(name) ? 1 : 0;
    }
    require(contents == 1, "Publish one of payload, text, scene and chat");
    if (node.has("payload")) {
      publish.setPayload(bytes(node.get("payload")));
    } else if (node.has("text")) {
      publish.setText(text(node.get("text")));
    } else if (node.has("chat")) {
      publish.setChat(GatewayChat.newBuilder().setMessage(text(node.get("chat"))));
    } else {
      publish.setScene(scene(node.get("scene")));
    }
    return publish;
  }

  private static GatewayScene scene(JsonNode node) {
    require(node.isObject() && node.size() == 2, "A scene has scene_id and one of data and text");
    GatewayScene.Builder scene = GatewayScene.newBuilder().setSceneId(text(node.path("scene_id")));
    return scene
        .setData(
            node.has("text")
                ? ByteString.copyFromUtf8(text(node.get("text")))
                : bytes(node.path("data")))
        .build();
  }

  private static JsonNode tree(byte[] message) throws InvalidProtocolBufferException {
    try {
      JsonNode node = MAPPER.readTree(message);
      require(node.isObject(), "A command is an object");
      return node;
    } catch (JsonProcessingException malformed) {
      throw new InvalidProtocolBufferException("not JSON");
    } catch (IOException impossible) {
      throw new InvalidProtocolBufferException(impossible);
    }
  }

  private static int number(JsonNode node) {
    require(node.isInt() && node.intValue() >= 0, "A number is one from 0 to 2147483647");
    return node.intValue();
  }

  private static String text(JsonNode node) {
    require(node.isTextual(), "A text is expected");
    return node.textValue();
  }

  private static ByteString bytes(JsonNode node) {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text(node)));
    } catch (IllegalArgumentException malformed) {
      throw new Refused(Problem.BAD_COMMAND, "Bytes are Base64");
    }
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new Refused(Problem.BAD_COMMAND, text);
    }
  }
}
