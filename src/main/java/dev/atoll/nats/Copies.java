package dev.atoll.nats;

import dev.atoll.bus.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Recognises an event that arrives once more in another form, as services send it that speak several dialects.
 *
 * <p>A message is a copy when an equal one (same event, same peer or island, equal payload after conversion) was delivered at
 * most {@value #MEMORY_MILLIS} ms ago from another form, and no message of this form was taken for its copy yet. So
 *
 * <ul>
 *   <li>an event told in several forms within that time is delivered once, in whatever order the forms come;
 *   <li>messages that come in one form only are all delivered, equal ones too: a peer that stands still, a word said twice;
 *   <li>equal messages told twice in two forms each are delivered twice.
 * </ul>
 *
 * <p>What is not promised: a form that comes later than that counts as another event. Two services that tell the same event in
 * different forms count as one that speaks both.
 *
 * <p>Bounded by {@value #MOST} deliveries and {@value #MOST_BYTES} bytes of payload, the eldest forgotten first. Used on one
 * context.
 */
final class Copies {
  /** Forms of one event leave their sender together; this is how far a busy server may pull them apart. */
  private static final int MEMORY_MILLIS = 2_000;

  private static final int MOST = 65_536;
  private static final int MOST_BYTES = 16 << 20;

  /** No kind has more of them. */
  private static final int MOST_FORMS = 3;

  private record Key(String subject, Payload payload) {}

  private record Delivery(Key key, long nanos) {
    int bytes() {
      return key.payload().bytes().size();
    }
  }

  /**
   * The deliveries of equal events. Each form is heard for the eldest that it was not heard for, so those it was heard for are
   * the eldest ones, and their number says which.
   */
  private static final class Repeats {
    int deliveries;
    final int[] heard = new int[MOST_FORMS];
  }

  private final Map<Key, Repeats> byEvent = new HashMap<>();
  private final Deque<Delivery> eldestFirst = new ArrayDeque<>();
  private int bytes;

  /** Whether this event was delivered already, from another form; if not, it is taken for delivered now. */
  boolean isCopy(Event event, long nanos) {
    forgetOld(nanos);
    Key key = new Key(event.message().subject().name(), event.message().payload());
    Repeats repeats = byEvent.computeIfAbsent(key, unused -> new Repeats());
    int form = event.form().number();
    boolean copy = repeats.heard[form] < repeats.deliveries;
    repeats.heard[form]++;
    if (copy) {
      return true;
    }
    repeats.deliveries++;
    Delivery delivery = new Delivery(key, nanos);
    eldestFirst.add(delivery);
    bytes += delivery.bytes();
    return false;
  }

  int size() {
    return eldestFirst.size();
  }

  private void forgetOld(long nanos) {
    Iterator<Delivery> eldest = eldestFirst.iterator();
    while (eldest.hasNext()) {
      Delivery next = eldest.next();
      boolean old = nanos - next.nanos() > MEMORY_MILLIS * 1_000_000L;
      if (!old && eldestFirst.size() < MOST && bytes < MOST_BYTES) {
        return;
      }
      eldest.remove();
      forget(next);
    }
  }

  private void forget(Delivery delivery) {
    bytes -= delivery.bytes();
    Repeats repeats = byEvent.get(delivery.key());
    if (repeats == null) {
      return;
    }
    repeats.deliveries--;
    for (int form = 0; form < MOST_FORMS; form++) {
      repeats.heard[form] = Math.max(0, repeats.heard[form] - 1);
    }
    if (repeats.deliveries == 0) {
      byEvent.remove(delivery.key());
    }
  }
}
