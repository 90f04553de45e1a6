package dev.atoll.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /hot-scenes} says of a scene, as its entity on the content server has it.
 *
 * @param id the entity
 * @param base the parcel that is its origin
 * @param parcels all it stands on
 * @param texts by member name, in the order they are printed; those the entity lacks are left out
 */
record Scene(String id, Parcel base, List<Parcel> parcels, Map<String, Optional<String>> texts) {
  private static final Pattern POINTER =
      Pattern.compile("\\s*(-?\\d{1,9})\\s*,\\s*(-?\\d{1,9})\\s*");

  Scene {
    parcels = List.copyOf(parcels);
  }

  /** The scene of an entity; none when it lacks an id, a base or parcels. */
  static Optional<Scene> of(JsonNode entity, URI content) {
    JsonNode metadata = entity.path("metadata");
    JsonNode scene = metadata.path("scene");
    Optional<String> id = text(entity.path("id"));
    Optional<Parcel> base = parcel(scene.path("base"));
    List<Parcel> parcels = new ArrayList<>();
    scene.path("parcels").forEach(pointer -> parcel(pointer).ifPresent(parcels::add));
    if (id.isEmpty() || base.isEmpty() || parcels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Scene(id.get(), base.get(), parcels, texts(entity, metadata, content)));
  }

  private static Map<String, Optional<String>> texts(
      JsonNode entity, JsonNode metadata, URI content) {
    JsonNode display = metadata.path("display");
    return Map.of(
        "name", text(display.path("title")),
        "thumbnail", thumbnail(entity, display, content),
        "creator", text(metadata.path("contact").path("name")),
        "projectId", text(metadata.path("source").path("projectId")),
        "description", text(display.path("description")));
  }

  /** A link as it is; the name of an uploaded file becomes the address of its content. */
  private static Optional<String> thumbnail(JsonNode entity, JsonNode display, URI content) {
    Optional<String> named = text(display.path("navmapThumbnail")).filter(name -> !name.isEmpty());
    if (named.isEmpty() || named.get().startsWith("http")) {
      return named;
    }
    for (JsonNode file : entity.path("content")) {
      if (named.equals(text(file.path("file")))) {
        return text(file.path("hash")).map(hash -> Urls.below(content, "contents/" + hash));
      }
    }
    return Optional.empty();
  }

  /** Peers on its parcels. */
  int users(Map<Parcel, Integer> counts) {
    int users = 0;
    for (Parcel parcel : parcels) {
      users += counts.getOrDefault(parcel, 0);
    }
    return users;
  }

  JsonObject json(int users) {
    JsonObject json = new JsonObject().put("id", id);
    put(json, "name");
    JsonArray all = new JsonArray();
    parcels.forEach(parcel -> all.add(json(parcel)));
    json.put("baseCoords", json(base)).put("usersTotalCount", users).put("parcels", all);
    put(json, "thumbnail");
    put(json, "creator");
    put(json, "projectId");
    put(json, "description");
    return json;
  }

  private void put(JsonObject json, String member) {
    texts.getOrDefault(member, Optional.empty()).ifPresent(text -> json.put(member, text));
  }

  private static JsonArray json(Parcel parcel) {
    return new JsonArray().add((long) parcel.x()).add((long) parcel.y());
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  private static Optional<Parcel> parcel(JsonNode pointer) {
    Matcher matcher = POINTER.matcher(pointer.asText());
    return matcher.matches()
        ? Optional.of(
            new Parcel(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }
}
