package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.Frames;
import dev.atoll.protocol.message.WsChallengeRequired;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerLeave;
import dev.atoll.protocol.message.WsPeerUpdate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes, what goes out is what the generated classes would make of it. */
class PeerUpdatePropertyTest {
  private static final int TRIES = 5000;
  private static final String NO_UPDATE = "no update";
  private static final String UNDECODABLE = "undecodable";

  private final PeerUpdate update = new PeerUpdate();
  private final Said said = new Said();

  @Property(tries = TRIES)
  void of_any_bytes(@ForAll byte[] message, @ForAll int alias) {
    assertSame(message, alias);
  }

  @Property(tries = TRIES)
  void of_messages_as_clients_send_them(@ForAll("packets") byte[] message, @ForAll int alias) {
    assertSame(message, alias);
  }

  @Property(tries = TRIES)
  void of_messages_with_one_byte_changed(
      @ForAll("packets") byte[] message, @ForAll int place, @ForAll byte change) {
    if (message.length > 0) {
      message[Math.floorMod(place, message.length)] = change;
    }

    assertSame(message, 7);
  }

  @Property(tries = TRIES)
  void of_fields_in_any_order_and_number(@ForAll("fields") byte[] message, @ForAll int alias) {
    assertSame(message, alias);
  }

  @Property(tries = TRIES)
  void of_several_messages_in_one(
      @ForAll("packets") byte[] first, @ForAll("fields") byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);

    assertSame(both.toByteArray(), 128);
  }

  @Provide
  Arbitrary<byte[]> packets() {
    Arbitrary<WsPeerUpdate> updates = Combinators.combine(
            Arbitraries.integers(), bodies(), Arbitraries.of(true, false))
        .as((alias, body, unreliable) -> WsPeerUpdate.newBuilder()
            .setFromAlias(alias)
            .setBody(ByteString.copyFrom(body))
            .setUnreliable(unreliable)
            .build());
    Arbitrary<WsPacket> others = Arbitraries.of(
        WsPacket.getDefaultInstance(),
        WsPacket.newBuilder()
            .setPeerLeaveMessage(WsPeerLeave.newBuilder().setAlias(3))
            .build(),
        WsPacket.newBuilder()
            .setChallengeMessage(
                WsChallengeRequired.newBuilder().setChallengeToSign("é\u0000").build())
            .build());
    return Arbitraries.oneOf(
            updates.map(each -> WsPacket.newBuilder().setPeerUpdateMessage(each).build()), others)
        .map(WsPacket::toByteArray);
  }

  private static Arbitrary<byte[]> bodies() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
  }

  /** An update put together of known, unknown and mistyped fields, some with varints longer than need be. */
  @Provide
  Arbitrary<byte[]> fields() {
    Arbitrary<byte[]> field = Arbitraries.of(
            "0805",
            "088500",
            "08ffffffff0f",
            "08ffffffffffffffffff01",
            "08ffffffffffffffffffff01",
            "1200",
            "12026869",
            "1282006869",
            "1801",
            "1800",
            "18808080808001",
            "188000",
            "1880808080808080808002",
            "0d01020304",
            "0a0101",
            "1501020304",
            "1d01020304",
            "2005",
            "2a026869",
            "880105",
            "08",
            "12",
            "1205",
            "1b1c",
            "8800",
            "00",
            "92808080000141")
        .map(HexFormat.of()::parseHex);
    Arbitrary<byte[]> inside = field.list().ofMaxSize(5).map(PeerUpdatePropertyTest::join);
    Arbitrary<String> heads = Arbitraries.of("1a", "9a00", "9a8000", "12", "1b");
    return Combinators.combine(heads, inside, Arbitraries.integers().between(-1, 1))
        .as((head, body, lie) -> {
          byte[] length = {(byte) Math.max(0, body.length + lie)};
          return join(List.of(HexFormat.of().parseHex(head), length, body));
        });
  }

  private static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Aliases begin with 1; all other numbers of 32 bits may come. */
  private void assertSame(byte[] message, int number) {
    int alias = number == 0 ? 1 : number;
    assertThat(rewritten(message, alias)).isEqualTo(expected(message, alias));
  }

  private String rewritten(byte[] message, int alias) {
    ByteBuf in = Unpooled.buffer().writeZero(3).writeBytes(message).writeZero(2);
    ByteBuf out = Unpooled.buffer().writeByte(9);
    try {
      if (!update.read(in, 3, message.length, said)) {
        return NO_UPDATE;
      }
      PeerUpdate.write(out, said, alias);
      return ByteBufUtil.hexDump(out, 1, out.readableBytes() - 1);
    } catch (InvalidProtocolBufferException wrong) {
      return UNDECODABLE;
    } finally {
      in.release();
      out.release();
    }
  }

  private static String expected(byte[] message, int alias) {
    try {
      WsPacket packet = WsPacket.parseFrom(message);
      if (!packet.hasPeerUpdateMessage()) {
        return NO_UPDATE;
      }
      WsPeerUpdate said = packet.getPeerUpdateMessage();
      ByteBuf out = Unpooled.buffer();
      Frames.append(
          out,
          WsPacket.newBuilder()
              .setPeerUpdateMessage(WsPeerUpdate.newBuilder()
                  .setFromAlias(alias)
                  .setBody(said.getBody())
                  .setUnreliable(said.getUnreliable()))
              .build());
      return ByteBufUtil.hexDump(out);
    } catch (InvalidProtocolBufferException wrong) {
      return UNDECODABLE;
    }
  }
}
