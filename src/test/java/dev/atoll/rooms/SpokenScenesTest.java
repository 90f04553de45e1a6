package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What members say in scenes, and what servers say there. */
@ExtendWith(LeakWatch.class)
class SpokenScenesTest {
  private final RoomsRig rig =
      RoomsRig.open(Map.of("gateway.secret", "a secret that opens the gateway"));
  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    rig.close();
  }

  private static ByteString said(String scene, String text) {
    return Packet.newBuilder().setScene(scene(scene, text)).build().toByteString();
  }

  private static Scene scene(String scene, String text) {
    return Scene.newBuilder()
        .setSceneId(scene)
        .setData(ByteString.copyFromUtf8(text))
        .build();
  }

  /** A server of this name speaks in a scene. */
  private void serve(String server, String scene, String islands) {
    rig.publish(new Message(
        Subject.of("messageBus.scene." + scene + ".door"),
        Payload.of(ByteString.copyFromUtf8("from " + server)),
        new Headers(Map.of(Headers.SERVER, server, Headers.ISLANDS, islands))));
  }

  private void left(String server) {
    rig.publish(new Message(Subject.of("realm.server." + server + ".left"), Payload.EMPTY));
  }

  private Message next() throws InterruptedException {
    Message message = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }

  private static String served(Guest guest) throws Exception {
    Packet packet =
        Packet.parseFrom(guest.client().next().getPeerUpdateMessage().getBody());
    return packet.getScene().getSceneId() + " " + packet.getScene().getData().toStringUtf8();
  }

  @Test
  void what_is_said_in_a_scene_that_somebody_asks_for_is_told_with_its_sender() throws Exception {
    Guest guest = rig.enter(address(1), "I1");
    Guest elsewhere = rig.enter(address(2), "plaza");
    guest.client().say(said("X", "nobody asks yet"), false);
    await().until(() -> rig.counters().inMessages() == 1);
    rig.subscribe("messageBus.scene.X.message", heard::add);
    rig.subscribe("messageBus.scene.name%2Eeth.*", heard::add);

    guest.client().say(said("Y", "nobody asks for this one"), false);
    guest.client().say(said("X", "one"), false);
    assertThat(next().payload().bytes().toStringUtf8()).isEqualTo("one");
    elsewhere.client().say(said("name.eth", "two"), false);

    Message message = next();
    assertThat(message.subject().name()).isEqualTo("messageBus.scene.name%2Eeth.message");
    assertThat(message.payload().bytes().toStringUtf8()).isEqualTo("two");
    assertThat(message.headers().get(Headers.SENDER)).isEqualTo(Optional.of(address(2)));
    assertThat(heard).isEmpty();
  }

  @Test
  void every_way_to_write_a_packet_is_understood() throws Exception {
    Guest guest = rig.enter(address(1), "I1");
    rig.subscribe("messageBus.scene.X.message", heard::add);
    ByteString version = Packet.newBuilder().setProtocolVersion(300).build().toByteString();
    ByteString id = Scene.newBuilder().setSceneId("X").build().toByteString();
    ByteString data = scene("", "data first").toByteString();
    ByteString turned = data.concat(id);

    guest.client().say(version.concat(said("X", "version first")), false);
    guest.client().say(said("X", "version last").concat(version), false);
    ByteString header = ByteString.copyFrom(new byte[] {0x32, (byte) turned.size()});
    guest.client().say(header.concat(turned), false);
    guest.client().say(ByteString.copyFrom(new byte[] {0x32, 9, 0x0A, 1, 'X'}), false);
    guest.client().say(ByteString.copyFrom(new byte[] {0x32}), false);
    guest.client().say(said("", "no scene"), false);
    guest.client().say(said("x".repeat(500), "no subject"), false);
    guest.client().say(said("X", "at last"), false);

    for (String expected :
        new String[] {"version first", "version last", "data first", "at last"}) {
      assertThat(next().payload().bytes().toStringUtf8()).isEqualTo(expected);
    }
  }

  @Test
  void a_server_is_heard_where_its_scene_is_spoken_and_in_the_islands_it_names() throws Exception {
    Guest speaker = rig.enter(address(1), "plaza");
    Guest named = rig.enter(address(2), "I1");
    Guest neither = rig.enter(address(3), "I2");
    Guest room = rig.enter(address(4), "world");
    speaker.client().say(said("X", "hello"), false);
    await().until(() -> rig.counters().inMessages() == 1);

    serve("one", "X", "I1,world,,I9");

    for (Guest each : new Guest[] {speaker, named}) {
      assertThat(each.client().next().hasPeerJoinMessage()).isTrue();
      assertThat(served(each)).isEqualTo("X from one");
    }
    assertThat(neither.client().unread()).isZero();
    assertThat(room.client().unread()).isZero();
  }

  @Test
  void a_room_remembers_the_last_scenes_and_only_while_it_is_there() throws Exception {
    Guest first = rig.enter(address(1), "I1");
    for (int i = 0; i <= SpokenScenes.MOST; i++) {
      first.client().say(said("S" + i, "hello"), false);
    }
    await().until(() -> rig.counters().inMessages() == SpokenScenes.MOST + 1);

    serve("one", "S0", "");
    serve("one", "S1", "");
    first.client().next();
    assertThat(served(first)).isEqualTo("S1 from one");
    first.client().webSocket().close();
    await().until(() -> rig.counters().count() == 0);
    Guest second = rig.enter(address(2), "I1");
    serve("one", "S1", "");
    second.client().say(said("S2", "hello"), false);
    await().until(() -> rig.counters().inMessages() >= SpokenScenes.MOST + 2);
    serve("one", "S2", "");

    assertThat(second.client().next().hasPeerJoinMessage()).isTrue();
    assertThat(served(second)).isEqualTo("S2 from one");
  }

  @Test
  void servers_are_one_member_until_the_last_of_those_that_spoke_is_gone() throws Exception {
    Guest guest = rig.enter(address(1), "I1");
    serve("one", "X", "I1");
    serve("two", "X", "I1");
    int alias = guest.client().next().getPeerJoinMessage().getAlias();
    served(guest);
    served(guest);

    left("one");
    left("one");
    left("nobody");
    serve("two", "X", "I1");
    assertThat(served(guest)).isEqualTo("X from two");
    left("two");

    WsPacket leave = guest.client().next();
    assertThat(leave.getPeerLeaveMessage().getAlias()).isEqualTo(alias);
    serve("one", "X", "I1");
    assertThat(guest.client().next().getPeerJoinMessage().getAlias()).isGreaterThan(alias);
  }

  @Test
  void members_who_speak_of_several_scenes_by_turns_cost_nothing_while_nobody_asks() {
    SpokenScenes scenes = new SpokenScenes(new LocalBus(), new SceneRooms(), "I1");
    Said[] said = {said("X"), said("Y"), said("Z"), said("name.eth")};
    Speaker alice = new Speaker(1, "0xa");
    for (Said each : said) {
      scenes.hear(alice, each);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < 40_000; i++) {
      scenes.hear(alice, said[i % said.length]);
    }

    // a packet that is read takes some hundred bytes
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40_000);
  }

  private static Said said(String scene) {
    Said said = new Said();
    said.set(said(scene, "something"));
    return said;
  }
}
