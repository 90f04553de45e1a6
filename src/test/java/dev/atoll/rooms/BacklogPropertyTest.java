package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.protocol.Rfc4Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a list that does the same the slow way. */
class BacklogPropertyTest {
  /** One thing that happens: a frame comes, or some are taken. */
  record Step(boolean take, int sender, int kind, int length) {}

  record Frame(int number, int sender, int kind, int length) {}

  @Property(tries = 500)
  void it_keeps_all_but_superseded_frames_in_their_order(@ForAll("steps") List<Step> steps) {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    Backlog backlog = new Backlog(allocator);
    List<Frame> model = new ArrayList<>();
    List<ByteBuf> underWay = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    int number = 0;

    for (Step step : steps) {
      if (step.take()) {
        ByteBuf taken = backlog.next();
        take(model, taken.readableBytes(), expected);
        underWay.add(taken);
      } else {
        Frame frame = new Frame(number++, step.sender(), step.kind(), step.length());
        boolean superseded = frame.kind() > 0
            && model.removeIf(
                older -> older.sender() == frame.sender() && older.kind() == frame.kind());
        model.add(frame);
        assertThat(add(backlog, allocator, frame)).isEqualTo(superseded);
      }
      assertThat(backlog.frames()).isEqualTo(model.size());
      assertThat(backlog.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(backlog.bytes())
          .isEqualTo(model.stream().mapToInt(Frame::length).sum());
    }

    for (int i = 0; i < underWay.size(); i++) {
      byte[] bytes = new byte[underWay.get(i).readableBytes()];
      underWay.get(i).readBytes(bytes).release();
      assertThat(bytes).isEqualTo(expected.get(i));
    }
    backlog.clear();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(backlog.isEmpty()).isTrue();
  }

  /** What was taken has to be a run from the front of the model. */
  private static void take(List<Frame> model, int bytes, List<byte[]> expected) {
    byte[] run = new byte[bytes];
    int at = 0;
    while (at < bytes) {
      Frame frame = model.remove(0);
      System.arraycopy(content(frame), 0, run, at, frame.length());
      at += frame.length();
    }
    expected.add(run);
    if (bytes == 0) {
      assertThat(model).isEmpty();
    }
  }

  private static byte[] content(Frame frame) {
    byte[] bytes = new byte[frame.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (31 * frame.number() + i);
    }
    return bytes;
  }

  private static boolean add(Backlog backlog, UnpooledByteBufAllocator allocator, Frame frame) {
    Tick tick = new Tick(allocator);
    tick.out().writeBytes(new byte[] {1, 2, 3});
    tick.added(Tick.ROOM, Rfc4Kind.UNKNOWN);
    tick.out().writeBytes(content(frame));
    tick.added(frame.sender(), frame.kind());
    boolean superseded = backlog.add(tick, 1);
    tick.clear();
    return superseded;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(9, Arbitraries.integers().between(1, 300)),
        net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(20_000, 70_000)));
    return Combinators.combine(
            Arbitraries.integers().between(0, 5).map(roll -> roll == 0),
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(0, 3),
            lengths)
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }
}
