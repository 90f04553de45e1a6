package dev.atoll.transport.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.RoomTokens;
import dev.atoll.config.Secret;
import dev.atoll.transport.TransportStatus;
import dev.atoll.transport.WsRoomTransport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** This node's rooms as a transport of somebody else's archipelago. */
class RegistrantTest {
  private static final String PETER = "0x00000000000000000000000000000000000000aa";

  private final RegistrationRig rig = RegistrationRig.open(RegistrationRig.LONG);
  private final RoomTokens rooms =
      RoomTokens.create(rig.owner(), Optional.of(new Secret("a secret of these rooms")));
  private final Registrant registrant = new Registrant(new Registrant.Parts(
      rig.owner(),
      URI.create(rig.url()),
      rig.tokens(RegistrationRig.SECRET),
      new WsRoomTransport(rooms, () -> "wss://rooms.example"),
      150,
      () -> new Registrant.Load(1000, 3)));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void they_register_and_give_strings_that_open_them() {
    rig.owner().runOnContext(now -> registrant.start());
    TransportStatus status = rig.await(1, each -> each.seats() == 1000).get(0);
    String room = "../../x?a=b#c";

    Map<String, String> strings = RegistrationRig.await(rig.ask(status, room, PETER));

    assertThat(status.islandSize()).isEqualTo(150);
    String string = strings.get(PETER);
    assertThat(string)
        .startsWith("ws-room:wss://rooms.example/rooms/..%2F..%2Fx%3Fa%3Db%23c?access_token=");
    String token = string.substring(string.indexOf('=') + 1);
    assertThat(rooms.verify(token, room, List.of("wss://rooms.example"))).isEqualTo(PETER);
  }

  @Test
  void they_dial_again_when_the_connection_is_lost() {
    rig.owner().runOnContext(now -> registrant.start());
    TransportStatus status = rig.await(1, each -> each.seats() == 1000).get(0);

    rig.cutAll();
    rig.await(1, each -> each.seats() == 0);

    assertThat(rig.await(1, each -> each.seats() == 1000))
        .extracting(TransportStatus::id)
        .containsExactly(status.id());
  }
}
