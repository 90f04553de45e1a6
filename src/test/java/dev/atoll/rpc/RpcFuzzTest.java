package dev.atoll.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.RpcRequest;
import dev.atoll.protocol.message.RpcStreamMessage;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is sent, an identifier is read or the bytes are refused in one way. */
class RpcFuzzTest {
  @Property(tries = 5000)
  void whatever_bytes(@ForAll byte[] bytes) {
    read(bytes);
  }

  @Property(tries = 5000)
  void damaged_messages(@ForAll("damaged") byte[] bytes) {
    read(bytes);
  }

  @Property
  void an_identifier_says_kind_and_number(@ForAll RpcType type, @ForAll int number) {
    int identifier = type.identifier(number);

    assertThat(RpcType.of(identifier)).isEqualTo(type);
    assertThat(RpcType.number(identifier)).isEqualTo(number & 0x07ffffff);
  }

  @Property
  void every_identifier_is_of_some_kind(@ForAll int identifier) {
    assertThat(RpcType.of(identifier)).isNotNull();
    assertThat(RpcType.number(identifier)).isBetween(0, 0x07ffffff);
  }

  private static void read(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      RpcType.of(RpcType.identifier(buffer));
    } catch (InvalidProtocolBufferException refused) {
      assertThat(refused).isNotNull();
    }
    assertThat(buffer.position()).isZero();
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    return Arbitraries.longs().map(seed -> {
      Random random = new Random(seed);
      byte[] bytes = random.nextBoolean()
          ? RpcRequest.newBuilder()
              .setMessageIdentifier(RpcType.REQUEST.identifier(random.nextInt()))
              .setPortId(1)
              .setProcedureId(2)
              .build()
              .toByteArray()
          : RpcStreamMessage.newBuilder()
              .setMessageIdentifier(RpcType.STREAM_ACK.identifier(random.nextInt()))
              .setAck(true)
              .build()
              .toByteArray();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      return bytes;
    });
  }
}
