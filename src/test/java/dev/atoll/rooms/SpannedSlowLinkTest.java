package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A room over two nodes, and a network between them that takes nothing for a while. */
@ExtendWith(LeakWatch.class)
class SpannedSlowLinkTest {
  private static final int QUEUE = 1 << 20;

  /** More than a connection of loopback and the queue hold. */
  private static final int MOST_WORDS = 1000;

  private static final ByteString BIG = ByteString.copyFrom(new byte[60_000]);

  /** A machine that stands still ends links by itself. */
  private static final int ATTEMPTS = 20;

  @Test
  void unreliable_words_are_dropped_first_and_reliable_ones_come_when_it_takes_them() {
    boolean stood = false;
    for (int attempt = 0; attempt < ATTEMPTS && !stood; attempt++) {
      try (SpannedRooms realm = new SpannedRooms(Map.of(), QUEUE, "a", "b")) {
        stood = dropsUnreliableWordsFirst(realm);
      }
    }

    assertThat(stood).isTrue();
  }

  /** False where the link ended meanwhile. */
  private static boolean dropsUnreliableWordsFirst(SpannedRooms realm) {
    Guest near = realm.at("a").enter(address(1), "plaza");
    realm.awaitMembers("b", "plaza", 1);
    Guest far = realm.at("b").enter(address(2), "plaza");
    near.client().next();
    realm.nodes().stall("a", "b", true);
    for (int i = 0; i < MOST_WORDS && realm.nodes().dropped("a", "b") == 0; i++) {
      near.client().say(BIG, true);
      realm.at("a").ask(Rooms::users);
    }
    boolean dropped = realm.nodes().dropped("a", "b") > 0;
    near.client().say("reliable", false);
    far.client().say("back", false);
    WsPacket back = near.client().next();
    realm.nodes().stall("a", "b", false);

    WsPacket heard = far.client().next();
    while (heard.getPeerUpdateMessage().getUnreliable()) {
      heard = far.client().next();
    }
    if (!dropped || realm.nodes().resets("a") > 0 || realm.nodes().resets("b") > 0) {
      return false;
    }
    assertThat(back.getPeerUpdateMessage().getBody().toStringUtf8()).isEqualTo("back");
    assertThat(heard.getPeerUpdateMessage().getBody().toStringUtf8()).isEqualTo("reliable");
    return true;
  }

  @Test
  void where_reliable_words_must_go_members_leave_and_come_again() {
    try (SpannedRooms realm = new SpannedRooms(Map.of(), QUEUE, "a", "b")) {
      membersLeaveAndComeAgain(realm);
    }
  }

  private static void membersLeaveAndComeAgain(SpannedRooms realm) {
    Guest near = realm.at("a").enter(address(1), "plaza");
    realm.awaitMembers("b", "plaza", 1);
    Guest far = realm.at("b").enter(address(2), "plaza");
    near.client().next();
    long resets = realm.nodes().resets("a");
    realm.nodes().stall("a", "b", true);

    for (int i = 0; i < MOST_WORDS && realm.nodes().resets("a") == resets; i++) {
      near.client().say(BIG, false);
      realm.at("a").ask(Rooms::users);
    }

    assertThat(near.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(far.alias());
    realm.nodes().stall("a", "b", false);
    assertThat(near.client().next().getPeerJoinMessage().getAlias()).isEqualTo(far.alias());
    WsPacket packet = far.client().next();
    while (!packet.hasPeerLeaveMessage()) {
      packet = far.client().next();
    }
    assertThat(far.client().next().getPeerJoinMessage().getAlias()).isEqualTo(near.alias());
    near.client().say("here again", false);
    assertThat(SpannedRoomsTest.said(far)).isEqualTo(near.alias() + " here again");
  }
}
