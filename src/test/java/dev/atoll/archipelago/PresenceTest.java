package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Headers;
import org.junit.jupiter.api.Test;

class PresenceTest {
  @Test
  void who_is_silent_is_forgotten_however_often_it_was_looked_at() {
    Presence presence = new Presence(100);
    presence.seen("silent", Headers.NONE, 0);
    presence.seen("here", Headers.NONE, 50);

    presence.hasTopics("silent");
    presence.seen("here", Headers.NONE, 90);

    assertThat(presence.expire(120, address -> false)).containsExactly("silent");
    assertThat(presence.has("here")).isTrue();
  }
}
