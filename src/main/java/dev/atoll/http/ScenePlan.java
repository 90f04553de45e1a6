package dev.atoll.http;

import dev.atoll.transport.SceneMap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which scene stands where, as the content server's pointers say: what somebody wanted to know is asked for in the background,
 * kept, and asked for again while it is wanted. Not known is what was not answered yet, or not lately. Answers from any thread; asks
 * on the context that started it.
 */
public final class ScenePlan implements SceneMap {
  /** A scene deployed anew is known by then. */
  private static final long NANOS_FRESH = Duration.ofMinutes(1).toNanos();

  /** As long as the content server may be down before what it said counts no more. */
  private static final long NANOS_KEPT = Duration.ofMinutes(10).toNanos();

  private static final long ASK_EACH_MILLIS = 1_000;
  private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(15).toNanos();

  /** Parcels asked about at once; one question of the content server's has fifty. */
  private static final int MOST_ASKED = 500;

  /** The whole of Genesis City has some 90,000; past it all is asked for anew. */
  private static final int MOST_KNOWN = 200_000;

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(10);
  private static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(ScenePlan.class);

  private final Vertx vertx;
  private final LongSupplier nanos;
  private final Fetch fetch;
  private final ContentServer content;
  private final Map<Parcel, Known> known = new ConcurrentHashMap<>();
  private final Set<Parcel> wanted = ConcurrentHashMap.newKeySet();
  private long timer = -1;
  private boolean asking;
  private boolean silent;
  private long notBefore;

  /** The names of a parcel's scene; all parcels of one share the set. */
  private record Known(Set<String> names, long nanos) {}

  /** @param contentUrl of the realm's content server, which is asked nothing until somebody wants to know */
  public ScenePlan(Vertx vertx, URI contentUrl) {
    this(vertx, contentUrl, System::nanoTime);
  }

  ScenePlan(Vertx vertx, URI contentUrl, LongSupplier nanos) {
    this.vertx = vertx;
    this.nanos = nanos;
    this.fetch = new Fetch(vertx, TIME_TO_ANSWER, MAX_ANSWER_BYTES);
    this.content = new ContentServer(vertx, contentUrl, fetch);
    this.notBefore = nanos.getAsLong();
  }

  @Override
  public Optional<Set<String>> names(int x, int y) {
    Parcel parcel = new Parcel(x, y);
    Known answer = known.get(parcel);
    long age = answer == null ? Long.MAX_VALUE : nanos.getAsLong() - answer.nanos();
    if (age > NANOS_FRESH && wanted.size() < MOST_ASKED) {
      wanted.add(parcel);
    }
    return answer == null || age > NANOS_KEPT ? Optional.empty() : Optional.of(answer.names());
  }

  /** Asks from now on for what is wanted. */
  public void start() {
    timer = vertx.setPeriodic(ASK_EACH_MILLIS, id -> ask());
  }

  /** Asks no more and ends its connections. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return fetch.close();
  }

  private void ask() {
    if (asking || wanted.isEmpty() || nanos.getAsLong() - notBefore < 0) {
      return;
    }
    List<Parcel> parcels = new ArrayList<>(wanted);
    wanted.clear();
    asking = true;
    content
        .scenes(parcels.stream().map(Parcel::pointer).toList())
        .onSuccess(scenes -> learn(parcels, scenes))
        .onComplete(answer -> {
          asking = false;
          became(answer.failed(), String.valueOf(answer.cause()));
        });
  }

  private void became(boolean nowSilent, String cause) {
    if (nowSilent) {
      notBefore = nanos.getAsLong() + PAUSE_AFTER_FAILURE;
    }
    if (nowSilent != silent) {
      LOG.info(
          "Content server {} for rules of scenes cause={}",
          nowSilent ? "is silent" : "answers",
          cause);
    }
    silent = nowSilent;
  }

  private void learn(List<Parcel> asked, List<Scene> scenes) {
    if (known.size() > MOST_KNOWN) {
      known.clear();
    }
    long now = nanos.getAsLong();
    Known nothing = new Known(Set.of(), now);
    asked.forEach(parcel -> known.put(parcel, nothing));
    for (Scene scene : scenes) {
      Set<String> names = new HashSet<>(Set.of(scene.id()));
      scene.parcels().forEach(parcel -> names.add(parcel.pointer()));
      Known one = new Known(Set.copyOf(names), now);
      scene.parcels().forEach(parcel -> known.put(parcel, one));
    }
  }
}
