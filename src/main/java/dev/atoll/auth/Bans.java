package dev.atoll.auth;

import dev.atoll.auth.HttpExchange.Answer;
import dev.atoll.config.AccessSettings;
import dev.atoll.config.AccessSettings.WhenUnreachable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a service, address by address, who is banned. */
final class Bans {
  private static final Logger LOG = LoggerFactory.getLogger(Bans.class);

  /** As the reference: a login waits no longer. */
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(1);

  private static final int AT_A_TIME = 20;
  private static final int CONNECTIONS = 64;

  /** Who would wait longer than the deadline anyway is answered at once by what was known before. */
  private static final int MOST_WAITING = 1024;

  private static final int MOST_BYTES = 64 * 1024;

  /** Addresses whose last good answer is remembered; the one not asked for longest gives way. */
  static final int MOST_REMEMBERED = 10_000;

  private final Vertx vertx;
  private final Optional<String> template;
  private final boolean unknownIsBanned;
  private final HttpExchange http;
  private final Map<String, Boolean> lastGood = Collections.synchronizedMap(new LastGood());
  private final AtomicBoolean failing = new AtomicBoolean();

  Bans(Vertx vertx, AccessSettings settings) {
    this(vertx, settings, DEFAULT_DEADLINE);
  }

  Bans(Vertx vertx, AccessSettings settings, Duration deadline) {
    this.vertx = vertx;
    this.template = settings.bansUrl();
    this.unknownIsBanned = settings.whenUnreachable() == WhenUnreachable.CLOSED;
    this.http = new HttpExchange(
        vertx, new HttpExchange.Bounds(deadline, CONNECTIONS, MOST_WAITING, MOST_BYTES));
  }

  /** Whether an address that wants to come in is banned. */
  Future<Boolean> isBanned(String address) {
    return isBanned(address, unknownIsBanned);
  }

  private Future<Boolean> isBanned(String address, boolean whenUnknown) {
    return template
        .map(url -> ask(url, EthereumAddress.normalised(address), whenUnknown))
        .orElse(Future.succeededFuture(false));
  }

  private Future<Boolean> ask(String url, String address, boolean whenUnknown) {
    String encoded = URLEncoder.encode(address, StandardCharsets.UTF_8).replace("+", "%20");
    return http.send(
            new RequestOptions().setAbsoluteURI(url.replace(AccessSettings.ADDRESS, encoded)))
        .map(Bans::read)
        .map(banned -> remember(address, banned))
        .recover(cause -> {
          sayOnce(cause);
          return Future.succeededFuture(lastGood.getOrDefault(address, whenUnknown));
        });
  }

  private static boolean read(Answer answer) {
    if (answer.isOk()
        && new JsonObject(answer.body()).getValue("data") instanceof JsonObject found
        && found.getValue("isBanned") instanceof Boolean banned) {
      return banned;
    }
    throw new IllegalStateException("no answer about bans, status " + answer.status());
  }

  private boolean remember(String address, boolean banned) {
    lastGood.put(address, banned);
    if (failing.compareAndSet(true, false)) {
      LOG.info("Bans service answers again");
    }
    return banned;
  }

  /** Once a failure, not once a login; the class alone, since a decoder's message quotes what it read. */
  private void sayOnce(Throwable cause) {
    if (failing.compareAndSet(false, true)) {
      LOG.warn(
          "Bans service fails, last answers count cause={}", cause.getClass().getSimpleName());
    }
  }

  Future<Set<String>> bannedOf(Collection<String> addresses) {
    if (template.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    Sweep sweep = new Sweep(addresses);
    sweep.from(0);
    return sweep.all.future();
  }

  Future<Void> close() {
    return http.close();
  }

  /** Asks for many, some at a time; by turns of the event loop, so that a service which fails at once is no deep recursion. */
  private final class Sweep {
    private final List<String> addresses;
    private final Set<String> banned = ConcurrentHashMap.newKeySet();
    private final Promise<Set<String>> all = Promise.promise();
    private final Context context = vertx.getOrCreateContext();

    Sweep(Collection<String> addresses) {
      this.addresses = List.copyOf(addresses);
    }

    void from(int first) {
      if (first >= addresses.size()) {
        all.complete(Set.copyOf(banned));
        return;
      }
      int end = Math.min(first + AT_A_TIME, addresses.size());
      Future.all(addresses.subList(first, end).stream().map(this::ask).toList())
          .onComplete(asked -> context.runOnContext(now -> from(end)));
    }

    private Future<Boolean> ask(String address) {
      // whoever is in was let in; not knowing more is no reason to throw out
      return isBanned(address, false).onSuccess(isBanned -> {
        if (isBanned) {
          banned.add(address);
        }
      });
    }
  }

  /** Forgets the address not asked for longest. */
  private static final class LastGood extends LinkedHashMap<String, Boolean> {
    private static final int INITIAL = 64;
    private static final float LOAD = 0.75f;

    LastGood() {
      super(INITIAL, LOAD, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MOST_REMEMBERED;
    }
  }
}
