package dev.atoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CloseCodesPageTest {
  private static final Path PAGE = Path.of("docs", "close-codes.md");

  @Test
  void the_page_lists_every_reason_as_it_is() throws IOException {
    List<String> expected =
        Arrays.stream(CloseReason.values()).map(CloseCodesPageTest::row).toList();

    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();

    assertThat(rows).hasSameSizeAs(expected);
    assertThat(Files.readString(PAGE)).contains(expected);
  }

  @Test
  void a_reason_fits_a_close_frame() {
    assertThat(CloseReason.values())
        .allSatisfy(reason -> assertThat(reason.text()).hasSizeBetween(1, 123));
  }

  private static String row(CloseReason reason) {
    String retry = reason.retry().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "| `%s` | %d | %s | %s |".formatted(reason, reason.code(), reason.text(), retry);
  }
}
