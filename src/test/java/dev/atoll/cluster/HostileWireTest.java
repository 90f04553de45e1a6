package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody between two nodes who changes what they say: it ends their link and is heard of in no other way. */
@Timeout(5 * Patience.SECONDS)
class HostileWireTest {
  private static final int ROUNDS = 5;

  private final Random random = new Random(11);
  private final Vertx vertx = Vertx.vertx();
  private final LinkNode near = new LinkNode(vertx, "near", 1 << 20);
  private final LinkNode far = new LinkNode(vertx, "far", 1 << 20);
  private final Wire wire = new Wire(vertx, near.port);
  private Buffer before = Buffer.buffer();
  private int said;

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_changed_bit_anywhere_ends_the_link() {
    endsEachTime(bytes -> {
      int at = random.nextInt(bytes.length());
      return bytes.copy().setByte(at, (byte) (bytes.getByte(at) ^ 1 << random.nextInt(8)));
    });
  }

  @Test
  void bytes_that_are_missing_end_the_link() {
    endsEachTime(bytes -> bytes.getBuffer(1 + random.nextInt(bytes.length() - 1), bytes.length()));
  }

  @Test
  void what_comes_twice_ends_the_link() {
    endsEachTime(bytes -> bytes.copy().appendBuffer(bytes));
  }

  @Test
  void what_was_said_on_an_earlier_link_ends_the_link() {
    endsEachTime(bytes -> {
      Buffer earlier = before.length() == 0 ? bytes.copy().appendBuffer(bytes) : before;
      before = bytes.copy();
      return earlier;
    });
  }

  /** One chunk of each link's, in whichever direction it goes. */
  private void endsEachTime(UnaryOperator<Buffer> change) {
    far.know(Map.of("near", wire.port));
    for (int round = 1; round <= ROUNDS; round++) {
      await().until(this::isLinked);
      long before = near.resets() + far.resets();
      wire.change(once(change));
      await().until(() -> {
        say();
        return near.resets() + far.resets() > before;
      });
    }

    wire.change(UnaryOperator.identity());
    await().until(this::isLinked);
    await().until(() -> {
      say();
      return near.heard.contains("far m " + said) && far.heard.contains("near m " + said);
    });
    assertInOrderAndOnce(near.heard);
    assertInOrderAndOnce(far.heard);
  }

  private boolean isLinked() {
    return !near.place("far").isEmpty() && !far.place("near").isEmpty();
  }

  private UnaryOperator<Buffer> once(UnaryOperator<Buffer> change) {
    return new UnaryOperator<>() {
      private boolean done;

      @Override
      public synchronized Buffer apply(Buffer bytes) {
        if (done || bytes.length() < 2) {
          return bytes;
        }
        done = true;
        return change.apply(bytes);
      }
    };
  }

  private void say() {
    said++;
    near.sayIfLinked("far", "m", said);
    far.sayIfLinked("near", "m", said);
  }

  private static void assertInOrderAndOnce(List<String> heard) {
    List<Integer> numbers = heard.stream()
        .map(each -> Integer.parseInt(each.substring(each.lastIndexOf(' ') + 1)))
        .collect(Collectors.toList());
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }
}
