package dev.atoll.livekit.sidecar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Packets on their way from native threads to the event loop, in their order: one hop for what came meanwhile. At the bound newer ones
 * are dropped. Filled by any thread, emptied on the context.
 */
final class Inbox {
  /** Of one room: a crowd of a hundred says some 100 KB a second. */
  static final int MOST_BYTES = 1 << 20;

  /** Beside its bytes, so that empty packets are bounded too. */
  static final int PACKET_COST = 64;

  /** In one turn of the event loop, so that others have theirs. */
  static final int MOST_A_TURN = 500;

  private final Executor loop;
  private final Consumer<byte[]> receiver;
  private final Runnable dropped;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean due;

  /**
   * @param loop runs on the context
   * @param receiver is given each packet there
   * @param dropped is run, on any thread, for each that is lost
   */
  Inbox(Executor loop, Consumer<byte[]> receiver, Runnable dropped) {
    this.loop = loop;
    this.receiver = receiver;
    this.dropped = dropped;
  }

  void add(byte[] packet) {
    if (!put(packet)) {
      dropped.run();
    }
  }

  private synchronized boolean put(byte[] packet) {
    int cost = packet.length + PACKET_COST;
    if (bytes + cost > MOST_BYTES) {
      return false;
    }
    bytes += cost;
    waiting.add(packet);
    if (!due) {
      due = true;
      loop.execute(this::empty);
    }
    return true;
  }

  private void empty() {
    for (byte[] packet : taken()) {
      receiver.accept(packet);
    }
  }

  private synchronized List<byte[]> taken() {
    List<byte[]> some = new ArrayList<>(Math.min(MOST_A_TURN, waiting.size()));
    while (some.size() < MOST_A_TURN && !waiting.isEmpty()) {
      byte[] packet = waiting.remove();
      bytes -= packet.length + PACKET_COST;
      some.add(packet);
    }
    due = !waiting.isEmpty();
    if (due) {
      loop.execute(this::empty);
    }
    return some;
  }
}
