package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.SECRET;
import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.JulyMessage;
import dev.atoll.protocol.message.JulyWelcome;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.protocol.message.WsSignedChallenge;
import dev.atoll.rooms.RoomsRig.Guest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of July 2022 (wire.md §4.2), among themselves and beside those of today. */
@ExtendWith(LeakWatch.class)
class JulyRoomsTest {
  private final RoomsRig rig = RoomsRig.open(Map.of("rooms.size", "3"));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void they_hear_each_other_with_alias_and_identity_set_by_the_room() {
    JulyClient one = JulyClient.enter(rig, address(1), "I7");
    JulyClient two = JulyClient.enter(rig, address(2), "I7");

    one.sayIdentity("who I am");
    one.saySystem("where I am");

    assertThat(two.nextIdentity()).isEqualTo("1 " + address(1) + " who I am");
    JulyMessage system = two.next();
    assertThat(system.getSystemMessage().getFromAlias()).isEqualTo(1);
    assertThat(system.getSystemMessage().getBody().toStringUtf8()).isEqualTo("where I am");
    assertThat(one.client().unread()).isZero();
  }

  @Test
  void clients_of_both_times_hear_each_other_in_one_room() {
    Guest today = rig.enter(address(1), "I7");
    JulyClient july = JulyClient.enter(rig, address(2), "I7");
    Guest later = rig.enter(address(3), "I7");

    assertThat(today.client().next().getPeerJoinMessage().getAddress()).isEqualTo(address(2));
    assertThat(today.client().next().getPeerJoinMessage().getAddress()).isEqualTo(address(3));
    assertThat(later.welcome().getPeerIdentitiesMap())
        .isEqualTo(Map.of(1, address(1), 2, address(2)));

    today.client().say("from today", true);
    assertThat(july.nextIdentity()).isEqualTo("1 " + address(1) + " from today");
    assertThat(heard(later)).isEqualTo("1 from today true");

    july.saySystem("a system message");
    july.sayIdentity("an identity message");
    for (Guest each : new Guest[] {today, later}) {
      assertThat(heard(each)).isEqualTo("2 a system message false");
      assertThat(heard(each)).isEqualTo("2 an identity message false");
    }

    july.client().webSocket().close();
    assertThat(later.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(2);
    assertThat(july.client().unread()).isZero();
  }

  @Test
  void who_comes_while_others_speak_hears_each_message_once_and_in_order() {
    JulyClient one = JulyClient.enter(rig, address(1), "I7");
    Guest two = rig.enter(address(2), "I7");
    for (int i = 0; i < 50; i++) {
      two.client().say("before " + i, true);
    }
    JulyClient three = JulyClient.enter(rig, address(3), "I7");

    for (int i = 0; i < 50; i++) {
      two.client().say("two " + i, true);
      one.saySystem("one " + i);
    }

    Heard heard = new Heard();
    while (!heard.isWhole()) {
      heard.add(three.next());
    }
  }

  /** What the last one hears: all fifty of each, and of what was said before it came nothing out of order. */
  private static final class Heard {
    private int one;
    private int two;

    void add(JulyMessage message) {
      if (message.hasSystemMessage()) {
        assertThat(message.getSystemMessage().getBody().toStringUtf8()).isEqualTo("one " + one++);
        return;
      }
      String body = message.getIdentityMessage().getBody().toStringUtf8();
      if (!body.startsWith("before ")) {
        assertThat(body).isEqualTo("two " + two++);
      }
    }

    boolean isWhole() {
      return one == 50 && two == 50;
    }
  }

  @Test
  void bodies_of_all_sizes_arrive_whole_in_both_directions() {
    Guest today = rig.enter(address(1), "I7");
    JulyClient july = JulyClient.enter(rig, address(2), "I7");
    today.client().next();
    Random random = new Random(5);

    for (int size : new int[] {0, 1, 70, 73, 75, 79, 80, 83, 126, 128, 16_300, 16_384, 65_536}) {
      byte[] body = new byte[size];
      random.nextBytes(body);
      july.sayIdentity(body);
      assertThat(today.client().next().getPeerUpdateMessage().getBody().toByteArray())
          .isEqualTo(body);
      today.client().say(ByteString.copyFrom(body), false);
      assertThat(july.next().getIdentityMessage().getBody().toByteArray()).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/ws-rooms/I7, '', /ws-rooms/I7",
    "/ws-rooms/I7, comms, /rooms/I7",
    "/rooms/I7, comms, /rooms/I7",
    "/rooms/I7, 'comms, rfc5', /ws-rooms/I7",
  })
  void they_enter_by_either_path_with_a_token_for_either(
      String path, String subprotocols, String audience) {
    RoomClient entering = rig.connect(asking(path, audience, subprotocols));

    JulyClient july = JulyClient.welcomed(entering);
    assertThat(july.alias()).isEqualTo(1);
    assertThat(entering.webSocket().subProtocol())
        .isEqualTo(subprotocols.isEmpty() ? null : "comms");
  }

  @Test
  void a_client_of_today_may_have_a_token_for_the_old_path() {
    rig.connect(asking("/rooms/I7", "/ws-rooms/I7", "rfc5, comms")).welcome();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/ws-rooms/I8", "/rooms/I8", "/ws-rooms/", "/ws-rooms/I7/x", "ws-rooms/I7"})
  void a_token_for_anything_else_is_refused(String audience) {
    RoomClient entering = rig.connect(asking("/ws-rooms/I7", audience, "comms"));

    assertThat(entering.close()).isEqualTo("1008 Token refused");
    assertThat(entering.unread()).isZero();
  }

  @Test
  void they_have_no_challenge() {
    assertThat(rig.connect("/ws-rooms/plaza").close()).isEqualTo("1008 Room opens by token only");
    assertThat(rig.connect("/ws-rooms/plaza?identity=e30").close())
        .isEqualTo("1008 Room opens by token only");
    RoomClient comms =
        rig.connect(new WebSocketConnectOptions().setURI("/rooms/plaza").addSubProtocol("comms"));
    assertThat(comms.close()).isEqualTo("1008 Room opens by token only");
  }

  @Test
  void a_session_replaces_one_of_the_other_time_and_who_has_no_word_for_it_is_just_closed() {
    Guest today = rig.enter(address(1), "I7");
    Guest witness = rig.enter(address(2), "I7");
    JulyClient july = JulyClient.enter(rig, address(1), "I7");

    assertThat(today.client().next().hasPeerJoinMessage()).isTrue();
    assertThat(today.client().next().getPeerKicked().getReason()).isEqualTo("Already connected");
    assertThat(today.client().closeCode()).isEqualTo(4000);
    assertThat(witness.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(today.alias());
    assertThat(witness.client().next().getPeerJoinMessage().getAlias()).isEqualTo(july.alias());

    rig.enter(address(1), "I7");

    assertThat(july.client().close()).isEqualTo("4000 Replaced by a newer session");
    assertThat(july.client().unread()).isZero();
  }

  @Test
  void they_take_seats_like_everybody() {
    rig.enter(address(1), "I7");
    JulyClient.enter(rig, address(2), "I7");
    JulyClient.enter(rig, address(3), "I7");

    RoomClient fourth = rig.connect("/ws-rooms/I7?access_token=" + rig.token(address(4), "I7"));

    assertThat(fourth.close()).startsWith("1013 ");
    assertThat(fourth.unread()).isZero();
    assertThat(rig.ask(Rooms::occupancy)).containsEntry("I7", 3);
  }

  @Test
  void garbage_and_text_and_too_much_end_its_sender_and_nobody_else() {
    Guest witness = rig.enter(address(1), "I7");

    assertThat(after(client -> client.send(new byte[] {0x1A, 0x7F, 1}))).startsWith("1007 ");
    assertThat(after(client -> client.webSocket().writeTextMessage("hi"))).startsWith("1003 ");
    assertThat(after(client -> client.send(new byte[70_000]))).isEqualTo("1009 Message too large");
    assertThat(after(client -> client
            .webSocket()
            .writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("no beginning"), true))))
        .startsWith("1002 ");

    assertThat(witness.client().isClosed()).isFalse();
  }

  private String after(Consumer<RoomClient> deed) {
    JulyClient july = JulyClient.enter(rig, address(2), "I7");
    deed.accept(july.client());
    return july.client().close();
  }

  @Test
  void a_forged_welcome_and_empty_messages_are_ignored() {
    Guest today = rig.enter(address(1), "I7");
    JulyClient july = JulyClient.enter(rig, address(2), "I7");
    today.client().next();

    july.client()
        .send(JulyMessage.newBuilder()
            .setWelcomeMessage(JulyWelcome.newBuilder().setAlias(1))
            .build());
    july.client().send(new byte[0]);
    july.client()
        .send(WsPacket.newBuilder()
            .setSignedChallengeForServer(WsSignedChallenge.newBuilder().setAuthChainJson("[]"))
            .build());
    july.saySystem("after all that");

    assertThat(heard(today)).isEqualTo("2 after all that false");
    assertThat(rig.counters().unknownSentMessagesTotal()).isEqualTo(3);
  }

  private WebSocketConnectOptions asking(String path, String audience, String subprotocols) {
    String token = Jwt.signed(SECRET, Jwt.claims(address(1), audience));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setURI(path + "?access_token=" + token);
    for (String each : subprotocols.split(", ")) {
      if (!each.isEmpty()) {
        options.addSubProtocol(each);
      }
    }
    return options;
  }

  private static String heard(Guest guest) {
    WsPeerUpdate update = guest.client().next().getPeerUpdateMessage();
    return update.getFromAlias() + " " + update.getBody().toStringUtf8() + " "
        + update.getUnreliable();
  }
}
