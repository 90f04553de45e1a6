package dev.atoll.protocol;

import static dev.atoll.protocol.RawFrame.counting;
import static dev.atoll.protocol.RawFrame.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.RawFrame.Length;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.WsPeerUpdate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static final ByteBufAllocator UNPOOLED = UnpooledByteBufAllocator.DEFAULT;

  /** Every memory a frame may be written into; each begins with one byte that is not the frame's. */
  static List<Supplier<ByteBuf>> buffers() {
    return List.of(
        () -> UNPOOLED.heapBuffer(1).writeByte(0xAA),
        () -> UNPOOLED.directBuffer(1).writeByte(0xAA),
        () -> PooledByteBufAllocator.DEFAULT.heapBuffer(1).writeByte(0xAA),
        () -> PooledByteBufAllocator.DEFAULT.directBuffer(1).writeByte(0xAA),
        () -> UNPOOLED.heapBuffer(8192).slice(5, 8000).clear().writeByte(0xAA),
        () -> UNPOOLED.compositeBuffer().writeByte(0xAA),
        () -> composite(UNPOOLED.heapBuffer(8)),
        () -> composite(UNPOOLED.directBuffer(8)));
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void messages_are_appended_to_any_buffer(Supplier<ByteBuf> buffers) {
    for (int length : List.of(0, 1, 100, 126, 3000)) {
      ByteBuf buffer = buffers.get();
      WsPeerUpdate message = update(length);

      Frames.append(buffer, message);
      Frames.append(buffer, message);

      byte[] frame = RawFrame.unmasked(0x82, message.toByteArray());
      assertThat(ByteBufUtil.getBytes(buffer)).isEqualTo(RawFrame.joined(hex("aa"), frame, frame));
      buffer.release();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 120, 122, 123, 124, 65_528, 65_529, 65_530, 65_531, 100_000})
  void a_servers_frame_is_not_masked(int length) {
    WsPeerUpdate message = update(length);

    ByteBuf frame = Frames.server(PooledByteBufAllocator.DEFAULT, message);

    assertThat(ByteBufUtil.getBytes(frame))
        .isEqualTo(RawFrame.unmasked(0x82, message.toByteArray()));
    frame.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 120, 122, 123, 124, 65_528, 65_529, 65_530, 65_531, 100_000})
  void a_clients_frame_is_masked(int length) {
    WsPeerUpdate message = update(length);

    ByteBuf frame = Frames.client(PooledByteBufAllocator.DEFAULT, message, 0xDEADBEEF);

    assertThat(ByteBufUtil.getBytes(frame))
        .isEqualTo(RawFrame.frame(0x82, message.toByteArray(), 0xDEADBEEF, Length.SHORTEST));
    frame.release();
  }

  @Test
  void an_empty_message_is_a_frame_of_two_bytes() {
    ByteBuf frame = Frames.server(UNPOOLED, Heartbeat.getDefaultInstance());

    assertThat(ByteBufUtil.getBytes(frame)).isEqualTo(hex("8200"));
    frame.release();
  }

  @Test
  void headers_are_those_of_the_rfc() {
    ByteBuf headers = Unpooled.buffer();

    for (int length : List.of(0, 125, 126, 65_535, 65_536, Integer.MAX_VALUE)) {
      Frames.writeHeader(headers, length);
    }

    assertThat(ByteBufUtil.getBytes(headers))
        .isEqualTo(hex("8200 827d 827e007e 827effff 827f0000000000010000 827f000000007fffffff"));
  }

  @Test
  void masking_twice_changes_nothing_and_leaves_the_rest_alone() {
    byte[] before = counting(64);
    for (int offset = 0; offset < 9; offset++) {
      for (int length = 0; length < 40; length++) {
        ByteBuf buffer = Unpooled.copiedBuffer(before);

        Frames.mask(buffer, offset, length, 0x80FF7F01);
        assertThat(buffer.slice(0, offset)).isEqualTo(Unpooled.wrappedBuffer(before, 0, offset));
        assertThat(buffer.slice(offset + length, 64 - offset - length))
            .isEqualTo(Unpooled.wrappedBuffer(before, offset + length, 64 - offset - length));
        Frames.mask(buffer, offset, length, 0x80FF7F01);

        assertThat(ByteBufUtil.getBytes(buffer)).isEqualTo(before);
      }
    }
  }

  private static WsPeerUpdate update(int length) {
    return WsPeerUpdate.newBuilder()
        .setFromAlias(7)
        .setBody(ByteString.copyFrom(counting(length)))
        .build();
  }

  /** Several small parts, so that a frame lies across them. */
  private static CompositeByteBuf composite(ByteBuf part) {
    CompositeByteBuf all = UNPOOLED.compositeBuffer();
    all.addComponent(true, part.writeByte(0xAA));
    all.addComponent(false, UNPOOLED.directBuffer(8).writeZero(8));
    all.addComponent(false, UNPOOLED.heapBuffer(8).writeZero(8));
    return all;
  }
}
