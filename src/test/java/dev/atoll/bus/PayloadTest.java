package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final Heartbeat HEARTBEAT =
      Heartbeat.newBuilder().setPosition(Position.newBuilder().setX(1).setZ(2)).build();

  @Test
  void a_message_is_handed_on_as_it_is() throws Exception {
    Payload payload = Payload.of(HEARTBEAT);

    assertThat(payload.as(Heartbeat.class, Heartbeat.parser())).isSameAs(HEARTBEAT);
    assertThat(payload.bytes()).isEqualTo(HEARTBEAT.toByteString());
  }

  @Test
  void bytes_are_parsed() throws Exception {
    Payload payload = Payload.of(HEARTBEAT.toByteString());

    assertThat(payload.as(Heartbeat.class, Heartbeat.parser())).isEqualTo(HEARTBEAT);
  }

  @Test
  void a_message_of_another_type_is_parsed_from_its_bytes() throws Exception {
    Payload payload = Payload.of(HEARTBEAT.getPosition());

    assertThat(payload.as(Position.class, Position.parser()).getX()).isEqualTo(1);
    assertThatThrownBy(() ->
            Payload.of(ByteString.copyFromUtf8("\u00ff")).as(Heartbeat.class, Heartbeat.parser()))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  @Test
  void the_empty_payload_is_the_empty_message() throws Exception {
    assertThat(Payload.EMPTY.as(Heartbeat.class, Heartbeat.parser()))
        .isEqualTo(Heartbeat.getDefaultInstance());
  }
}
