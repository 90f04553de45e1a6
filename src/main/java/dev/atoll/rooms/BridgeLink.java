package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import io.vertx.core.Context;

/** What one side of a bridge tells the other, in order; what happens in one turn of the event loop goes in one message. */
final class BridgeLink {
  /** Larger ones go before the end of the turn: NATS takes no more than 1 MiB at once, and nothing is to wait for it. */
  private static final int MOST_BYTES = 48 << 10;

  private final Bus bus;
  private final Context context;
  private final Subject there;
  private final BridgeMessage.Builder message;
  private int bytes;
  private boolean flushing;

  /**
   * @param context of the rooms
   * @param there what the other side listens to
   */
  BridgeLink(Bus bus, Context context, Subject there, String island, long move) {
    this.bus = bus;
    this.context = context;
    this.there = there;
    this.message = BridgeMessage.newBuilder().setIsland(island).setMove(move);
  }

  /** Begins with what the other side may not have heard yet from the archipelago. */
  void order(BridgeOrder order) {
    message.setOrder(order);
    flushSoon();
  }

  void tell(BridgeEvent.Kind kind, String peer) {
    add(BridgeEvent.newBuilder().setKind(kind).setPeer(peer));
  }

  void said(String peer, Said said) {
    add(BridgeEvent.newBuilder()
        .setKind(BridgeEvent.Kind.SAID)
        .setPeer(peer)
        .setBody(said.body())
        .setUnreliable(said.isUnreliable())
        .setAnonymous(said.isAnonymous()));
  }

  private void add(BridgeEvent.Builder event) {
    ByteString body = event.getBody();
    message.addEvents(event);
    bytes += body.size() + event.getPeer().length();
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
