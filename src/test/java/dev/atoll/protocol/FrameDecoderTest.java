package dev.atoll.protocol;

import static dev.atoll.protocol.RawFrame.BINARY;
import static dev.atoll.protocol.RawFrame.CLOSE;
import static dev.atoll.protocol.RawFrame.CONTINUATION;
import static dev.atoll.protocol.RawFrame.FINAL;
import static dev.atoll.protocol.RawFrame.PING;
import static dev.atoll.protocol.RawFrame.PONG;
import static dev.atoll.protocol.RawFrame.TEXT;
import static dev.atoll.protocol.RawFrame.announced;
import static dev.atoll.protocol.RawFrame.binary;
import static dev.atoll.protocol.RawFrame.closeBody;
import static dev.atoll.protocol.RawFrame.counting;
import static dev.atoll.protocol.RawFrame.hex;
import static dev.atoll.protocol.RawFrame.joined;
import static dev.atoll.protocol.RawFrame.masked;
import static dev.atoll.protocol.RawFrame.unmasked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.protocol.RawFrame.Length;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 5, seen from a server unless a test says otherwise. */
class FrameDecoderTest {
  private static final int LIMIT = 100_000;
  private static final int SMALL = 200;

  private DecodedStream stream = new DecodedStream(LIMIT);

  @AfterEach
  void nothing_leaks() {
    assertThat(stream.end().bytesHeld()).isZero();
  }

  @Test
  void reads_the_masked_examples_of_the_rfc() {
    stream.feed(hex("8a 85 37fa213d 7f9f4d5158"));
    stream.feed(hex("82 85 37fa213d 7f9f4d5158"));

    assertThat(stream.events).containsExactly("pong 48656c6c6f", "binary 48656c6c6f");
  }

  @Test
  void reads_the_unmasked_examples_of_the_rfc_as_a_client() {
    stream = new DecodedStream(LIMIT, false);

    stream.feed(hex("89 05 48656c6c6f"));
    stream.feed(joined(hex("82 7e 0100"), counting(256)));
    stream.feed(joined(hex("82 7f 0000000000010000"), counting(65536)));

    assertThat(stream.events)
        .containsExactly(
            "ping 48656c6c6f",
            "binary " + hexOf(counting(256)),
            "binary " + hexOf(counting(65536)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 125, 126, 127, 65_535, 65_536, LIMIT})
  void reads_every_form_of_length(int length) {
    stream.feed(binary(counting(length)));

    assertThat(stream.events).containsExactly(("binary " + hexOf(counting(length))).strip());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, 0x80000000, 0x00FF00FF, 0x01020304})
  void unmasks_with_any_key(int mask) {
    byte[] payload = counting(300);

    stream.feed(RawFrame.frame(FINAL | BINARY, payload, mask, Length.SHORTEST));

    assertThat(stream.events).containsExactly("binary " + hexOf(payload));
  }

  @Test
  void reads_the_same_wherever_the_bytes_are_cut() {
    byte[] bytes = conversation();
    List<String> expected = new DecodedStream(SMALL).feed(bytes).events;
    assertThat(expected)
        .containsExactly(
            "binary " + hexOf(counting(3)),
            "ping " + hexOf(counting(4)),
            "pong",
            "binary " + hexOf(counting(130)) + hexOf(counting(9)),
            "text",
            "too large",
            "too large",
            "binary",
            "close 03e8627965");

    for (int cut = 0; cut <= bytes.length; cut++) {
      DecodedStream halves = new DecodedStream(SMALL);
      halves.feed(Arrays.copyOfRange(bytes, 0, cut));
      halves.feed(Arrays.copyOfRange(bytes, cut, bytes.length));
      assertThat(halves.events).as("cut at %d", cut).isEqualTo(expected);
      assertThat(halves.end().bytesHeld()).isZero();
    }
  }

  @Test
  void reads_the_same_byte_by_byte() {
    stream = new DecodedStream(SMALL);

    for (byte one : conversation()) {
      stream.feed(one);
    }

    assertThat(stream.events).isEqualTo(new DecodedStream(SMALL).feed(conversation()).events);
  }

  @Test
  void a_frame_in_small_pieces_is_not_copied_at_each() {
    byte[] bytes = binary(counting(LIMIT));
    stream.feed(Arrays.copyOfRange(bytes, 0, 1));

    // quadratic copying would move five gigabytes here
    for (int i = 1; i < bytes.length; i++) {
      stream.feed(bytes[i]);
    }

    assertThat(stream.events).containsExactly("binary " + hexOf(counting(LIMIT)));
    assertThat(stream.mostBytesHeld()).isLessThan(4L * LIMIT);
  }

  @Test
  void puts_fragments_together_around_control_frames() {
    stream.feed(masked(BINARY, hex("01")));
    stream.feed(masked(FINAL | PING, hex("aa")));
    stream.feed(masked(CONTINUATION));
    stream.feed(masked(CONTINUATION, hex("02")));
    stream.feed(masked(FINAL | PONG));
    stream.feed(masked(FINAL | CONTINUATION, hex("03")));
    stream.feed(binary(hex("04")));

    assertThat(stream.events).containsExactly("ping aa", "pong", "binary 010203", "binary 04");
  }

