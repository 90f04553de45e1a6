package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignedRoomsTest {
  @Test
  void a_room_is_of_its_scene_in_whichever_realm() {
    assertThat(SignedRooms.isOfScene(SignedRooms.scene("atoll", "bafkrei1"), "bafkrei1"))
        .isTrue();
    assertThat(SignedRooms.isOfScene(SignedRooms.scene("a:b", "bafkrei1"), "bafkrei1"))
        .isTrue();
  }

  @Test
  void a_room_is_not_of_a_scene_whose_name_ends_its_scenes_name() {
    assertThat(SignedRooms.isOfScene(SignedRooms.scene("atoll", "foo:X"), "X")).isFalse();
    assertThat(SignedRooms.isOfScene(SignedRooms.scene("atoll", "foo:X"), "foo:X"))
        .isTrue();
    assertThat(SignedRooms.isOfScene(SignedRooms.scene("atoll", "foo%3AX"), "foo:X"))
        .isFalse();
    assertThat(SignedRooms.isOfScene(SignedRooms.login("X"), "X")).isFalse();
  }
}
