package dev.atoll.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What a realm says of itself that a client needs.
 *
 * @param realmName empty where it has none
 * @param comms what its {@code comms.adapter}, else its {@code comms.fixedAdapter} leads to
 */
public record RealmAbout(String realmName, ConnectionString comms) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int OK = 200;

  /**
   * Asks a realm.
   *
   * @return fails, with a message for people, where nobody answers, the realm is not healthy, or the answer is no realm's
   */
  public static Future<RealmAbout> of(Vertx vertx, RealmAddress realm) {
    Promise<RealmAbout> end = Promise.promise();
    // on one event loop throughout: from another thread the answer could be over before its body is
    // asked for
    vertx.getOrCreateContext().runOnContext(ignored -> ask(vertx, realm).onComplete(end));
    return end.future();
  }

  private static Future<RealmAbout> ask(Vertx vertx, RealmAddress realm) {
    HttpClient client = vertx.createHttpClient();
    RequestOptions request = new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setAbsoluteURI(realm.about().toString())
        .setTimeout(LIMIT.toMillis());
    return client
        .request(request)
        .compose(HttpClientRequest::send)
        .compose(answer -> answer.body().map(body -> read(answer.statusCode(), body)))
        .recover(fault -> Future.failedFuture(
            new IllegalStateException(realm.about() + ": " + fault.getMessage(), fault)))
        .eventually(() -> client.close());
  }

  private static RealmAbout read(int status, Buffer body) {
    if (status != OK) {
      throw new IllegalStateException("it answers " + status);
    }
    return read(new JsonObject(body));
  }

  static RealmAbout read(JsonObject about) {
    JsonObject none = new JsonObject();
    JsonObject comms = about.getJsonObject("comms", none);
    String adapter = comms.getString("adapter", comms.getString("fixedAdapter", ""));
    if (adapter.isEmpty()) {
      throw new IllegalStateException("it names no comms.adapter");
    }
    String name = about.getJsonObject("configurations", none).getString("realmName", "");
    return new RealmAbout(name, ConnectionString.parse(adapter));
  }
}