  @Test
  void an_empty_message_is_a_message() {
    stream.feed(binary());
    stream.feed(joined(masked(BINARY), masked(FINAL | CONTINUATION)));

    assertThat(stream.events).containsExactly("binary", "binary");
  }

  @Test
  void a_message_over_the_limit_is_reported_at_its_header_and_skipped() {
    stream.feed(announced(FINAL | BINARY, LIMIT + 1));
    assertThat(stream.events).containsExactly("too large");

    for (int i = 0; i <= LIMIT / 1000; i++) {
      stream.feed(new byte[Math.min(1000, LIMIT + 1 - i * 1000)]);
    }
    stream.feed(joined(binary(hex("01")), masked(FINAL | CLOSE)));

    assertThat(stream.events).containsExactly("too large", "binary 01", "close");
    assertThat(stream.mostBytesHeld()).isLessThan(2048);
  }

  @Test
  void fragments_over_the_limit_together_are_reported_once_and_skipped() {
    stream.feed(masked(BINARY, counting(LIMIT)));
    stream.feed(masked(CONTINUATION, hex("01")));
    stream.feed(masked(CONTINUATION, counting(LIMIT)));
    stream.feed(masked(FINAL | PING));
    stream.feed(announced(CONTINUATION, 2L * LIMIT));
    stream.feed(new byte[2 * LIMIT]);
    stream.feed(masked(FINAL | CONTINUATION, hex("02")));
    stream.feed(joined(binary(hex("03")), masked(FINAL | CLOSE)));

    assertThat(stream.events).containsExactly("too large", "ping", "binary 03", "close");
  }

  @Test
  void fragments_up_to_the_limit_are_a_message() {
    stream.feed(masked(BINARY, counting(LIMIT)));
    stream.feed(masked(FINAL | CONTINUATION));

    assertThat(stream.events).containsExactly("binary " + hexOf(counting(LIMIT)));
  }

  @Test
  void each_message_over_the_limit_is_reported() {
    stream.feed(masked(FINAL | BINARY, counting(LIMIT + 1)));
    stream.feed(masked(FINAL | BINARY, counting(LIMIT + 1)));

    assertThat(stream.events).containsExactly("too large", "too large");
  }

  @Test
  void a_message_of_the_greatest_length_is_too_large() {
    stream.feed(announced(FINAL | BINARY, Long.MAX_VALUE));
    stream.feed(counting(5000));

    assertThat(stream.events).containsExactly("too large");
    assertThat(stream.bytesHeld()).isZero();
  }

  @Test
  void a_text_message_is_reported_once_and_skipped() {
    stream.feed(masked(FINAL | TEXT, counting(200)));
    stream.feed(joined(masked(TEXT, hex("ff")), masked(FINAL | PONG), masked(CONTINUATION)));
    stream.feed(joined(masked(FINAL | CONTINUATION, counting(70_000)), binary(hex("01"))));
    stream.feed(masked(FINAL | TEXT, counting(2 * LIMIT)));

    assertThat(stream.events).containsExactly("text", "text", "pong", "binary 01", "text");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
  void a_reserved_bit_is_malformed(int bit) {
    stream.feed(masked(FINAL | bit | BINARY));

    assertThat(stream.events).containsExactly("malformed");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF})
  void a_reserved_opcode_is_malformed(int code) {
    stream.feed(masked(FINAL | code));

    assertThat(stream.events).containsExactly("malformed");
  }

  @ParameterizedTest
  @ValueSource(ints = {BINARY, TEXT, PING, CLOSE})
  void an_unmasked_frame_of_a_client_is_malformed(int code) {
    stream.feed(unmasked(FINAL | code, hex("03e8")));

    assertThat(stream.events).containsExactly("malformed");
  }

  @Test
  void a_masked_frame_of_a_server_is_malformed() {
    stream = new DecodedStream(LIMIT, false);

    stream.feed(binary(hex("01")));

    assertThat(stream.events).containsExactly("malformed");
  }

