package dev.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.client.ConnectionString.Archipelago;
import dev.atoll.client.ConnectionString.Lighthouse;
import dev.atoll.client.ConnectionString.LiveKit;
import dev.atoll.client.ConnectionString.Offline;
import dev.atoll.client.ConnectionString.PeerToPeer;
import dev.atoll.client.ConnectionString.Room;
import dev.atoll.client.ConnectionString.SignedLogin;
import dev.atoll.client.ConnectionString.Simulator;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionStringTest {
  private static final Archipelago DOOR = new Archipelago(URI.create("wss://h/archipelago/ws"));
  private static final Room ROOM = new Room(URI.create("wss://h/rooms/I1?access_token=t"));

  private static final Map<String, ConnectionString> FORMS = Map.ofEntries(
      Map.entry("archipelago:archipelago:wss://h/archipelago/ws", DOOR),
      Map.entry("archipelago:wss://h/archipelago/ws", DOOR),
      Map.entry("fixed-adapter:archipelago:archipelago:h/archipelago/ws", DOOR),
      Map.entry("ws-room:wss://h/rooms/I1?access_token=t", ROOM),
      Map.entry("ws-room:h/rooms/I1?access_token=t", ROOM),
      Map.entry("fixed-adapter:ws-room:wss://h/rooms/I1?access_token=t", ROOM),
      Map.entry("ws-room:ws://h:8080/rooms/r", new Room(URI.create("ws://h:8080/rooms/r"))),
      Map.entry("livekit:wss://h?access_token=t", new LiveKit(URI.create("wss://h"), "t")),
      Map.entry("livekit:wss://h/x?a=b&access_token=t", new LiveKit(URI.create("wss://h/x"), "t")),
      Map.entry("signed-login:https://h/path", new SignedLogin(URI.create("https://h/path"))),
      Map.entry("fixed-adapter:signed-login:https://h", new SignedLogin(URI.create("https://h"))),
      Map.entry("offline:offline", new Offline()),
      Map.entry("offline", new Offline()),
      Map.entry("archipelago:offline:offline", new Offline()),
      Map.entry("p2p:I1.0xa", new PeerToPeer("I1.0xa")),
      Map.entry("p2p:I1:0xa", new PeerToPeer("I1:0xa")),
      Map.entry("lighthouse:https://h/comms", new Lighthouse(URI.create("https://h/comms"))),
      Map.entry("simulator:https://h", new Simulator(URI.create("https://h"))));

  @Test
  void every_form_is_read_and_what_is_written_reads_the_same() {
    FORMS.forEach((text, expected) -> {
      assertThat(ConnectionString.parse(text)).as(text).isEqualTo(expected);
      assertThat(ConnectionString.parse(expected.toString())).isEqualTo(expected);
    });
  }

  @Test
  void a_rooms_path_and_token_are_told_apart() {
    assertThat(ROOM.path()).isEqualTo("/rooms/I1");
    assertThat(ROOM.accessToken()).contains("t");
    assertThat(new Room(URI.create("ws://h/rooms/a%20b")).path()).isEqualTo("/rooms/a%20b");
    assertThat(new Room(URI.create("ws://h/rooms/a%20b")).accessToken()).isEmpty();
  }

  @Test
  void what_is_no_connection_string_is_refused_without_telling_its_token() {
    for (String text : new String[] {
      "",
      "ws-room:",
      "ws-room:wss://",
      "http://h",
      "livekit:wss://h",
      "archipelago:wss://",
      "ws-room:wss://h/a b?access_token=secret",
      "signed-login:",
      "fixed-adapter:"
    }) {
      assertThatThrownBy(() -> ConnectionString.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret");
    }
  }
}
