package dev.atoll.client.crowd;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;

/** What a crowd knows of one room: its aliases. */
final class Room {
  private final String place;
  private final Ledger ledger;
  private final IntObjectMap<Sender> senders = new IntObjectHashMap<>();
  private int inside;
  private long lastSampled;

  Room(String place, Ledger ledger) {
    this.place = place;
    this.ledger = ledger;
  }

  String place() {
    return place;
  }

  /** What takes longer to come than this is lost, nanoseconds. */
  long patience() {
    return ledger.patience().toNanos();
  }

  /** Who that alias is; the same object for all who ask while anybody needs it. */
  Sender sender(int alias, String address) {
    Sender known = senders.get(alias);
    if (known == null) {
      known = ledger.sender(address);
      senders.put(alias, known);
    }
    return known;
  }

  void forget(int alias, Sender sender) {
    if (sender.forgotten()) {
      senders.remove(alias);
    }
  }

  /** One of the crowd entered. */
  void enter() {
    inside++;
  }

  /** One of the crowd left; true if it was the last. */
  boolean leave() {
    return --inside == 0;
  }

  /** True for the first who asks with that number, so that each room is looked at once. */
  boolean firstToSample(long sample) {
    boolean first = lastSampled != sample;
    lastSampled = sample;
    return first;
  }
}
