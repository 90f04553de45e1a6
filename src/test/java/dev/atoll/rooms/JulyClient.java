package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.JulyIdentity;
import dev.atoll.protocol.message.JulyMessage;
import dev.atoll.protocol.message.JulySystem;
import java.nio.charset.StandardCharsets;

/** A client of July 2022 in a room. */
record JulyClient(RoomClient client, int alias) {
  /** Enters by the path of its time. */
  static JulyClient enter(RoomsRig rig, String address, String room) {
    RoomClient entering =
        rig.connect("/ws-rooms/" + room + "?access_token=" + rig.token(address, room));
    return welcomed(entering);
  }

  /** Its welcome came. */
  static JulyClient welcomed(RoomClient entering) {
    JulyMessage welcome = decoded(entering.nextBytes());
    assertThat(welcome.hasWelcomeMessage()).as("%s", welcome).isTrue();
    return new JulyClient(entering, (int) welcome.getWelcomeMessage().getAlias());
  }

  void saySystem(String body) {
    client.send(JulyMessage.newBuilder()
        .setSystemMessage(
            JulySystem.newBuilder().setFromAlias(99).setBody(ByteString.copyFromUtf8(body)))
        .build());
  }

  void sayIdentity(String body) {
    sayIdentity(body.getBytes(StandardCharsets.UTF_8));
  }

  void sayIdentity(byte[] body) {
    client.send(JulyMessage.newBuilder()
        .setIdentityMessage(JulyIdentity.newBuilder()
            .setFromAlias(99)
            .setIdentity("0x00000000000000000000000000000000000000aa")
            .setBody(ByteString.copyFrom(body)))
        .build());
  }

  JulyMessage next() {
    return decoded(client.nextBytes());
  }

  /** The next message, which has to be an identity message: alias, identity and body. */
  String nextIdentity() {
    JulyMessage message = next();
    assertThat(message.hasIdentityMessage()).as("%s", message).isTrue();
    JulyIdentity identity = message.getIdentityMessage();
    return identity.getFromAlias() + " " + identity.getIdentity() + " "
        + identity.getBody().toStringUtf8();
  }

  private static JulyMessage decoded(byte[] bytes) {
    try {
      return JulyMessage.parseFrom(bytes);
    } catch (InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }
}
