package dev.atoll.islands.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atoll.islands.EngineState;
import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import dev.atoll.islands.Position;
import dev.atoll.islands.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Reads traces of the format {@code island-trace/1}: a file holds one trace or an array of them. Unknown members are
 * ignored, unknown operations are kept as {@link TraceOperation.Foreign}.
 *
 * <p>Atoll's recordings have more members than the reference's: {@code config.merge} ({@code "reference"} or
 * {@code "stable"}), the operations {@code {"putBack":[peer,island]}}, {@code {"resize":[island,maxPeers]}} and {@code
 * {"openAt":size}}, and {@code initial}, the engine's state before the first step: {@code {created, seats?, islands:[{id, maxPeers, touched, peers:[[peer,x,y,z,wish?]…]}…], newcomers:[[peer,x,y,z,
 * wish?]…], leaves:[{peer, leave}…]}}. Numbers that are not finite are the strings {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}.
 */
public final class TraceReader {
  static final String FORMAT = "island-trace/1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private TraceReader() {}

  /**
   * The traces of one file.
   *
   * @throws IllegalArgumentException when the text is not JSON or not of the format, saying what is wrong
   */
  public static List<Trace> read(String text) {
    JsonNode root = parse(text);
    return root.isArray() ? list(root, TraceReader::trace) : List.of(trace(root));
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Trace trace(JsonNode node) {
    String format = text(member(node, "format"));
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException("the format is " + format + " and not " + FORMAT);
    }
    JsonNode config = member(node, "config");
    IslandsParameters parameters = new IslandsParameters(
        number(member(config, "joinDistance")),
        number(member(config, "leaveDistance")),
        member(config, "maxIslandSize").asInt(),
        text(member(config, "roomPrefix")),
        config.has("merge") ? merge(config.get("merge")) : Merge.REFERENCE);
    return new Trace(
        node.path("name").asText(),
        node.path("source").asText(),
        parameters,
        config.has("merge"),
        node.has("initial") ? initial(node.get("initial")) : EngineState.EMPTY,
        list(member(node, "steps"), step -> step(step, parameters.size())));
  }

  private static Merge merge(JsonNode node) {
    return Merge.valueOf(text(node).toUpperCase(Locale.ROOT));
  }

  private static TraceStep step(JsonNode node, int maxPeers) {
    return new TraceStep(
        list(member(node, "ops"), TraceReader::operation),
        list(member(node, "islands"), island -> snapshot(island, maxPeers)),
        list(member(node, "updates"), TraceReader::change));
  }

  private static TraceOperation operation(JsonNode node) {
    if (node.has("move")) {
      return move(node.get("move"));
    }
    if (node.has("disconnect")) {
      return new TraceOperation.Disconnect(text(node.get("disconnect")));
    }
    if (node.has("putBack")) {
      JsonNode back = node.get("putBack");
      return new TraceOperation.PutBack(text(at(back, 0)), text(at(back, 1)));
    }
    if (node.has("resize")) {
      JsonNode resize = node.get("resize");
      return new TraceOperation.Resize(text(at(resize, 0)), seats(at(resize, 1)));
    }
    if (node.has("openAt")) {
      return new TraceOperation.OpenAt(Math.max(1, seats(node.get("openAt"))));
    }
    return ofTransports(node);
  }

  private static int seats(JsonNode node) {
    return Math.max(0, (int) number(node));
  }

  private static TraceOperation ofTransports(JsonNode node) {
    if (node.has("transport")) {
      JsonNode transport = node.get("transport");
      return new TraceOperation.Transport(
          member(transport, "id").asInt(),
          seats(member(transport, "availableSeats")),
          seats(member(transport, "maxIslandSize")));
    }
    if (node.has("transportGone")) {
      return new TraceOperation.TransportGone(node.get("transportGone").asInt());
    }
    if (node.has("failNext")) {
      return new TraceOperation.FailNext(seats(node.get("failNext")));
    }
    if (node.size() != 1) {
      throw new IllegalArgumentException("not an operation: " + node);
    }
    return new TraceOperation.Foreign(node.fieldNames().next());
  }

  private static TraceOperation move(JsonNode node) {
    return new TraceOperation.Move(
        text(at(node, 0)),
        number(at(node, 1)),
        number(at(node, 2)),
        number(at(node, 3)),
        wish(node));
  }

  private static Wish wish(JsonNode move) {
    if (move.size() < 5) {
      return Wish.UNCHANGED;
    }
    return move.get(4).isNull() ? Wish.CLEARED : Wish.room(text(move.get(4)));
  }

  private static IslandSnapshot snapshot(JsonNode node, int maxPeers) {
    JsonNode center = member(node, "center");
    return new IslandSnapshot(
        text(member(node, "id")),
        list(member(node, "peers"), TraceReader::text),
        new Position(number(at(center, 0)), number(at(center, 1)), number(at(center, 2))),
        number(member(node, "radius")),
        node.path("maxPeers").asInt(maxPeers));
  }

  private static IslandChange change(JsonNode node) {
    String peer = text(member(node, "peer"));
    if (node.has("leave")) {
      return new IslandChange.Leave(peer, text(node.get("leave")));
    }
    return new IslandChange.ChangeTo(
        peer, text(member(node, "changeTo")), node.path("from").asText());
  }

  private static EngineState initial(JsonNode node) {
    return new EngineState(
        member(node, "created").asLong(),
        node.path("seats").asInt(),
        list(member(node, "islands"), TraceReader::islandState),
        list(member(node, "newcomers"), TraceReader::peerState),
        list(member(node, "leaves"), TraceReader::leave));
  }

  private static EngineState.IslandState islandState(JsonNode node) {
    return new EngineState.IslandState(
        text(member(node, "id")),
        member(node, "maxPeers").asInt(),
        member(node, "touched").asBoolean(),
        list(member(node, "peers"), TraceReader::peerState));
  }

  private static EngineState.PeerState peerState(JsonNode node) {
    return new EngineState.PeerState(
        text(at(node, 0)),
        number(at(node, 1)),
        number(at(node, 2)),
        number(at(node, 3)),
        node.path(4).asText());
  }

  private static IslandChange.Leave leave(JsonNode node) {
    return new IslandChange.Leave(text(member(node, "peer")), text(member(node, "leave")));
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
    List<T> items = new ArrayList<>(array.size());
    array.forEach(node -> items.add(each.apply(node)));
    return items;
  }

  private static JsonNode member(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no \"" + name + "\" in " + shortened(node));
    }
    return value;
  }

  private static JsonNode at(JsonNode array, int index) {
    JsonNode value = array.get(index);
    if (value == null) {
      throw new IllegalArgumentException("too short: " + shortened(array));
    }
    return value;
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("not a string: " + shortened(node));
    }
    return node.textValue();
  }

  private static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (text(node)) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException("not a number: " + node);
    };
  }

  private static String shortened(JsonNode node) {
    String text = node.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
