package dev.atoll.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.LegacyIslandChangedMessage;
import dev.atoll.protocol.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
  private static final Position AT =
      Position.newBuilder().setX(1.5f).setZ(-2.25f).build();

  @ParameterizedTest
  @ValueSource(strings = {"heartbeatDouble", "heartbeatFloat"})
  void heartbeats_of_both_widths_are_understood(String golden) throws Exception {
    Heartbeat heartbeat = Positions.heartbeat(golden(golden));

    assertThat(heartbeat.getPosition()).isEqualTo(AT);
    assertThat(heartbeat.hasDesiredRoom()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0f, 1_000_000, -1_000_000, Float.MIN_VALUE})
  void what_lies_on_a_map_is_sound(float metres) {
    assertThat(Positions.isSound(at(metres, 0, 0))).isTrue();
    assertThat(Positions.isSound(at(0, metres, 0))).isTrue();
    assertThat(Positions.isSound(at(0, 0, metres))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      floats = {1_000_001, -1_000_001, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY})
  void what_lies_on_no_map_is_not_sound(float metres) {
    assertThat(Positions.isSound(at(metres, 0, 0))).isFalse();
    assertThat(Positions.isSound(at(0, metres, 0))).isFalse();
    assertThat(Positions.isSound(at(0, 0, metres))).isFalse();
  }

  @Test
  void a_wish_longer_than_any_islands_id_is_not_sound() {
    Heartbeat here = at(0, 0, 0);

    assertThat(
            Positions.isSound(here.toBuilder().setDesiredRoom("I".repeat(128)).build()))
        .isTrue();
    assertThat(
            Positions.isSound(here.toBuilder().setDesiredRoom("I".repeat(129)).build()))
        .isFalse();
  }

  private static Heartbeat at(float x, float y, float z) {
    return Heartbeat.newBuilder()
        .setPosition(Position.newBuilder().setX(x).setY(y).setZ(z))
        .build();
  }

  @Test
  void a_wish_and_unknown_fields_do_no_harm() throws Exception {
    Heartbeat wish = Heartbeat.newBuilder().setPosition(AT).setDesiredRoom("I1").build();
    ByteString unknown = ByteString.fromHex("2a0161").concat(ByteString.fromHex("980101"));

    assertThat(Positions.heartbeat(wish.toByteString().concat(unknown))).isEqualTo(wish);
  }

  @Test
  void a_double_beyond_all_floats_is_infinite() throws Exception {
    ByteString huge = ByteString.fromHex("0a0909ffffffffffffef7f");

    assertThat(Positions.heartbeat(huge).getPosition().getX()).isInfinite();
  }

  @Test
  void nothing_at_all_is_a_heartbeat_without_position() throws Exception {
    assertThat(Positions.heartbeat(ByteString.EMPTY).hasPosition()).isFalse();
  }

  @Test
  void an_island_change_is_written_as_in_2022() throws Exception {
    LegacyIslandChangedMessage golden =
        LegacyIslandChangedMessage.parseFrom(golden("islandChangedDouble"));
    String peer = golden.getPeersMap().keySet().iterator().next();

    IslandChangedMessage change = IslandChangedMessage.newBuilder()
        .setIslandId(golden.getIslandId())
        .setConnStr(golden.getConnStr())
        .putPeers(peer, AT)
        .build();

    LegacyIslandChangedMessage legacy = Positions.legacy(change);
    assertThat(legacy.getPeersOrThrow(peer).getZ()).isEqualTo(-2.25);
    assertThat(legacy).isEqualTo(golden);
    assertThat(Positions.legacy(change.toBuilder().setFromIslandId("").build()).hasFromIslandId())
        .isTrue();
  }

  @Test
  void whatever_bytes_come_a_heartbeat_or_a_refusal_comes_out() {
    Random random = new Random(1);
    byte[] golden = golden("heartbeatDouble").toByteArray();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = golden.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ByteString mutated = ByteString.copyFrom(bytes, 0, random.nextInt(bytes.length + 1));
      try {
        assertThat(Positions.heartbeat(mutated)).isNotNull();
      } catch (InvalidProtocolBufferException refused) {
        assertThat(refused).isNotNull();
      }
    }
  }

  @Test
  void a_group_that_never_ends_is_refused() {
    assertThatThrownBy(() -> Positions.heartbeat(ByteString.fromHex("0b".repeat(2000))))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  static ByteString golden(String name) {
    try (InputStream in = PositionsTest.class.getResourceAsStream("/vectors.json")) {
      JsonObject all = new JsonObject(new String(in.readAllBytes()));
      return ByteString.copyFrom(
          HexFormat.of().parseHex(all.getJsonObject("nats2022").getString(name)));
    } catch (Exception missing) {
      throw new AssertionError(missing);
    }
  }
}
