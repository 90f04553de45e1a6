package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarityTest {
  private static final List<String> KEYS = List.of(
      "http.port",
      "http.public-url",
      "operations.port",
      "islands.size",
      "rooms.size",
      "rooms.secret");

  @ParameterizedTest
  @CsvSource({
    "http.prot, http.port",
    "http.publicUrl, http.public-url",
    "public-url, http.public-url",
    "rooms.sise, rooms.size",
    "island.size, islands.size",
    "operation.port, operations.port",
    "ROOMS_SECRET, rooms.secret"
  })
  void a_slip_is_understood(String typed, String meant) {
    assertThat(Similarity.nearest(typed, KEYS)).contains(meant);
  }

  @Test
  void something_else_is_not() {
    assertThat(Similarity.nearest("livekit.host", KEYS)).isEmpty();
    assertThat(Similarity.nearest("", KEYS)).isEmpty();
  }

  @Test
  void a_very_long_word_is_not_compared() {
    assertThat(Similarity.nearest("x".repeat(1_000_000), KEYS)).isEmpty();
  }
}
