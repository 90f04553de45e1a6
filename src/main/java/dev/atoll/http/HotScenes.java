package dev.atoll.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scenes with the most peers, most first. Which scene stands where is asked of the content server in the background,
 * and only while somebody wants to know; the counts are those of now. While the content server is silent, the scenes
 * last known count, or none. Used on one event loop.
 */
public final class HotScenes {
  /** Longest list, as the reference stats service. */
  private static final int MAX_SCENES = 100;

  /** Only the fullest parcels are asked about: each may be a scene of its own, and most share one with others. */
  private static final int MAX_POINTERS = 500;

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);
  private static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final long NANOS_BETWEEN = Duration.ofSeconds(10).toNanos();
  private static final Logger LOG = LoggerFactory.getLogger(HotScenes.class);

  private final Vertx vertx;
  private final Statistics statistics;
  private final Fetch fetch;
  private final ContentServer content;
  private final Cached answer;
  private List<Scene> scenes = List.of();
  private boolean silent;
  private @Nullable Future<Void> asking;
  private @Nullable Long askedAt;

  public HotScenes(Vertx vertx, Statistics statistics, URI contentUrl) {
    this.vertx = vertx;
    this.statistics = statistics;
    this.fetch = new Fetch(vertx, TIME_TO_ANSWER, MAX_ANSWER_BYTES);
    this.content = new ContentServer(vertx, contentUrl, fetch);
    this.answer = new Cached(vertx, () -> {
      Crowd crowd = statistics.crowd();
      List<Scene> known = scenes;
      return () -> hottest(known, crowd);
    });
  }

  /** Ends its connections to the content server. */
  public Future<Void> stop() {
    return fetch.close();
  }

  /** The page's JSON; the very first waits for the content server, for the time it has. */
  Future<Buffer> get() {
    boolean due = askedAt == null || System.nanoTime() - askedAt > NANOS_BETWEEN;
    if (asking == null && due && statistics.peers() > 0) {
      askedAt = System.nanoTime();
      asking = ask().onComplete(ignored -> asking = null);
    }
    Future<Void> first = asking;
    return first != null && scenes.isEmpty()
        ? first.transform(ignored -> answer.get())
        : answer.get();
  }

  private Future<Void> ask() {
    Crowd crowd = statistics.crowd();
    return vertx
        .executeBlocking(() -> fullest(crowd.parcels()), false)
        .compose(content::scenes)
        .onSuccess(found -> scenes = found)
        .onComplete(asked -> became(asked.failed(), asked.cause()))
        .mapEmpty();
  }

  private void became(boolean nowSilent, @Nullable Throwable cause) {
    if (nowSilent && !silent) {
      LOG.info("Content server gives no scenes, those last known count cause={}", cause + "");
    }
    silent = nowSilent;
  }

  private static List<String> fullest(Map<Parcel, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Parcel, Integer>comparingByValue().reversed())
        .limit(MAX_POINTERS)
        .map(entry -> entry.getKey().pointer())
        .toList();
  }

  private static Buffer hottest(List<Scene> scenes, Crowd crowd) {
    Map<Parcel, Integer> counts = crowd.parcels();
    List<Counted> counted = new ArrayList<>();
    for (Scene scene : scenes) {
      int users = scene.users(counts);
      if (users > 0) {
        counted.add(new Counted(scene, users));
      }
    }
    counted.sort(Comparator.comparingInt(Counted::users).reversed());
    JsonArray json = new JsonArray();
    counted.stream().limit(MAX_SCENES).forEach(each -> json.add(each.scene.json(each.users)));
    return json.toBuffer();
  }

  private record Counted(Scene scene, int users) {}
}
