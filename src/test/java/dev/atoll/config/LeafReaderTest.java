package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafReaderTest {

  @ParameterizedTest
  @CsvSource({"250ms, 250", "2s, 2000", "5m, 300000", "1h, 3600000", "0ms, 0"})
  void durations_have_units(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1 s", "2d", "PT1S", "9999999999s"})
  void other_durations_are_refused(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 200)
  void a_printed_duration_is_read_again(
      @ForAll @LongRange(min = 0, max = 900_000_000) long millis) {
    Duration duration = Duration.ofMillis(millis);

    assertThat(Durations.parse(Durations.print(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "64KiB, 65536", "1MiB, 1048576", "0, 0"})
  void sizes_have_units(String text, int bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1KB", "1 MiB", "-1", "2048MiB", "99999999999"})
  void other_sizes_are_refused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 200)
  void a_printed_size_is_read_again(@ForAll @IntRange(min = 0) int bytes) {
    ByteSize size = new ByteSize(bytes);

    assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "0x1p3", "5d", "1e400", "", "1,5", " 1"})
  void only_plain_numbers_are_numbers(String text) {
    assertThatThrownBy(() -> LeafReader.of(double.class).read().apply(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
