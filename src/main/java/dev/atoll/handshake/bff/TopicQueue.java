package dev.atoll.handshake.bff;

import com.google.protobuf.ByteString;
import dev.atoll.rpc.StreamSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Elements of one subscription that wait until its client takes them. */
final class TopicQueue implements StreamSource {
  private final Bound bound;
  private final Queue<ByteString> waiting = new ArrayDeque<>();
  private Runnable reader = () -> {};
  private Runnable onEnd = () -> {};
  private boolean read;
  private boolean ended;

  /**
   * What happens to elements that nobody takes.
   *
   * @param most how many may wait; with one more the oldest goes
   * @param backlog how many bytes may wait, together with the others that share it
   * @param full called when an element had to go, or, where none may, when there is no room for one
   * @param lossy whether the oldest may go
   */
  record Bound(int most, Backlog backlog, Runnable full, boolean lossy) {}

  TopicQueue(Bound bound) {
    this.bound = bound;
  }

  /** Calls this too, once, when the subscription is over, whoever ended it. */
  void onEnd(Runnable action) {
    Runnable before = onEnd;
    onEnd = () -> {
      before.run();
      action.run();
    };
  }

  /** One more; goes out when the client has asked for it. */
  void add(ByteString element) {
    if (ended || !makeRoom(element.size())) {
      return;
    }
    waiting.add(element);
    reader.run();
  }

  private boolean makeRoom(int bytes) {
    if (!bound.lossy()) {
      boolean room = waiting.size() < bound.most() && bound.backlog().take(bytes);
      if (!room) {
        bound.full().run();
      }
      return room;
    }
    while (waiting.size() >= bound.most() || !bound.backlog().take(bytes)) {
      bound.full().run();
      if (waiting.isEmpty()) {
        return false;
      }
      drop();
    }
    return true;
  }

  /** Whether this is the first who wants to read it. */
  boolean beginRead() {
    boolean first = !read;
    read = true;
    return first;
  }

  /** No more elements; those that wait are left out. */
  void end() {
    if (!ended) {
      ended = true;
      while (!waiting.isEmpty()) {
        drop();
      }
      onEnd.run();
      reader.run();
    }
  }

  private void drop() {
    bound.backlog().give(waiting.remove().size());
  }

  @Override
  public Optional<ByteString> next() {
    ByteString next = waiting.poll();
    if (next != null) {
      bound.backlog().give(next.size());
    }
    return Optional.ofNullable(next);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void reader(Runnable ready) {
    reader = ready;
  }

  @Override
  public void cancel() {
    reader = () -> {};
    end();
  }
}
