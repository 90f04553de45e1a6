package dev.atoll.archipelago;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import dev.atoll.transport.Review.Bridged;

/** Tells two transports that an island moves from one to the other, before its peers are told. */
final class BridgeOrders {
  private final Bus bus;

  /** Later moves have larger numbers, also those after a start anew. */
  private long lastMove;

  BridgeOrders(Bus bus) {
    this.bus = bus;
  }

  void tell(Bridged island) {
    lastMove = Math.max(System.currentTimeMillis() * 1000, lastMove + 1);
    BridgeMessage order = BridgeMessage.newBuilder()
        .setIsland(island.island())
        .setMove(lastMove)
        .setOrder(BridgeOrder.newBuilder().setFrom(island.from()).setTo(island.to()))
        .build();
    bus.publish(new Message(Subjects.bridge(island.from()), Payload.of(order)));
    bus.publish(new Message(Subjects.bridge(island.to()), Payload.of(order)));
  }
}
