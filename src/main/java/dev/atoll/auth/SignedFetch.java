package dev.atoll.auth;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who signed an HTTP request (ADR-44, wire.md §9a): its method, path, time and metadata, by an auth chain in its headers. A request
 * counts for a minute before and after its time, and once. Used on one event loop.
 */
public final class SignedFetch {
  static final Duration BOUND = Duration.ofMinutes(1);

  /** A request of the farthest future is good for twice the bound. */
  private static final Duration MEMORY = BOUND.multipliedBy(2).plusSeconds(1);

  /** Some 20 MB, at 800 requests a second for two minutes. */
  private static final int MOST_REMEMBERED = 100_000;

  private static final String LINK = "x-identity-auth-chain-";
  private static final String TIMESTAMP = "x-identity-timestamp";
  private static final String METADATA = "x-identity-metadata";

  /** One more than any chain has. */
  private static final int MOST_LINKS = 11;

  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");

  private final Authenticator authenticator;
  private final Clock clock;

  /** By {@link #digest}: requests themselves may have 16 KiB each, and everybody can make an address to sign with. */
  private final Recent<String> accepted;

  /**
   * A request as it came.
   *
   * @param method such as {@code POST}
   * @param paths it may have been signed for: what was asked for, and what that is before a proxy; no query
   * @param headers all of it
   */
  public record Request(String method, Collection<String> paths, MultiMap headers) {}

  /**
   * What was signed.
   *
   * @param address lower-case
   * @param metadata an object; letters' case is not covered by the signature
   */
  public record Signed(String address, JsonObject metadata) {}

  /** @param authenticator verifies the chains */
  public SignedFetch(Authenticator authenticator) {
    this(authenticator, Clock.systemUTC(), MOST_REMEMBERED);
  }

  SignedFetch(Authenticator authenticator, Clock clock, int most) {
    this.authenticator = authenticator;
    this.clock = clock;
    this.accepted = new Recent<>(MEMORY, most);
  }

  /**
   * Tells who signed a request.
   *
   * @return failed with an {@link AuthRefusedException}, such as STALE or REPLAYED
   */
  public Future<Signed> verify(Request request) {
    try {
      String links = links(request.headers());
      String signed = AuthChain.parse(links).finalPayload();
      String timestamp = text(request.headers(), TIMESTAMP);
      String metadata = text(request.headers(), METADATA);
      JsonObject parsed = parsed(metadata);
      require(isNow(timestamp), AuthRefusal.STALE);
      require(texts(request, timestamp, metadata).contains(signed), AuthRefusal.WRONG_PAYLOAD);
      return authenticator
          .authenticate(links, signed)
          .map(address -> once(new Signed(address, parsed), signed));
    } catch (AuthRefusedException refused) {
      return Future.failedFuture(refused);
    }
  }

  /** As one array: from number 0 on, with none left out. */
  private static String links(MultiMap headers) {
    List<String> links = new ArrayList<>();
    while (links.size() < MOST_LINKS && headers.contains(LINK + links.size())) {
      links.add(text(headers, LINK + links.size()));
    }
    return "[" + String.join(",", links) + "]";
  }

  /** Header bytes are Latin-1 to HTTP, and UTF-8 to who wrote JSON into them. */
  private static String text(MultiMap headers, String name) {
    List<String> values = headers.getAll(name);
    // of two each reader could see another one
    require(values.size() <= 1, AuthRefusal.MALFORMED);
    String raw = values.isEmpty() ? "" : values.get(0);
    byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException latin) {
      return raw;
    }
  }

  private static JsonObject parsed(String metadata) {
    try {
      return metadata.isEmpty() ? new JsonObject() : new JsonObject(metadata);
    } catch (DecodeException | ClassCastException malformed) {
      throw new AuthRefusedException(AuthRefusal.MALFORMED);
    }
  }

  private boolean isNow(String timestamp) {
    require(MILLIS.matcher(timestamp).matches(), AuthRefusal.MALFORMED);
    long off = clock.millis() - Long.parseLong(timestamp);
    return Math.abs(off) <= BOUND.toMillis();
  }

  private static List<String> texts(Request request, String timestamp, String metadata) {
    return request.paths().stream()
        .map(path -> String.join(":", request.method(), path, timestamp, metadata))
        .map(text -> text.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** At the bound nothing is taken any more: to forget one would let it be replayed. */
  private Signed once(Signed signed, String text) {
    String request = digest(signed.address() + ' ' + text);
    require(!accepted.contains(request), AuthRefusal.REPLAYED);
    require(!accepted.isFull(), AuthRefusal.BUSY);
    accepted.add(request);
    return signed;
  }

  private static String digest(String request) {
    try {
      byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void require(boolean holds, AuthRefusal refusal) {
    if (!holds) {
      throw new AuthRefusedException(refusal);
    }
  }
}
