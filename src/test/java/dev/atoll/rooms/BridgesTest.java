package dev.atoll.rooms;

import static dev.atoll.rooms.BridgedRooms.ISLAND;
import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members of the room that an island moves from and of the one that it moves to, on real sockets. */
@ExtendWith(LeakWatch.class)
class BridgesTest {
  /** However slow the machine is, an answer is waited for. */
  private static final Bridge.Times PATIENT = new Bridge.Times(Patience.TIME, Patience.TIME);

  private BridgedRooms rooms = new BridgedRooms();

  @AfterEach
  void close() {
    rooms.close();
  }

  private void waitForAnswers() {
    rooms.close();
    rooms = new BridgedRooms(PATIENT, Map.of());
  }

  private Guest inOld(int number) {
    return rooms.old.enter(address(number), ISLAND);
  }

  private Guest inNext(int number) {
    return rooms.next.enter(address(number), ISLAND);
  }

  @Test
  void who_stayed_and_who_went_hear_each_other() {
    Guest one = inOld(1);
    Guest two = inOld(2);
    assertThat(one.client().next().hasPeerJoinMessage()).isTrue();
    rooms.bridge();

    Guest gone = inNext(2);
    two.client().webSocket().close();
    gone.client().say("I am over here", false);
    one.client().say("and I am not", true);

    // it is one and the same to who stayed
    assertThat(text(one)).isEqualTo(two.alias() + " I am over here false");
    await().until(() -> rooms.old.ask(Rooms::occupancy).equals(Map.of(ISLAND, 1)));
    // who went knows who stayed from the beginning
    assertThat(gone.welcome().getPeerIdentitiesMap()).containsValue(address(1));
    assertThat(text(gone)).endsWith(" and I am not true");
  }

