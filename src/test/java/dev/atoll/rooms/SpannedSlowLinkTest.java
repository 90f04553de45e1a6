package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A room over two nodes, and a network between them that takes nothing for a while. */
class SpannedSlowLinkTest {
  private static final int QUEUE = 1 << 20;

  /** More than a connection of loopback and the queue hold. */
  private static final int MOST_WORDS = 1000;

  private static final ByteString BIG = ByteString.copyFrom(new byte[60_000]);

  private final SpannedRooms realm = new SpannedRooms(Map.of(), QUEUE, "a", "b");
  private final Guest near = realm.at("a").enter(address(1), "plaza");
  private final Guest far = realm.at("b").enter(address(2), "plaza");

  @AfterEach
  void close() {
    realm.close();
  }

  @Test
  void unreliable_words_are_dropped_first_and_reliable_ones_come_when_it_takes_them() {
    near.client().next();
    long resets = realm.nodes().resets("a");
    realm.nodes().stall("a", "b", true);

    for (int i = 0; i < MOST_WORDS && realm.nodes().dropped("a", "b") == 0; i++) {
      near.client().say(BIG, true);
      realm.at("a").ask(Rooms::users);
    }
    near.client().say("reliable", false);
    far.client().say("back", false);
    assertThat(SpannedRoomsTest.said(near)).endsWith(" back");
    assertThat(realm.nodes().dropped("a", "b")).isPositive();
    realm.nodes().stall("a", "b", false);

    WsPacket packet = far.client().next();
    while (packet.getPeerUpdateMessage().getUnreliable()) {
      packet = far.client().next();
    }
    assertThat(packet.getPeerUpdateMessage().getBody().toStringUtf8()).isEqualTo("reliable");
    assertThat(realm.nodes().resets("a")).isEqualTo(resets);
  }

  @Test
  void where_reliable_words_must_go_members_leave_and_come_again() {
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
