package dev.atoll.transport.bridge;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import io.vertx.core.Context;

/** What one side of a bridge tells the other, in order; what happens in one turn of the event loop goes in one message. */
public final class BridgeLink {
  /** Larger ones go before the end of the turn: NATS takes no more than 1 MiB at once, and nothing is to wait for it. */
  private static final int MOST_BYTES = 48 << 10;

  private final Bus bus;
  private final Context context;
  private final Subject there;
  private final BridgeMessage.Builder message;
  private int bytes;
  private boolean flushing;

  /** @param context of the side that tells */
  BridgeLink(Bus bus, Context context, Move move) {
    this.bus = bus;
    this.context = context;
    this.there = Subjects.bridge(move.there());
    this.message = BridgeMessage.newBuilder().setIsland(move.island()).setMove(move.number());
  }

  /** Begins with what the other side may not have heard yet from the archipelago. */
  void order(BridgeOrder order) {
    message.setOrder(order);
    flushSoon();
  }

  /** Tells of a peer. */
  public void tell(BridgeEvent.Kind kind, String peer) {
    tell(BridgeEvent.newBuilder().setKind(kind).setPeer(peer));
  }

  /** Tells whatever there is to tell. */
  public void tell(BridgeEvent.Builder event) {
    message.addEvents(event);
    bytes += event.getBody().size() + event.getPeer().length();
    if (bytes > MOST_BYTES) {
      flush();
    } else {
      flushSoon();
    }
  }

  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      context.runOnContext(now -> {
        flushing = false;
        flush();
      });
    }
  }

  /** Tells what there is now. */
  void flush() {
    if (message.getEventsCount() == 0 && !message.hasOrder()) {
      return;
    }
    BridgeMessage told = message.build();
    message.clearEvents().clearOrder();
    bytes = 0;
    bus.publish(new Message(there, Payload.of(told)));
  }
}
