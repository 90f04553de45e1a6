package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.bus.Headers;
import dev.atoll.nats.Marks.Told;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboundTest {
  private static final String A = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final String FLOATS = "0a0a0d0000c03f1d000010c0";
  private static final String DOUBLES =
      "0a1b09000000000000f83f1100000000000000001900000000000002c0";
  private static final String CHANGED_2026 =
      "0a024931122a6c6976656b69743a7773733a2f2f6c6976656b69742e6c6f63616c3f6163636573735f746f6b656e3d741a02493022380a"
          + "2a307831396537653337366537633231336237653765376534366363373061356464303836646166663261120a0d0000c03f1d000010c0";
  private static final String JOIN =
      "0a024931122a307831396537653337366537633231336237653765376534366363373061356464303836646166663261";

  @ParameterizedTest
  @CsvSource({
    "HEARTBEAT, client-proto.peer.%s.heartbeat," + FLOATS + ", client-proto.peer.%s.heartbeat",
    "HEARTBEAT, client-proto.peer.%s.heartbeat," + DOUBLES + ", client-proto.peer.%s.heartbeat",
    "HEARBEAT, client-proto.peer.%s.hearbeat," + DOUBLES + ", client-proto.peer.%s.heartbeat",
    "HEARTBEAT_2023, peer.%s.heartbeat," + FLOATS + ", client-proto.peer.%s.heartbeat",
    "CONNECT, peer.%s.connect, '', peer.%s.connect",
    "DISCONNECT, peer.%s.disconnect, '', peer.%s.disconnect",
    "ISLAND_CHANGED_2023, engine.peer.%s.island_changed," + CHANGED_2026
        + ", client-proto.peer.%s.island_changed",
    "ISLAND_CHANGED_2022, client-proto.%s.island_changed," + CHANGED_2026
        + ", client-proto.peer.%s.island_changed",
    "PEER_JOIN, client-proto.island.I1.peer_join," + JOIN + ", client-proto.island.I1.peer_join",
    "PEER_LEFT, client-proto.island.I1.peer_left," + JOIN + ", client-proto.island.I1.peer_left",
    "TOPIC, client-proto.peer.%s.a.b, 00, client-proto.peer.%s.a.b",
    "TOPIC_AGAIN, client.peer.%s.a.b, 00, client-proto.peer.%s.a.b",
    "SCENE, messageBus.scene.s1.door, 00, messageBus.scene.s1.door",
    "ISLAND_MESSAGE, messageBus.island.I1.chat, 00, messageBus.island.I1.chat",
    "SYSTEM_TOPIC, client-proto.news, 00, client-proto.news"
  })
  void a_form_is_the_buss_one_message(Form form, String subject, String hex, String local)
      throws Malformed {
    Event event = read(form, subject.replace("%s", A), hex);

    assertThat(event.message().subject().name()).isEqualTo(local.replace("%s", A));
    assertThat(event.message().headers().get(Headers.VIA)).contains(Headers.NATS);
  }

  @Test
  void positions_are_the_same_whatever_they_were_written_as() throws Exception {
    Event doubles = read(Form.HEARTBEAT, "client-proto.peer." + A + ".heartbeat", DOUBLES);
    Event floats = read(Form.HEARTBEAT_2023, "peer." + A + ".heartbeat", FLOATS);

    assertThat(doubles.message().payload()).isEqualTo(floats.message().payload());
    assertThat(floats
            .message()
            .payload()
            .as(Heartbeat.class, Heartbeat.parser())
            .getPosition()
            .getZ())
        .isEqualTo(-2.25f);
  }

  @Test
  void a_heartbeat_tells_whether_its_door_has_topics() throws Exception {
    Event seeds = read(Form.HEARTBEAT, "client-proto.peer." + A + ".heartbeat", DOUBLES);
    Event of2023 = read(Form.HEARTBEAT_2023, "peer." + A + ".heartbeat", FLOATS);

    Event ofAnotherAtoll = Inbound.read(
        Form.HEARTBEAT,
        "client-proto.peer." + A + ".heartbeat",
        HexFormat.of().parseHex(DOUBLES),
        new Told(Optional.empty(), true));

    assertThat(seeds.message().headers().has(Headers.TOPICS)).isTrue();
    assertThat(of2023.message().headers().has(Headers.TOPICS)).isFalse();
    assertThat(ofAnotherAtoll.message().headers().has(Headers.TOPICS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
        HEARTBEAT_2023      | peer.0xABCDEFabcdefabcdefabcdefabcdefabcdefabcd.heartbeat | upper case
        HEARTBEAT_2023      | peer.dcl-0.123.heartbeat                                  | a challenge
        HEARTBEAT_2023      | peer..heartbeat                                           | empty token
        CONNECT             | peer.0x12.connect                                         | short
        DISCONNECT          | peer.*.disconnect                                         | wildcard
        ISLAND_CHANGED_2023 | engine.peer.%s.island_changed                             | no payload
        PEER_JOIN           | client-proto.island.I2.peer_join                          | no payload
        TOPIC               | client-proto.peer.%s.heartbeat                            | reserved
        TOPIC_AGAIN         | client.peer.%s.island_changed                             | reserved
        TOPIC_AGAIN         | client.peer.nobody.hello                                  | no address
        SYSTEM_TOPIC        | client-proto.%s.island_changed                            | an island change
        ISLAND_MESSAGE      | messageBus.island.I1.peer                                 | reserved
        ISLAND_MESSAGE      | messageBus.island.I1.peer.%s.chat                         | a member's
        """)
  void what_nobody_honest_says_is_malformed(Form form, String subject, String why) {
    assertThatThrownBy(() -> read(form, subject.replace("%s", A), ""))
        .as(why)
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "HEARTBEAT_2023, 0a050d0000c07f", // NaN
    "HEARTBEAT_2023, 0a050d0000807f", // infinite
    "HEARTBEAT_2023, 0a0909ffffffffffffef7f", // a double that no float holds
    "HEARTBEAT_2023, 0a050d01247449", // farther than a million metres
    "HEARTBEAT_2023, 12017a", // no position
    "HEARTBEAT_2023, ffff",
    "ISLAND_CHANGED_2023, 0a0449312e32120170", // a dot in an island
    "ISLANDS_2023, ffff",
    "DISCOVERY_2023, ff"
  })
  void payloads_are_checked(Form form, String hex) {
    String subject = form.aboutToken() < 0 ? form.pattern() : form.subject(A);

    assertThatThrownBy(() -> read(form, subject, hex)).isInstanceOf(Malformed.class);
  }

  @Test
  void a_malformed_island_or_peer_is_left_out_of_a_report_and_the_rest_taken() throws Exception {
    IslandData good =
        IslandData.newBuilder().setId("I1").addPeers(A).setCenter(at(1)).build();
    IslandStatusMessage report = IslandStatusMessage.newBuilder()
        .addData(good.toBuilder().setId("I2").setCenter(at(Float.NaN)))
        .addData(good.toBuilder().addPeers("nobody"))
        .addData(good.toBuilder().setId("I.3"))
        .addData(good.toBuilder().setId("I4").setRadius(Double.POSITIVE_INFINITY))
        .build();

    Event event =
        Inbound.read(Form.ISLANDS_2023, "engine.islands", report.toByteArray(), Told.NOTHING);

    assertThat(
            event.message().payload().as(IslandStatusMessage.class, IslandStatusMessage.parser()))
        .isEqualTo(IslandStatusMessage.newBuilder().addData(good).build());
    assertThat(event.leftOut()).isEqualTo(4);
  }

  @Test
  void a_malformed_peer_is_left_out_of_an_island_change_and_the_rest_taken() throws Exception {
    IslandChangedMessage good = IslandChangedMessage.newBuilder()
        .setIslandId("I1")
        .setConnStr("p2p:x")
        .putPeers(A, at(1))
        .build();
    IslandChangedMessage change = good.toBuilder()
        .putPeers("0x" + "b".repeat(40), at(Float.NaN))
        .putPeers("bob", at(2))
        .build();

    Event event = Inbound.read(
        Form.ISLAND_CHANGED_2023,
        "engine.peer." + A + ".island_changed",
        change.toByteArray(),
        Told.NOTHING);

    assertThat(IslandChangedMessage.parseFrom(event.message().payload().bytes()))
        .isEqualTo(good);
    assertThat(event.leftOut()).isEqualTo(2);
  }

  private static Position at(float x) {
    return Position.newBuilder().setX(x).build();
  }

  @Test
  void too_much_is_refused() {
    String large = "00".repeat((64 << 10) + 1);

    assertThatThrownBy(() -> read(Form.TOPIC, "client-proto.peer." + A + ".x", large))
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(
            () -> read(Form.TOPIC, "client-proto.peer." + A + "." + "x".repeat(196), "00"))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void discovery_is_read_as_json() throws Exception {
    String json =
        "{\"serverName\":\"archipelago\",\"status\":{\"currentTime\":5,\"userCount\":2},\"x\":[]}";

    Event event = Inbound.read(Form.DISCOVERY_2022, "service.discovery", utf8(json), Told.NOTHING);

    ServiceDiscoveryMessage discovery = event
        .message()
        .payload()
        .as(ServiceDiscoveryMessage.class, ServiceDiscoveryMessage.parser());
    assertThat(discovery.getStatus().getCurrentTime()).isEqualTo(5);
    assertThat(discovery.getStatus().getUserCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"serverName\":\"a\",\"status\":[]}",
        "{\"serverName\":\"a\",\"status\":{\"currentTime\":\"x\"}}",
        "{\"serverName\":null,\"status\":null}"
      })
  void garbage_of_discovery_is_survived(String json) {
    assertThatThrownBy(
            () -> Inbound.read(Form.DISCOVERY_2022, "service.discovery", utf8(json), Told.NOTHING))
        .isInstanceOf(Malformed.class);
  }

  /** Whatever comes, it is an event or malformed, and nothing else is thrown. */
  @Property
  void nothing_breaks_it(@ForAll Form form, @ForAll String about, @ForAll byte[] payload) {
    for (String subject : new String[] {form.subject(A), form.subject(about), about}) {
      try {
        assertThat(Inbound.read(
                form, subject.replace(">", "t"), payload, new Told(Optional.of(about), false)))
            .isNotNull();
      } catch (Malformed expected) {
        assertThat(expected).hasMessageNotContaining(A);
      }
    }
  }

  private static Event read(Form form, String subject, String hex) throws Malformed {
    return Inbound.read(form, subject, HexFormat.of().parseHex(hex), Told.NOTHING);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
