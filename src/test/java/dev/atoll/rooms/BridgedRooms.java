package dev.atoll.rooms;

import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;

/** Rooms of two nodes, between whose buses only what bridges say goes to and fro, as it does over NATS. */
final class BridgedRooms implements AutoCloseable {
  static final String ISLAND = "I1";

  /** Of what is handed on to nobody. */
  private static final Headers MARK = new Headers(Map.of("mark", "this"));

  /** What the two sides have to say to each other until they know each other's members, and more. */
  private static final int EXCHANGES = 3;

  private static final Headers FOREIGN = new Headers(Map.of(Headers.VIA, Headers.NATS));

  final RoomsRig old;
  final RoomsRig next;
  private final Way toOld;
  private final Way toNext;
  private long move = 1000;

  BridgedRooms() {
    this(Bridge.Times.DEFAULT, Map.of());
  }

  BridgedRooms(Bridge.Times times, Map<String, String> settings) {
    Rooms.Tuning tuning =
        new Rooms.Tuning(Duration.ofSeconds(10), 25_000, Duration.ofMillis(20), times);
    old = RoomsRig.open(settings, tuning);
    next = RoomsRig.open(settings, tuning);
    toOld = new Way(next, old, "old");
    toNext = new Way(old, next, "next");
  }

  /** What is told from one to the other, unless it is stopped. */
  private static final class Way {
    private final RoomsRig from;
    private final RoomsRig to;
    private final String receiver;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Semaphore marks = new Semaphore(0);
    private boolean stopped;

    Way(RoomsRig from, RoomsRig to, String receiver) {
      this.from = from;
      this.to = to;
      this.receiver = receiver;
      to.ask(rooms -> {
        rooms.bridge(receiver);
        return true;
      });
      from.subscribe(Subjects.bridge(receiver).name(), this::told);
    }

    private synchronized void told(Message message) {
      if (message.headers().has(Headers.VIA)) {
        return;
      }
      if (message.headers().equals(MARK)) {
        marks.release();
        return;
      }
      waiting.add(new Message(message.subject(), message.payload(), FOREIGN));
      handOn();
    }

    private void handOn() {
      while (!stopped && !waiting.isEmpty()) {
        to.publish(waiting.remove());
      }
    }

    /** Returns when all that was told until now is heard. */
    void settle() {
      from.ask(rooms -> true);
      from.publish(new Message(Subjects.bridge(receiver), Payload.EMPTY, MARK));
      Awaitility.await().pollDelay(Duration.ZERO).until(marks::tryAcquire);
      to.ask(rooms -> true);
    }

    synchronized void stopped(boolean is) {
      stopped = is;
      handOn();
    }
  }

  /** Nothing gets to the new room from the old one, or what was told meanwhile does. */
  void stopToNext(boolean is) {
    toNext.stopped(is);
  }

  void stopToOld(boolean is) {
    toOld.stopped(is);
  }

  /** The archipelago's word, to both or to one of them only. */
  void order(RoomsRig... told) {
    move++;
    for (RoomsRig rig : told) {
      rig.publish(new Message(
          Subjects.bridge(rig == old ? "old" : "next"), Payload.of(order("old", "next", move))));
    }
  }

  static BridgeMessage order(String from, String to, long move) {
    return BridgeMessage.newBuilder()
        .setIsland(ISLAND)
        .setMove(move)
        .setOrder(BridgeOrder.newBuilder().setFrom(from).setTo(to))
        .build();
  }

  /** Both, and waits until they are bridged and know who is inside. */
  void bridge() {
    order(old, next);
    Awaitility.await().until(() -> old.ask(Rooms::bridged) == 1 && next.ask(Rooms::bridged) == 1);
    for (int i = 0; i < EXCHANGES; i++) {
      toNext.settle();
      toOld.settle();
    }
  }

  @Override
  public void close() {
    old.close();
    next.close();
  }
}
