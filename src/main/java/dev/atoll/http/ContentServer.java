package dev.atoll.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The realm's content server, asked which scenes stand on given parcels. */
final class ContentServer {
  /** An entity lists all its files, tens of kilobytes each: more pointers at once make answers of many megabytes. */
  private static final int POINTERS_AT_ONCE = 50;

  /** Of the scenes in one answer; the largest there are have some hundreds. */
  private static final int MOST_PARCELS = 20_000;

  private final Vertx vertx;
  private final URI url;
  private final Fetch fetch;

  ContentServer(Vertx vertx, URI url, Fetch fetch) {
    this.vertx = vertx;
    this.url = url;
    this.fetch = fetch;
  }

  /** The scenes on these parcels, each once. Fails when any part of the answer is missing. */
  Future<List<Scene>> scenes(List<String> pointers) {
    return scenes(pointers, new LinkedHashMap<>());
  }

  private Future<List<Scene>> scenes(List<String> pointers, Map<String, Scene> found) {
    if (pointers.isEmpty()) {
      return Future.succeededFuture(List.copyOf(found.values()));
    }
    int end = Math.min(POINTERS_AT_ONCE, pointers.size());
    JsonObject question = new JsonObject().put("pointers", new JsonArray(pointers.subList(0, end)));
    return fetch
        .post(Urls.below(url, "entities/active"), question.toBuffer())
        .compose(answer -> vertx.executeBlocking(() -> read(answer), false))
        .compose(scenes -> {
          scenes.forEach(scene -> found.put(scene.id(), scene));
          return scenes(pointers.subList(end, pointers.size()), found);
        });
  }

  /** One entity at a time, so that never the tree of the whole answer is in memory. */
  private List<Scene> read(Buffer answer) throws IOException {
    List<Scene> scenes = new ArrayList<>();
    int parcels = 0;
    try (JsonParser parser = Reading.MAPPER.createParser(answer.getBytes())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("entities are not an array");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        JsonNode entity = Reading.MAPPER.readTree(parser);
        Optional<Scene> scene = Scene.of(entity, url);
        parcels += scene.map(each -> each.parcels().size()).orElse(0);
        if (parcels > MOST_PARCELS) {
          throw new IOException("scenes of more than " + MOST_PARCELS + " parcels");
        }
        scene.ifPresent(scenes::add);
      }
    }
    return scenes;
  }

  /** Made with the first answer: data binding is a tenth of what a node that starts would load. */
  private static final class Reading {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }
}
