package dev.atoll.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeniedAddressesTest {
  private static final String ONE = "0x" + "aA".repeat(20);
  private static final String OTHER = "0x" + "bB".repeat(20);

  private static DeniedAddresses parse(String text) {
    return DeniedAddresses.parse(Buffer.buffer(text));
  }

  @Test
  void reads_json_of_the_public_list() {
    DeniedAddresses read = parse("{\"v\":1,\"users\":[{\"wallet\":\"" + ONE
        + "\",\"note\":{}},{\"wallet\":\"" + OTHER + "\"}]}");

    assertThat(read.addresses()).containsExactlyInAnyOrder(ONE.toLowerCase(), OTHER.toLowerCase());
    assertThat(read.skipped()).isZero();
  }

  @Test
  void reads_one_address_a_line_with_remarks() {
    DeniedAddresses read = parse("# bad people\r\n\r\n  " + ONE + "  # since May\r\n" + OTHER);

    assertThat(read.addresses()).containsExactlyInAnyOrder(ONE.toLowerCase(), OTHER.toLowerCase());
    assertThat(read.skipped()).isZero();
  }

  @Test
  void skips_and_counts_what_is_no_address() {
    assertThat(parse(ONE + "\n0x12\nsomebody").skipped()).isEqualTo(2);
    DeniedAddresses read =
        parse("{\"users\":[7,{},null,{\"wallet\":null},{\"wallet\":\"" + ONE + "\"}]}");
    assertThat(read.skipped()).isEqualTo(4);
    assertThat(read.addresses()).containsExactly(ONE.toLowerCase());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n ", "# nobody", "{\"users\":[]}"})
  void takes_an_empty_list_for_one(String text) {
    assertThat(parse(text).addresses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>\n502 Bad Gateway",
        "{",
        "{}",
        "{\"users\":{}}",
        "{\"users\":null}",
        "[]",
        "[1,2]",
        "null",
        "{\"users\":[{}]}",
        "not found",
        "\u0000\uffff"
      })
  void refuses_what_is_no_list_without_quoting_it(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(text))
        .withMessageStartingWith("no deny list: ");
  }
}
