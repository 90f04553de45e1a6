package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import dev.atoll.rooms.RoomsRig.Guest;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said in an island's room, as those hear it who listen on the bus. */
@ExtendWith(LeakWatch.class)
class IslandMessagesTest {
  private static final ByteString POSITION = Packet.newBuilder()
      .setPosition(PlayerPosition.newBuilder().setPositionX(3))
      .build()
      .toByteString();

  private static final ByteString CHAT = Packet.newBuilder()
      .setProtocolVersion(100)
      .setChat(Chat.newBuilder().setMessage("hello"))
      .build()
      .toByteString();

  private final RoomsRig rig = RoomsRig.open();
  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void all_kinds_are_heard_of_everybody_by_name_and_as_they_came() throws Exception {
    rig.subscribe("messageBus.island.*.peer.*.*", heard::add);
    Guest one = rig.enter(address(1), "I1a");
    Guest two = rig.enter(address(2), "I1a");

    one.client().say(POSITION, true);
    two.client().say(CHAT, false);
    two.client().say(ByteString.copyFromUtf8("?"), true);
    two.client().say(ByteString.EMPTY, true);

    List<Message> messages = List.of(next(), next(), next(), next());
    assertThat(messages)
        .extracting(message -> message.subject().name())
        .containsExactlyInAnyOrder(
            "messageBus.island.I1a.peer." + address(1) + ".position",
            "messageBus.island.I1a.peer." + address(2) + ".chat",
            "messageBus.island.I1a.peer." + address(2) + ".unknown",
            "messageBus.island.I1a.peer." + address(2) + ".unknown");
    assertThat(messages).extracting(message -> message.payload().bytes()).contains(POSITION, CHAT);
  }

  @Test
  void who_is_alone_in_the_room_is_heard_outside() throws Exception {
    rig.subscribe("messageBus.island.I1.peer.>", heard::add);
    Guest one = rig.enter(address(1), "I1");

    one.client().say(CHAT, false);

    assertThat(next().payload().bytes()).isEqualTo(CHAT);
  }

  @Test
  void clients_of_july_2022_are_heard_too() throws Exception {
    rig.subscribe("messageBus.island.*.peer.*.chat", heard::add);
    JulyClient july = JulyClient.enter(rig, address(1), "I1");

    july.sayIdentity(CHAT.toByteArray());

    assertThat(next().subject().name())
        .isEqualTo("messageBus.island.I1.peer." + address(1) + ".chat");
  }

  @Test
  void only_what_is_asked_for_is_told_and_only_while_it_is() throws Exception {
    Guest one = rig.enter(address(1), "I1");
    Bus.Subscription subscription = rig.subscribe("messageBus.island.*.peer.*.chat", heard::add);

    one.client().say(POSITION, true);
    one.client().say(CHAT, false);
    assertThat(next().subject().token(5)).isEqualTo("chat");

    subscription.cancel();
    rig.subscribe("messageBus.island.I1.peer.*.position", heard::add);
    one.client().say(CHAT, false);
    one.client().say(POSITION, true);
    assertThat(next().subject().token(5)).isEqualTo("position");
    assertThat(heard).isEmpty();
  }

  @Test
  void rooms_that_are_no_islands_are_not_told_of() throws Exception {
    rig.subscribe("messageBus.>", heard::add);
    Guest plaza = rig.enter(address(1), "plaza");
    Guest hidden = rig.enter(address(1), "I-1");
    Guest island = rig.enter(address(1), "I1");

    plaza.client().say(CHAT, false);
    hidden.client().say(CHAT, false);
    plaza.client().send(new byte[0]);
    await().until(() -> rig.counters().inMessages() == 3);
    island.client().say(CHAT, false);

    assertThat(next().subject().token(2)).isEqualTo("I1");
    assertThat(heard).isEmpty();
  }

  private Message next() throws InterruptedException {
    Message message = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }
}
