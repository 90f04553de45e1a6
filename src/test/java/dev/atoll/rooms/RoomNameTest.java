package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomNameTest {
  @ParameterizedTest
  @CsvSource({
    "/rooms/plaza, plaza",
    "/rooms/caf%C3%A9, café",
    "/rooms/a+b, a+b",
    "/rooms/%41%2525, A%25",
    "/rooms/bafk:0%2C0, 'bafk:0,0'",
    "/comms/rooms/I1z, I1z"
  })
  void a_name_is_decoded_once(String path, String name) {
    assertThat(RoomName.ofPath(path)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/rooms/", "/rooms/a%2Fb", "/rooms/a%2fb", "/rooms/%00", "/rooms/a%0Ab", "/rooms/%7F",
            "/rooms/%C2%85",
        "/rooms/%", "/rooms/%4", "/rooms/%zz", "/rooms/%+1", "/rooms/%C3", "/rooms/%C0%AF",
            "/rooms/%ED%A0%80",
        "/rooms/%F5%80%80%80", "/rooms/%\uFF11\uFF11", "/rooms/\u0100"
      })
  void what_is_no_plain_utf8_is_no_name(String path) {
    assertThat(RoomName.ofPath(path)).isEmpty();
  }

  @Test
  void a_name_has_up_to_128_bytes() {
    String longest = "é".repeat(64);
    String encoded = URLEncoder.encode(longest, StandardCharsets.UTF_8);

    assertThat(RoomName.ofPath("/rooms/" + encoded)).contains(longest);
    assertThat(RoomName.ofPath("/rooms/" + encoded + "e")).isEmpty();
  }
}
