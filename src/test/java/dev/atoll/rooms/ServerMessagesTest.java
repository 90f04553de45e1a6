package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.rooms.RoomsRig.Guest;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers outside say into islands' rooms. */
@ExtendWith(LeakWatch.class)
class ServerMessagesTest {
  private static final String SERVER = "0x00000000000000000000000000000000000000ab";
  private static final Headers FOREIGN = new Headers(Map.of(Headers.VIA, Headers.NATS));

  private final RoomsRig rig =
      RoomsRig.open(Map.of("realm.server-address", SERVER.replace("ab", "AB"), "rooms.size", "2"));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void the_first_message_announces_one_more_member_which_takes_no_seat() {
    Guest one = rig.enter(address(1), "I1");
    JulyClient july = JulyClient.enter(rig, address(2), "I1");
    one.client().next();

    publish("messageBus.island.I1.game", packet("the bell rings"), FOREIGN);
    publish("messageBus.island.I1.other", packet("again"), FOREIGN);

    WsPacket join = one.client().next();
    assertThat(join.getPeerJoinMessage().getAddress()).isEqualTo(SERVER);
    int alias = join.getPeerJoinMessage().getAlias();
    assertThat(alias).isEqualTo(3);
    assertThat(update(one)).isEqualTo(alias + " the bell rings false");
    assertThat(update(one)).isEqualTo(alias + " again false");
    for (String said : new String[] {"the bell rings", "again"}) {
      assertThat(july.next().getIdentityMessage().getIdentity()).isEqualTo(SERVER);
    }
    july.client().webSocket().close();
    assertThat(one.client().next().hasPeerLeaveMessage()).isTrue();
    Guest three = rig.enter(address(3), "I1");
    assertThat(three.welcome().getPeerIdentitiesMap())
        .isEqualTo(Map.of(1, address(1), alias, SERVER));
    assertThat(rig.ask(Rooms::occupancy)).containsEntry("I1", 2);
    assertThat(rig.counters().connections()).isEqualTo(2);
  }

  @Test
  void an_empty_room_forgets_the_server_and_hears_nothing() {
    Guest one = rig.enter(address(1), "I1");
    publish("messageBus.island.I1.game", packet("one"), FOREIGN);
    one.client().next();
    one.client().webSocket().close();
    await().until(() -> rig.counters().count() == 0);

    publish("messageBus.island.I1.game", packet("nobody is there"), FOREIGN);
    Guest two = rig.enter(address(2), "I1");

    assertThat(two.welcome().getPeerIdentitiesMap()).isEmpty();
    publish("messageBus.island.I1.game", packet("two"), FOREIGN);
    assertThat(two.client().next().getPeerJoinMessage().getAddress()).isEqualTo(SERVER);
    assertThat(update(two)).endsWith(" two false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "messageBus.island.I1.peer",
        "messageBus.island.I2.game",
        "messageBus.island.plaza.game",
        "messageBus.island.I1.game.more",
        "messageBus.island.I1.peer.0x1.chat",
        "messageBus.island.I1",
        "messageBus.scene.I1.game"
      })
  void what_is_said_elsewhere_or_as_a_peer_reaches_nobody(String subject) {
    Guest one = rig.enter(address(1), "I1");
    rig.enter(address(1), "plaza");

    publish(subject, packet("not for you"), FOREIGN);

    assertThat(heardNext(one)).isEqualTo("for you");
  }

  @Test
  void what_is_no_packet_or_too_large_or_does_not_come_from_outside_is_ignored() {
    Guest one = rig.enter(address(1), "I1");

    publish("messageBus.island.I1.game", packet("from here"), Headers.NONE);
    publish("messageBus.island.I1.game", ByteString.EMPTY, FOREIGN);
    publish("messageBus.island.I1.game", ByteString.copyFrom(new byte[] {0x2A, 0x7F}), FOREIGN);
    publish("messageBus.island.I1.game", packet("x".repeat(65_530)), FOREIGN);

    assertThat(heardNext(one)).isEqualTo("for you");
    assertThat(rig.counters().unknownSentMessagesTotal()).isEqualTo(3);
  }

  @Test
  void what_a_server_says_is_not_told_outside_again() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    rig.subscribe(
        "messageBus.island.*.peer.>", message -> told.add(message.subject().name()));
    Guest one = rig.enter(address(1), "I1");

    publish("messageBus.island.I1.game", packet("from outside"), FOREIGN);
    one.client().next();
    one.client().say(packet("from inside"), false);

    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS)).contains(address(1));
    assertThat(told).isEmpty();
  }

  @Test
  void nobody_enters_by_the_server_s_address() {
    RoomClient challenged = rig.connect("/rooms/plaza");
    challenged.identify(SERVER.replace("ab", "aB"));
    assertThat(challenged.close()).isEqualTo("1008 Address denied");

    for (String path : new String[] {"/rooms/", "/ws-rooms/"}) {
      RoomClient byToken = rig.connect(path + "I1?access_token=" + rig.token(SERVER, "I1"));
      assertThat(byToken.close()).isEqualTo("1008 Address denied");
      assertThat(byToken.unread()).isZero();
    }
  }

  /** The first thing heard after something to be heard for sure. */
  private String heardNext(Guest guest) {
    publish("messageBus.island.I1.game", packet("for you"), FOREIGN);
    assertThat(guest.client().next().hasPeerJoinMessage()).isTrue();
    return update(guest).split(" ", 2)[1].replace(" false", "");
  }

  private void publish(String subject, ByteString payload, Headers headers) {
    rig.publish(new Message(Subject.of(subject), Payload.of(payload), headers));
  }

  private static ByteString packet(String text) {
    return Packet.newBuilder()
        .setChat(Chat.newBuilder().setMessage(text))
        .build()
        .toByteString();
  }

  private static String update(Guest guest) {
    try {
      WsPeerUpdate update = guest.client().next().getPeerUpdateMessage();
      String text = Packet.parseFrom(update.getBody()).getChat().getMessage();
      return update.getFromAlias() + " " + text + " " + update.getUnreliable();
    } catch (InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }
}
