package dev.atoll.protocol;

import static dev.atoll.protocol.RawFrame.BINARY;
import static dev.atoll.protocol.RawFrame.CONTINUATION;
import static dev.atoll.protocol.RawFrame.FINAL;
import static dev.atoll.protocol.RawFrame.PING;
import static dev.atoll.protocol.RawFrame.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.protocol.RawFrame.Length;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameDecoderPropertyTest {
  private static final int LIMIT = 1000;

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void valid_streams_are_read_however_they_are_cut(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> expected = new ArrayList<>();
    byte[] bytes = validStream(random, expected);
    DecodedStream stream = new DecodedStream(LIMIT);

    feedInPieces(stream, bytes, random);

    assertThat(stream.events).isEqualTo(expected);
    assertThat(stream.end().bytesHeld()).isZero();
  }

  @Property(tries = 2000)
  void random_bytes_never_throw_nor_leak(@ForAll @Size(max = 400) byte[] bytes, @ForAll long seed) {
    DecodedStream stream = new DecodedStream(LIMIT);

    feedInPieces(stream, bytes, new Random(seed));

    assertThat(stream.end().bytesHeld()).isZero();
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void spoilt_streams_never_throw_nor_leak_and_hold_little(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int faults) {
    Random random = new Random(seed);
    byte[] bytes = validStream(random, new ArrayList<>());
    for (int i = 0; i < faults && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    DecodedStream stream = new DecodedStream(LIMIT);

    feedInPieces(stream, bytes, random);

    assertThat(stream.mostBytesHeld()).isLessThan(8 * LIMIT);
    assertThat(stream.events.stream().filter("malformed"::equals).count()).isLessThan(2);
    assertThat(stream.end().bytesHeld()).isZero();
  }

  private static void feedInPieces(DecodedStream stream, byte[] bytes, Random random) {
    int longest = 1 << random.nextInt(11);
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(longest));
      stream.feed(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
  }

  /** Messages whole and fragmented, text and too large ones, with pings in between; and what is to be heard of them. */
  private static byte[] validStream(Random random, List<String> expected) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int messages = random.nextInt(12); messages > 0; messages--) {
      boolean text = random.nextInt(8) == 0;
      byte[] message = new byte[size(random)];
      random.nextBytes(message);
      List<byte[]> fragments = fragments(message, random);
      int sofar = 0;
      boolean told = false;
      for (int i = 0; i < fragments.size(); i++) {
        byte[] fragment = fragments.get(i);
        sofar += fragment.length;
        int code = i > 0 ? CONTINUATION : text ? TEXT : BINARY;
        int last = i == fragments.size() - 1 ? FINAL : 0;
        bytes.writeBytes(RawFrame.frame(last | code, fragment, random.nextInt(), Length.SHORTEST));
        if (!told && (text || sofar > LIMIT)) {
          expected.add(text ? "text" : "too large");
          told = true;
        }
        if (last == 0 && random.nextInt(4) == 0) {
          bytes.writeBytes(RawFrame.masked(FINAL | PING, (byte) i));
          expected.add("ping " + HexFormat.of().toHexDigits((byte) i));
        }
      }
      if (!told) {
        expected.add(("binary " + HexFormat.of().formatHex(message)).strip());
      }
    }
    return bytes.toByteArray();
  }

  private static int size(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(8);
      case 1 -> 120 + random.nextInt(12);
      case 2 -> random.nextInt(LIMIT);
      default -> LIMIT - 2 + random.nextInt(5);
    };
  }

  private static List<byte[]> fragments(byte[] message, Random random) {
    List<byte[]> fragments = new ArrayList<>();
    int at = 0;
    while (random.nextInt(3) == 0) {
      int end = at + random.nextInt(message.length - at + 1);
      fragments.add(Arrays.copyOfRange(message, at, end));
      at = end;
    }
    fragments.add(Arrays.copyOfRange(message, at, message.length));
    return fragments;
  }
}
