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

  /** One delivery, and which forms it was heard in so far, a bit each. */
  private static final class Delivery {
    final Key key;
    final long nanos;
    final int bytes;
    int forms;

    Delivery(Key key, long nanos, Form form) {
      this.key = key;
      this.nanos = nanos;
      this.bytes = key.payload().bytes().size();
      this.forms = 1 << form.ordinal();
    }
  }

  private record Key(String subject, Payload payload) {}

  private final Map<Key, Deque<Delivery>> byEvent = new HashMap<>();
  private final Deque<Delivery> eldestFirst = new ArrayDeque<>();
  private int bytes;

  /** Whether this event was delivered already, from another form; if not, it is taken for delivered now. */
  boolean isCopy(Event event, long nanos) {
    forgetOld(nanos);
    Key key = new Key(event.message().subject().name(), event.message().payload());
    Deque<Delivery> deliveries = byEvent.computeIfAbsent(key, unused -> new ArrayDeque<>(2));
    int form = 1 << event.form().ordinal();
    for (Delivery each : deliveries) {
      if ((each.forms & form) == 0) {
        each.forms |= form;
        return true;
      }
    }
    Delivery delivery = new Delivery(key, nanos, event.form());
    deliveries.add(delivery);
    eldestFirst.add(delivery);
    bytes += delivery.bytes;
    return false;
  }

  int size() {
    return eldestFirst.size();
  }

  private void forgetOld(long nanos) {
    Iterator<Delivery> eldest = eldestFirst.iterator();
    while (eldest.hasNext()) {
      Delivery next = eldest.next();
      boolean old = nanos - next.nanos > MEMORY_MILLIS * 1_000_000L;
      if (!old && eldestFirst.size() < MOST && bytes < MOST_BYTES) {
        return;
      }
      eldest.remove();
      forget(next);
    }
  }

  private void forget(Delivery delivery) {
    bytes -= delivery.bytes;
    Deque<Delivery> deliveries = byEvent.get(delivery.key);
    if (deliveries != null) {
      deliveries.remove(delivery);
      if (deliveries.isEmpty()) {
        byEvent.remove(delivery.key);
      }
    }
  }
}
