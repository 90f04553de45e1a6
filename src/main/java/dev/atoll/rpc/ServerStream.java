package dev.atoll.rpc;

import com.google.protobuf.ByteString;
import dev.atoll.rpc.Answers.StreamId;
import java.util.Optional;

/**
 * One stream of a server: an element goes out when the client has acknowledged the one before, so that one at most is under
 * way. The offer counts as the first of them, and the end waits for its turn like an element.
 */
final class ServerStream {
  /** Where a stream stands. */
  private enum Stage {
    /** Its procedure is making the source. */
    OPENING,
    /** Offered, or an element sent; the client has not asked for the next. */
    SENT,
    /** The client waits. */
    ASKED,
    /** Over, whoever ended it. */
    CLOSED
  }

  private final StreamId id;
  private final Answers answers;
  private final Runnable onEnd;
  private Stage stage = Stage.OPENING;
  private Optional<StreamSource> source = Optional.empty();
  private int sequence;

  /** @param onEnd called when the server ended it */
  ServerStream(StreamId id, Answers answers, Runnable onEnd) {
    this.id = id;
    this.answers = answers;
    this.onEnd = onEnd;
  }

  StreamId id() {
    return id;
  }

  /** Offers the stream, unless the client has closed it meanwhile. */
  void open(StreamSource opened) {
    if (stage == Stage.CLOSED) {
      opened.cancel();
      return;
    }
    source = Optional.of(opened);
    stage = Stage.SENT;
    opened.reader(this::advance);
    answers.element(id, sequence, ByteString.EMPTY);
  }

  /** The client has the element of this sequence and asks for the next; anything but the last one is out of date. */
  void acknowledged(int upTo) {
    if (stage == Stage.SENT && upTo == sequence) {
      stage = Stage.ASKED;
      advance();
    }
  }

  /** Nothing goes out any more; the source is told. */
  void cancel() {
    if (stage != Stage.CLOSED) {
      stage = Stage.CLOSED;
      source.ifPresent(StreamSource::cancel);
    }
  }

  private void advance() {
    if (stage != Stage.ASKED || source.isEmpty()) {
      return;
    }
    Optional<ByteString> next = source.get().next();
    if (next.isPresent()) {
      stage = Stage.SENT;
      answers.element(id, ++sequence, next.get());
    } else if (source.get().ended()) {
      stage = Stage.CLOSED;
      answers.end(id, sequence);
      onEnd.run();
    }
  }
}