  @Test
  void a_length_not_in_its_shortest_form_is_malformed() {
    for (int length : List.of(0, 125)) {
      DecodedStream longer = new DecodedStream(LIMIT);
      longer.feed(RawFrame.frame(FINAL | BINARY, counting(length), 7, Length.SIXTEEN_BITS));
      assertThat(longer.events).containsExactly("malformed");
    }
    for (int length : List.of(0, 126, 65_535)) {
      DecodedStream longer = new DecodedStream(LIMIT);
      longer.feed(RawFrame.frame(FINAL | BINARY, counting(length), 7, Length.SIXTY_FOUR_BITS));
      assertThat(longer.events).containsExactly("malformed");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void a_length_with_its_highest_bit_is_malformed(long length) {
    stream.feed(announced(FINAL | BINARY, length));

    assertThat(stream.events).containsExactly("malformed");
  }

  @Test
  void a_continuation_of_nothing_is_malformed() {
    stream.feed(masked(FINAL | CONTINUATION, hex("01")));

    assertThat(stream.events).containsExactly("malformed");
  }

  @ParameterizedTest
  @ValueSource(ints = {BINARY, TEXT, FINAL | BINARY})
  void a_message_within_a_message_is_malformed(int first) {
    stream.feed(masked(BINARY, hex("01")));
    stream.feed(masked(first, hex("02")));

    assertThat(stream.events).containsExactly("malformed");
  }

  @Test
  void a_message_within_a_skipped_message_is_malformed() {
    stream.feed(masked(TEXT, hex("01")));
    stream.feed(binary(hex("02")));

    assertThat(stream.events).containsExactly("text", "malformed");
  }

  @ParameterizedTest
  @ValueSource(ints = {PING, PONG, CLOSE})
  void a_control_frame_is_whole_and_short(int code) {
    DecodedStream fragmented = new DecodedStream(LIMIT).feed(masked(code, hex("03e8")));
    DecodedStream longest = new DecodedStream(LIMIT).feed(announced(FINAL | code, 126));
    DecodedStream huge = new DecodedStream(LIMIT).feed(announced(FINAL | code, 1L << 40));

    assertThat(fragmented.events).containsExactly("malformed");
    assertThat(longest.events).containsExactly("malformed");
    assertThat(huge.events).containsExactly("malformed");
  }

  @Test
  void a_control_frame_of_the_greatest_length_is_read() {
    stream.feed(masked(FINAL | PING, counting(125)));

    assertThat(stream.events).containsExactly("ping " + hexOf(counting(125)));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1011, 1012, 1014, 3000, 3999, 4000, 4999})
  void a_close_frame_with_a_code_that_may_be_sent_is_read(int code) {
    stream.feed(masked(FINAL | CLOSE, closeBody(code, "")));

    assertThat(stream.events).containsExactly("close %04x".formatted(code));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 32_768, 65_535})
  void a_close_frame_with_a_code_that_may_not_be_sent_is_malformed(int code) {
    stream.feed(masked(FINAL | CLOSE, closeBody(code, "")));

    assertThat(stream.events).containsExactly("malformed");
  }

  @Test
  void a_close_frame_with_half_a_code_is_malformed() {
    stream.feed(masked(FINAL | CLOSE, hex("03")));

    assertThat(stream.events).containsExactly("malformed");
  }

  @Test
  void a_close_reason_is_utf_8() {
    DecodedStream good = new DecodedStream(LIMIT);
    good.feed(masked(FINAL | CLOSE, closeBody(1000, "tschüß")));
    stream.feed(masked(FINAL | CLOSE, hex("03e8 c328")));

    assertThat(good.events)
        .containsExactly("close 03e8" + hexOf("tschüß".getBytes(StandardCharsets.UTF_8)));
    assertThat(stream.events).containsExactly("malformed");
  }

  @Test
  void nothing_is_read_after_a_close_frame() {
    stream.feed(joined(masked(BINARY, hex("01")), masked(FINAL | CLOSE)));
    stream.feed(masked(FINAL | CONTINUATION, hex("02")));
    stream.feed(joined(masked(FINAL | CLOSE), hex("ffffffff")));

    assertThat(stream.events).containsExactly("close");
  }

  @Test
  void nothing_is_read_after_a_malformed_frame() {
    stream.feed(joined(binary(hex("01")), hex("ff ff 00"), binary(hex("02"))));
    stream.feed(binary(hex("03")));
    stream.feed(masked(FINAL | CLOSE));

    assertThat(stream.events).containsExactly("binary 01", "malformed");
    assertThat(stream.bytesHeld()).isZero();
  }

  @Test
  void a_connection_that_ends_within_a_frame_holds_nothing() {
    stream.feed(masked(BINARY, counting(5000)));
    stream.feed(Arrays.copyOf(masked(CONTINUATION, counting(5000)), 3000));
    assertThat(stream.bytesHeld()).isPositive();

    stream.end();

    assertThat(stream.bytesHeld()).isZero();
  }

  /** Every kind of frame, small enough to be cut everywhere. */
  private static byte[] conversation() {
    return joined(
        binary(counting(3)),
        masked(FINAL | PING, counting(4)),
        masked(BINARY, counting(130)),
        masked(FINAL | PONG),
        masked(FINAL | CONTINUATION, counting(9)),
        masked(FINAL | TEXT, counting(140)),
        masked(FINAL | BINARY, counting(SMALL + 1)),
        masked(BINARY, counting(150)),
        masked(CONTINUATION, counting(60)),
        masked(FINAL | CONTINUATION, counting(60)),
        binary(),
        masked(FINAL | CLOSE, closeBody(1000, "bye")));
  }

  private static String hexOf(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