  @Test
  void who_comes_to_either_room_is_announced_in_the_other_and_takes_no_seat() {
    rooms.close();
    rooms = new BridgedRooms(Bridge.Times.DEFAULT, Map.of("rooms.size", "1"));
    Guest one = inOld(1);
    rooms.bridge();

    Guest two = inNext(2);

    WsPacket join = one.client().next();
    assertThat(join.getPeerJoinMessage().getAddress()).isEqualTo(address(2));
    int alias = join.getPeerJoinMessage().getAlias();
    assertThat(two.welcome().getPeerIdentitiesMap()).hasSize(1).containsValue(address(1));
    assertThat(rooms.old.ask(Rooms::occupancy)).isEqualTo(Map.of(ISLAND, 1));
    assertThat(rooms.next.ask(Rooms::users)).isEqualTo(1);

    two.client().say("hello", false);
    assertThat(text(one)).isEqualTo(alias + " hello false");
    two.client().webSocket().close();
    assertThat(one.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(alias);
  }

  @Test
  void who_is_in_both_hears_everything_once_and_nothing_of_its_own() {
    waitForAnswers();
    Guest stays = inOld(1);
    Guest movesOld = inOld(2);
    assertThat(stays.client().next().hasPeerJoinMessage()).isTrue();
    rooms.bridge();
    Guest other = inNext(3);
    assertThat(stays.client().next().hasPeerJoinMessage()).isTrue();
    assertThat(movesOld.client().next().hasPeerJoinMessage()).isTrue();
    Guest moves = inNext(2);
    awaitBoth(stays, moves);

    stays.client().say("from the old", false);
    other.client().say("from the new", false);
    moves.client().say("from the one in both", false);
    movesOld.client().say("and from its old room", false);

    assertThat(List.of(text(moves), text(moves)))
        .extracting(said -> said.replaceFirst("\\d+ ", ""))
        .containsExactlyInAnyOrder("from the old false", "from the new false");
    for (Guest hearer : List.of(stays, other)) {
      assertThat(List.of(text(hearer), text(hearer), text(hearer)))
          .extracting(said -> said.replaceFirst("\\d+ ", ""))
          .contains("from the one in both false", "and from its old room false")
          .doesNotHaveDuplicates();
    }
    assertNothingMore(List.of(stays, other, moves, movesOld));
  }

  /** Until the old room has handed it over. */
  private static void awaitBoth(Guest stays, Guest moves) {
    for (int i = 0; ; i++) {
      stays.client().say("probe", false);
      int before = moves.client().unread();
      try {
        await().atMost(Duration.ofMillis(500)).until(() -> moves.client().unread() > before);
        moves.client().next();
        return;
      } catch (org.awaitility.core.ConditionTimeoutException notYet) {
        assertThat(i).isLessThan(120);
      }
    }
  }

  private static void assertNothingMore(List<Guest> guests) {
    for (Guest guest : guests) {
      WsPacket[] left = new WsPacket[guest.client().unread()];
      for (int i = 0; i < left.length; i++) {
        left[i] = guest.client().next();
      }
      assertThat(left).noneMatch(packet -> packet.hasPeerUpdateMessage() && !isProbe(packet));
    }
  }

  private static boolean isProbe(WsPacket packet) {
    return packet.getPeerUpdateMessage().getBody().toStringUtf8().equals("probe");
  }

  @Test
  void what_it_said_before_it_went_is_heard_before_what_it_says_there() {
    waitForAnswers();
    Guest moves = inOld(1);
    rooms.bridge();
    Guest hears = inNext(2);
    assertThat(hears.welcome().getPeerIdentitiesMap()).containsValue(address(1));
    assertThat(moves.client().next().hasPeerJoinMessage()).isTrue();
    rooms.stopToNext(true);

    moves.client().say("before", false);
    await().until(() -> rooms.old.counters().inMessages() == 1);
    Guest moved = inNext(1);
    moved.client().say("after", false);
    await().until(() -> rooms.next.counters().inMessages() == 1);
    assertThat(hears.client().unread()).isZero();
    rooms.stopToNext(false);

    assertThat(text(hears)).endsWith(" before false");
    assertThat(text(hears)).endsWith(" after false");
  }

  @Test
  void who_waits_for_a_room_that_does_not_answer_is_heard_after_a_second() {
    inOld(1);
    rooms.bridge();
    Guest hears = inNext(2);
    assertThat(hears.welcome().getPeerIdentitiesMap()).containsValue(address(1));
    Guest moved = inNext(1);
    rooms.stopToNext(true);

    moved.client().say("is anybody there?", false);

    assertThat(text(hears)).endsWith(" is anybody there? false");
  }

  @Test
  void who_left_the_new_room_hears_again_in_the_old_one_and_was_never_gone() {
    waitForAnswers();
    Guest stays = inOld(1);
    Guest back = inOld(2);
    assertThat(stays.client().next().hasPeerJoinMessage()).isTrue();
    rooms.bridge();
    Guest moves = inNext(2);
    awaitBoth(stays, moves);

    moves.client().webSocket().close();
    await().until(() -> rooms.next.ask(Rooms::users) == 0);

    await().until(() -> {
      stays.client().say("probe", false);
      return back.client().unread() > 0;
    });
    back.client().say("I came back", false);
    assertThat(text(stays)).isEqualTo(back.alias() + " I came back false");
  }

  @Test
  void who_leaves_before_it_enters_was_never_gone_either() {
    waitForAnswers();
    Guest stays = inOld(1);
    Guest moves = inOld(2);
    assertThat(stays.client().next().hasPeerJoinMessage()).isTrue();
    rooms.bridge();
    Guest other = inNext(3);
    int known = aliasOf(address(2), other);

    moves.client().webSocket().close();
    await().until(() -> rooms.old.ask(Rooms::users) == 1);
    Guest moved = inNext(2);
    moved.client().say("here I am", false);

    assertThat(text(other)).isEqualTo(known + " here I am false");
    assertThat(text(stays)).isEqualTo(moves.alias() + " here I am false");
    assertThat(aliasOf(address(1), moved)).isPositive();
  }

  private static int aliasOf(String address, Guest guest) {
    return guest.welcome().getPeerIdentitiesMap().entrySet().stream()
        .filter(each -> each.getValue().equals(address))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  @Test
  void who_leaves_and_enters_nowhere_is_gone_after_a_second() {
    Guest leaves = inOld(1);
    inOld(2);
    rooms.bridge();
    Guest other = inNext(3);
    int known = aliasOf(address(1), other);

    leaves.client().webSocket().close();

    assertThat(other.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(known);
  }

  @Test
  void it_ends_when_the_last_one_moved() {
    Guest one = inOld(1);
    rooms.bridge();
    inNext(1);

    one.client().webSocket().close();

    await().until(() -> rooms.old.ask(Rooms::bridged) == 0 && rooms.next.ask(Rooms::bridged) == 0);
  }

  @Test
  void it_ends_after_its_time_and_who_did_not_move_is_gone() {
    rooms.close();
    rooms =
        new BridgedRooms(new Bridge.Times(Duration.ofMillis(800), Duration.ofSeconds(1)), Map.of());
    Guest stays = inOld(1);
    Guest moves = inNext(2);
    rooms.order(rooms.old, rooms.next);
    int alias = stays.client().next().getPeerJoinMessage().getAlias();
    int stayed = moves.client().next().getPeerJoinMessage().getAlias();

    assertThat(stays.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(alias);
    assertThat(moves.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(stayed);

    await().until(() -> rooms.old.ask(Rooms::bridged) == 0 && rooms.next.ask(Rooms::bridged) == 0);
    // nor does the archipelago's word begin it once more when it comes late
    rooms.old.publish(
        new Message(Subjects.bridge("old"), Payload.of(BridgedRooms.order("old", "next", 1001))));
    assertThat(rooms.old.ask(Rooms::bridged)).isZero();
  }

  @Test
  void one_side_s_word_is_enough() {
    Guest stays = inOld(1);
    Guest went = inNext(2);

    rooms.order(rooms.next);

    assertThat(stays.client().next().getPeerJoinMessage().getAddress()).isEqualTo(address(2));
    assertThat(went.client().next().getPeerJoinMessage().getAddress()).isEqualTo(address(1));
  }

  @Test
  void an_island_that_moves_once_more_has_another_bridge() {
    Guest stays = inOld(1);
    rooms.bridge();
    Guest went = inNext(2);
    assertThat(stays.client().next().hasPeerJoinMessage()).isTrue();

    rooms.order(rooms.old, rooms.next);

    assertThat(stays.client().next().hasPeerLeaveMessage()).isTrue();
    assertThat(stays.client().next().getPeerJoinMessage().getAddress()).isEqualTo(address(2));
    went.client().say("here", false);
    assertThat(text(stays)).endsWith(" here false");
  }

  @Test
  void an_old_room_in_which_nobody_is_is_not_bridged() {
    Guest went = inNext(2);

    rooms.order(rooms.old, rooms.next);

    await().until(() -> rooms.old.ask(Rooms::bridged) == 0 && rooms.next.ask(Rooms::bridged) == 0);
    assertThat(went.client().unread()).isZero();
  }

  @Test
  void clients_of_july_hear_and_are_heard() {
    JulyClient july = JulyClient.enter(rooms.old, address(1), ISLAND);
    rooms.bridge();
    Guest today = inNext(2);
    assertThat(today.welcome().getPeerIdentitiesMap()).containsValue(address(1));

    today.client().say("hello July", false);

    assertThat(july.next().getIdentityMessage().getIdentity()).isEqualTo(address(2));
  }

  @Test
  void orders_for_others_and_for_rooms_that_are_no_islands_do_nothing() {
    inOld(1);
    for (BridgeMessage odd : List.of(
        BridgedRooms.order("a", "b", 5),
        BridgedRooms.order("old", "old", 6),
        BridgedRooms.order("old", "", 7),
        BridgedRooms.order("old", "next", 8).toBuilder().setIsland("plaza").build(),
        BridgedRooms.order("old", "next", 9).toBuilder().clearOrder().build())) {
      rooms.old.publish(new Message(Subjects.bridge("old"), Payload.of(odd)));
    }

    assertThat(rooms.old.ask(Rooms::bridged)).isZero();
  }

  @Test
  void whoever_moves_while_all_speak_everybody_hears_everything_once_and_in_order() {
    waitForAnswers();
    int peers = 6;
    int words = 150;
    List<Guest> old = new ArrayList<>();
    for (int peer = 0; peer < peers; peer++) {
      old.add(inOld(peer + 1));
    }
    rooms.bridge();
    Random random = new Random(7);
    List<Guest> now = new ArrayList<>(old);
    Map<Integer, Integer> moves = new HashMap<>();
    for (int peer = 1; peer < peers; peer++) {
      moves.put(random.nextInt(words), peer);
    }

    for (int word = 0; word < words; word++) {
      Integer mover = moves.get(word);
      if (mover != null) {
        // what it says last in the old room is on its way, since no server can know what a client
        // has not sent
        RoomsRig.await(old.get(mover).client().webSocket().writePing(Buffer.buffer("x")));
        now.set(mover, inNext(mover + 1));
      }
      for (int peer = 0; peer < peers; peer++) {
        now.get(peer).client().say("%d %03d".formatted(peer, word), random.nextBoolean());
      }
    }

    for (int peer = 0; peer < peers; peer++) {
      RoomClient before = old.get(peer).client();
      RoomClient after = now.get(peer).client();
      // what comes by the old socket was said before what comes by the new one
      Map<String, List<String>> heard = new TreeMap<>();
      Map<String, List<String>> heardThere = new TreeMap<>();
      int all = (peers - 1) * words;
      for (int count = 0; count < all; ) {
        boolean isOld = before.unread() > 0 || before == after;
        WsPacket packet = (isOld ? before : after).next();
        if (packet.hasPeerUpdateMessage()) {
          String[] said = packet.getPeerUpdateMessage().getBody().toStringUtf8().split(" ");
          (isOld ? heard : heardThere)
              .computeIfAbsent(said[0], who -> new ArrayList<>())
              .add(said[1]);
          count++;
        }
      }
      heardThere.forEach(
          (who, said) -> heard.computeIfAbsent(who, none -> new ArrayList<>()).addAll(said));
      List<String> inOrder =
          IntStream.range(0, words).mapToObj("%03d"::formatted).toList();
      assertThat(heard).hasSize(peers - 1).doesNotContainKey(Integer.toString(peer));
      assertThat(heard.values()).as("heard by %d", peer).allMatch(inOrder::equals);
    }
  }

  /** What is said next, as {@code alias text unreliable}; who comes and goes is passed over. */
  private static String text(Guest guest) {
    WsPacket packet = guest.client().next();
    while (!packet.hasPeerUpdateMessage() || isProbe(packet)) {
      packet = guest.client().next();
    }
    var update = packet.getPeerUpdateMessage();
    return update.getFromAlias() + " " + update.getBody().toStringUtf8() + " "
        + update.getUnreliable();
  }
}
