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
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers at one node of a realm, and rooms that span several. */
class SpannedServersTest {
  private static final String SCENE = "bafkreiscene";
  private static final int PEER = 4;
  private static final Headers OF_SERVER = new Headers(Map.of(Headers.SERVER, "server1"));

  private final SpannedRooms realm = new SpannedRooms(
      Map.of(
          "realm.server-address",
          "0x00000000000000000000000000000000000000ab",
          "gateway.secret",
          "a secret of the gateway"),
      "a",
      "b");

  @AfterEach
  void close() {
    realm.close();
  }

  @Test
  void each_member_hears_once_what_a_server_says_in_an_island() throws Exception {
    Guest near = realm.at("a").enter(address(1), "I1");
    realm.awaitMembers("b", "I1", 1);
    Guest far = realm.at("b").enter(address(2), "I1");
    near.client().next();

    realm.at("a").publish(chat("one"));
    realm.at("a").publish(chat("two"));

    assertHearsServer(near, "one", "two");
    assertHearsServer(far, "one", "two");
  }

  @Test
  void what_a_member_says_in_an_island_is_told_once_wherever_somebody_listens() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    realm
        .at("a")
        .subscribe(
            "messageBus.island.I1.peer.*.chat",
            message -> heard.add(message.subject().token(PEER) + text(message)));
    Guest near = realm.at("a").enter(address(1), "I1");
    Guest far = realm.at("b").enter(address(2), "I1");
    near.client().next();
    await().until(() -> {
      far.client().say(packet("is it listened to?").toByteString(), false);
      return !heard.isEmpty();
    });

    near.client().say(packet(" said here").toByteString(), false);
    far.client().say(packet(" said there").toByteString(), false);
    List<String> said = new ArrayList<>();
    while (said.size() < 2) {
      String next = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
      if (next != null && next.contains(" said ")) {
        said.add(next);
      }
    }

    assertThat(said)
        .containsExactlyInAnyOrder(address(1) + " said here", address(2) + " said there");
    assertThat(heard).noneMatch(word -> word.contains(" said "));
  }

  @Test
  void a_server_speaks_in_a_scene_to_all_members_of_rooms_where_anybody_speaks_of_it()
      throws Exception {
    Guest near = realm.at("a").enter(address(1), "plaza");
    Guest far = realm.at("b").enter(address(2), "plaza");
    near.client().next();
    near.client().say(scene("hello scene"), false);
    assertThat(SpannedRoomsTest.said(far)).contains("hello scene");
    Guest late = realm.at("b").enter(address(3), "plaza");
    near.client().next();
    far.client().next();

    realm.at("b").publish(sceneWord("from b"));
    realm.at("a").publish(sceneWord("from a"));

    for (Guest each : new Guest[] {near, far, late}) {
      assertThat(each.client().next().hasPeerJoinMessage()).isTrue();
      assertThat(new String[] {sceneText(each), sceneText(each)})
          .containsExactlyInAnyOrder("from a", "from b");
    }
    near.client().say("the end", false);
    assertThat(SpannedRoomsTest.said(far)).contains("the end");
    assertThat(SpannedRoomsTest.said(late)).contains("the end");
  }

  @Test
  void a_scene_that_is_spoken_at_one_node_is_so_for_who_comes_in_first_at_another()
      throws Exception {
    Guest near = realm.at("a").enter(address(1), "plaza");
    Guest witness = realm.at("a").enter(address(2), "plaza");
    near.client().next();
    near.client().say(scene("hello scene"), false);
    SpannedRoomsTest.said(witness);

    Guest far = realm.at("b").enter(address(3), "plaza");
    witness.client().next();
    witness.client().say("known", false);
    SpannedRoomsTest.said(far);
    realm.at("b").publish(sceneWord("from b"));

    assertThat(far.client().next().hasPeerJoinMessage()).isTrue();
    assertThat(sceneText(far)).isEqualTo("from b");
  }

  private static void assertHearsServer(Guest guest, String... words) throws Exception {
    WsPacket join = guest.client().next();
    assertThat(join.hasPeerJoinMessage()).as("%s", join).isTrue();
    for (String word : words) {
      Packet packet =
          Packet.parseFrom(guest.client().next().getPeerUpdateMessage().getBody());
      assertThat(packet.getChat().getMessage()).isEqualTo(word);
    }
  }

  private static String sceneText(Guest guest) throws InvalidProtocolBufferException {
    WsPacket packet = guest.client().next();
    return Packet.parseFrom(packet.getPeerUpdateMessage().getBody())
        .getScene()
        .getData()
        .toStringUtf8();
  }

  private static String text(Message message) {
    try {
      return message.payload().as(Packet.class, Packet.parser()).getChat().getMessage();
    } catch (InvalidProtocolBufferException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private static Message chat(String text) {
    return new Message(
        Subject.of("messageBus.island.I1.game"), Payload.of(packet(text)), OF_SERVER);
  }

  private static Packet packet(String text) {
    return Packet.newBuilder().setChat(Chat.newBuilder().setMessage(text)).build();
  }

  private static ByteString scene(String data) {
    return Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId(SCENE).setData(ByteString.copyFromUtf8(data)))
        .build()
        .toByteString();
  }

  private static Message sceneWord(String text) {
    return new Message(
        Subjects.sceneMessage(SCENE, "game"), Payload.of(ByteString.copyFromUtf8(text)), OF_SERVER);
  }
}
