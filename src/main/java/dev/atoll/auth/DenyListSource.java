package dev.atoll.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;

/** Where a deny list is read from. */
sealed interface DenyListSource {
  /** Bytes: some 90,000 addresses; a longer list counts as a failure of its source. */
  int MOST_BYTES = 8 * 1024 * 1024;

  /** For all of one read. */
  Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  /** What to call it in the log: a URL's host or a file's name, since the rest of a URL may hold a key. */
  String name();

  /** Reads and parses off the event loop; failed if there is no good list in time. */
  Future<DeniedAddresses> read();

  Future<Void> close();

  /** A URL if it begins as one, else a file. */
  static DenyListSource of(Vertx vertx, String place) {
    return place.startsWith("http://") || place.startsWith("https://")
        ? new Url(vertx, place, DEFAULT_DEADLINE)
        : new File(vertx, place);
  }

  private static Future<DeniedAddresses> parse(Vertx vertx, Buffer document) {
    return vertx.executeBlocking(() -> DeniedAddresses.parse(document), false);
  }

  /** A list on the web. */
  final class Url implements DenyListSource {
    private final Vertx vertx;
    private final URI url;
    private final HttpExchange http;

    Url(Vertx vertx, String url, Duration deadline) {
      this.vertx = vertx;
      this.url = URI.create(url);
      this.http = new HttpExchange(vertx, new HttpExchange.Bounds(deadline, 1, 1, MOST_BYTES));
    }

    @Override
    public String name() {
      return url.getHost();
    }

    @Override
    public Future<DeniedAddresses> read() {
      RequestOptions request = new RequestOptions().setAbsoluteURI(url.toString());
      return http.send(request)
          .compose(answer -> answer.isOk()
              ? parse(vertx, answer.body())
              : Future.failedFuture("status " + answer.status()));
    }

    @Override
    public Future<Void> close() {
      return http.close();
    }
  }

  /** A list on disk. */
  final class File implements DenyListSource {
    private final Vertx vertx;
    private final String path;

    File(Vertx vertx, String path) {
      this.vertx = vertx;
      this.path = path;
    }

    @Override
    public String name() {
      return path;
    }

    @Override
    public Future<DeniedAddresses> read() {
      FileSystem files = vertx.fileSystem();
      return files
          .props(path)
          .compose(found -> found.isRegularFile() && found.size() <= MOST_BYTES
              ? files.readFile(path)
              : Future.failedFuture("no file of at most " + MOST_BYTES + " bytes"))
          .compose(document -> parse(vertx, document));
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }
}
