package dev.atoll.gateway;

import dev.atoll.session.CloseReason;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;

/**
 * Server-Sent Events: each message is an event whose id is {@code <session>:<sequence>}, so that a reader that comes back says with
 * {@code Last-Event-ID} what it has. Used on the gateway's event loop only.
 */
final class EventStream implements Outlet {
  /** Under every proxy's idle timeout, and the public port's. */
  private static final long COMMENT_MILLIS = 15_000;

  private static final int QUEUE_BYTES = 64 << 10;
  private static final Buffer COMMENT = Buffer.buffer(":\n\n");

  private final Vertx vertx;
  private final HttpServerResponse response;
  private final long comments;
  private String session = "";
  private boolean closed;

  EventStream(Vertx vertx, HttpServerResponse response) {
    this.vertx = vertx;
    this.response = response;
    response
        .setChunked(true)
        .setWriteQueueMaxSize(QUEUE_BYTES)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        // nginx would hold events back
        .putHeader("X-Accel-Buffering", "no");
    this.comments = vertx.setPeriodic(COMMENT_MILLIS, timer -> response.write(COMMENT));
  }

  /** From now on it carries this session. */
  void carry(ServerSession carried) {
    session = carried.id();
    response.drainHandler(ready -> carried.pump());
    // both tell of an end, and some ends are told by one of them only
    response.closeHandler(gone -> ended(carried));
    response.endHandler(gone -> ended(carried));
    if (closed) {
      ended(carried);
    }
  }

  /** It carries nothing after all; what it set in the answer is undone. */
  void abandon() {
    closed = true;
    vertx.cancelTimer(comments);
    response.setChunked(false);
  }

  private void ended(ServerSession carried) {
    closed = true;
    vertx.cancelTimer(comments);
    carried.detach(this);
  }

  @Override
  public boolean isWritable() {
    return !closed && !response.writeQueueFull();
  }

  @Override
  public void write(long sequence, byte[] message) {
    if (closed) {
      return;
    }
    Buffer event = Buffer.buffer(message.length + 64);
    if (sequence > 0) {
      event.appendString("id: " + session + ":" + sequence + "\n");
    }
    response.write(event.appendString("data: ").appendBytes(message).appendString("\n\n"));
  }

  @Override
  public void flush() {}

  @Override
  public void close(CloseReason reason) {
    if (!closed) {
      closed = true;
      vertx.cancelTimer(comments);
      String name = reason.name().toLowerCase(Locale.ROOT);
      response.end("data: {\"event\":\"closed\",\"name\":\"" + name + "\"}\n\n");
    }
  }
}
