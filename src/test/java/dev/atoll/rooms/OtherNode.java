package dev.atoll.rooms;

import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.protocol.message.SeatAnswer;
import dev.atoll.protocol.message.SeatRequest;
import dev.atoll.protocol.message.SpanLeft;
import dev.atoll.protocol.message.SpanMember;
import dev.atoll.protocol.message.SpanMembers;
import dev.atoll.protocol.message.SpanMessage;
import io.vertx.core.Handler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node "b" of which only what it tells the rooms of node "a" is there, who own all seats. */
final class OtherNode implements RealmNodes {
  private final RoomsRig rig;
  private final BlockingQueue<SpanMessage> heard = new LinkedBlockingQueue<>();

  OtherNode(RoomsRig rig) {
    this(rig, true);
  }

  /** @param islands whether the rooms of islands span nodes at "a" */
  OtherNode(RoomsRig rig, boolean islands) {
    this.rig = rig;
    rig.subscribe("realm.rooms.b", message -> {
      try {
        heard.add(message.payload().as(SpanMessage.class, SpanMessage.parser()));
      } catch (Exception wrong) {
        throw new IllegalStateException(wrong);
      }
    });
    rig.ask(rooms -> {
      rooms.span(this, islands);
      return true;
    });
  }

  @Override
  public String self() {
    return "a";
  }

  @Override
  public Watch watch(Handler<List<RealmNode>> watcher) {
    watcher.handle(
        List.of(new RealmNode("a", false, false), new RealmNode("b", false, true, true)));
    return () -> {};
  }

  /** What it was told next. */
  SpanMessage next() {
    try {
      SpanMessage next = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was told");
      }
      return next;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  void says(MessageLite message) {
    rig.publish(new Message(
        Subjects.rooms("a"),
        Payload.of(message.toByteString()),
        new Headers(Map.of(Headers.NODE, "b"))));
  }

  /** Somebody is inside there. */
  void joined(String room, String address, int alias, long stamp) {
    says(SpanMessage.newBuilder()
        .setMembers(SpanMembers.newBuilder()
            .addMembers(SpanMember.newBuilder()
                .setRoom(room)
                .setAddress(address)
                .setAlias(alias)
                .setStamp(stamp)))
        .build());
  }

  void asks(String room, String address) {
    says(SpanMessage.newBuilder()
        .setRequest(SeatRequest.newBuilder().setNumber(1).setRoom(room).setAddress(address))
        .build());
  }

  /** The next answer to what it asked. */
  SeatAnswer answer() {
    SpanMessage next = next();
    while (!next.hasAnswer()) {
      next = next();
    }
    return next.getAnswer();
  }

  void left(String room, int alias) {
    says(SpanMessage.newBuilder()
        .setLeft(SpanLeft.newBuilder().setRoom(room).setAlias(alias))
        .build());
  }
}
