package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.Secret;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a stranger sends is cut into frames however it comes, or refused in one way; and it is believed nothing. */
class LinkFuzzTest {
  private static final ClusterSecret SECRET =
      new ClusterSecret(new Secret("the secret of these nodes"), "atoll");
  private static final int LONGEST = 1000;

  @Property(tries = 500)
  void frames_are_read_however_they_are_cut(@ForAll long seed) {
    Random random = new Random(seed);
    Buffer stream = Buffer.buffer();
    List<String> expected = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      byte[] frame = new byte[random.nextInt(LONGEST + 1)];
      random.nextBytes(frame);
      expected.add(text(frame));
      stream.appendBuffer(LinkFrames.framed(frame));
    }
    List<String> read = new ArrayList<>();

    feed(new LinkFrames(LONGEST, frame -> read.add(text(frame))), stream, random);

    assertThat(read).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void whatever_bytes_are_frames_or_a_fault(
      @ForAll @Size(max = 400) byte[] bytes, @ForAll long seed) {
    LinkFrames frames =
        new LinkFrames(LONGEST, frame -> assertThat(frame).hasSizeLessThanOrEqualTo(LONGEST));
    try {
      feed(frames, Buffer.buffer(bytes), new Random(seed));
    } catch (LinkFault refused) {
      assertThat(refused).hasMessage("MALFORMED");
    }
  }

  @Property(tries = 2000)
  void no_bytes_are_a_hello_and_a_proof(@ForAll byte[] hello, @ForAll byte[] proof) {
    LinkHandshake listener = new LinkHandshake(SECRET, "", "listener");

    assertThat(isBelieved(listener, hello, proof)).isFalse();
  }

  @Property(tries = 2000)
  void a_handshake_with_a_changed_byte_is_not_believed(
      @ForAll boolean inHello, @ForAll @IntRange(max = 1000) int at, @ForAll byte by) {
    LinkHandshake dialler = new LinkHandshake(SECRET, "listener", "dialler");
    LinkHandshake listener = new LinkHandshake(SECRET, "", "listener");
    byte[] hello = dialler.hello().clone();
    if (inHello) {
      hello[at % hello.length] ^= by;
    }
    try {
      listener.heardHello(hello);
      dialler.heardHello(listener.hello());
      byte[] proof = dialler.proof().clone();
      if (!inHello) {
        proof[at % proof.length] ^= by;
      }
      listener.heardProof(proof);
      assertThat(by).isZero();
    } catch (LinkFault refused) {
      assertThat(by).isNotZero();
    }
  }

  private static boolean isBelieved(LinkHandshake listener, byte[] hello, byte[] proof) {
    try {
      listener.heardHello(hello);
      listener.heardProof(proof);
      return true;
    } catch (LinkFault refused) {
      return false;
    }
  }

  private static void feed(LinkFrames frames, Buffer stream, Random random) {
    for (int from = 0; from < stream.length(); ) {
      int end = Math.min(stream.length(), from + 1 + random.nextInt(300));
      frames.handle(stream.getBuffer(from, end));
      from = end;
    }
  }

  private static String text(byte[] frame) {
    return new String(frame, StandardCharsets.ISO_8859_1);
  }
}
