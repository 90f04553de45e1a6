package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.Rfc4Kind;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerUpdateTest {
  private final PeerUpdate update = new PeerUpdate();
  private final Said said = new Said();

  @Test
  void the_golden_bytes_go_out_as_they_came_but_for_the_alias() throws Exception {
    assertThat(written("1a080807120268691801", 300)).isEqualTo("820b" + "1a0908ac02120268691801");
  }

  @Test
  void an_alias_is_unsigned() throws Exception {
    assertThat(written("1a0412026869", -1)).isEqualTo("820c" + "1a0a08ffffffff0f12026869");
  }

  /** A decoder that does not look at wire types would take the last field for the sender. */
  @Test
  void a_field_that_looks_like_the_alias_is_left_behind() throws Exception {
    assertThat(written("1a09" + "12026869" + "0d01000000", 5))
        .isEqualTo("8208" + "1a06080512026869");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 117, 118, 119, 120, 125, 126, 127, 128, 16_380, 65_520, 65_525, 65_526, 65_527, 65_536
      })
  void bodies_of_all_sizes_fit_their_frame(int size) throws Exception {
    byte[] body = new byte[size];
    byte[] message = packet(body, true, 0);
    ByteBuf in = Unpooled.wrappedBuffer(message);
    ByteBuf out = Unpooled.buffer();

    assertThat(update.read(in, 0, message.length, said)).isTrue();
    PeerUpdate.write(out, said, 9);

    byte[] expected = packet(body, true, 9);
    int header = expected.length < 126 ? 2 : expected.length < 65_536 ? 4 : 10;
    assertThat(out.readableBytes()).isEqualTo(header + expected.length);
    assertThat(ByteBufUtil.getBytes(out, header, expected.length)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0", // empty
    "0a00, 1", // position
    "5a00, 0", // 11 as a message
    "58010a00, 1", // protocol version first
    "5880808001620101, 12", // long protocol version, then movement_compressed
    "5880, 0", // protocol version cut short
    "4200, 8", // movement
    "4005, 0", // 8 as a number
    "6a00, 0", // 13
    "02, 0", // number 0
    "ff01, 0" // a tag of two bytes
  })
  void the_kind_of_a_body_is_its_first_field(String body, int kind) {
    byte[] bytes = HexFormat.of().parseHex(body);

    assertThat(Rfc4Kind.of(Unpooled.wrappedBuffer(bytes), 0, bytes.length)).isEqualTo(kind);
  }

  @Test
  void kinds_are_called_as_the_fields_of_rfc4() {
    assertThat(IntStream.range(0, Rfc4Kind.COUNT).mapToObj(Rfc4Kind::name))
        .containsExactly(
            "unknown",
            "position",
            "profile_version",
            "profile_request",
            "profile_response",
            "chat",
            "scene",
            "voice",
            "movement",
            "player_emote",
            "scene_emote",
            "unknown",
            "movement_compressed");
  }

  @Test
  void only_an_unreliable_message_is_replaceable() throws Exception {
    byte[] unreliable = packet(new byte[] {0x0A, 0}, true, 0);
    byte[] reliable = packet(new byte[] {0x0A, 0}, false, 0);

    update.read(Unpooled.wrappedBuffer(unreliable), 0, unreliable.length, said);
    int first = said.replaceableKind();
    update.read(Unpooled.wrappedBuffer(reliable), 0, reliable.length, said);
    int second = said.replaceableKind();

    assertThat(first).isEqualTo(1);
    assertThat(second).isEqualTo(Rfc4Kind.UNKNOWN);
  }

  private static byte[] packet(byte[] body, boolean unreliable, int alias) {
    return WsPacket.newBuilder()
        .setPeerUpdateMessage(WsPeerUpdate.newBuilder()
            .setBody(ByteString.copyFrom(body))
            .setUnreliable(unreliable)
            .setFromAlias(alias))
        .build()
        .toByteArray();
  }

  private String written(String hex, int alias) throws InvalidProtocolBufferException {
    byte[] message = HexFormat.of().parseHex(hex);
    assertThat(update.read(Unpooled.wrappedBuffer(message), 0, message.length, said))
        .isTrue();
    ByteBuf out = Unpooled.buffer();
    PeerUpdate.write(out, said, alias);
    return ByteBufUtil.hexDump(out);
  }
}
