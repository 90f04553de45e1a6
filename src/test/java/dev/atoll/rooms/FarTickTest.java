package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.SpanTick;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FarTickTest {
  private static final Dialects DIALECTS = new Dialects();

  static SpanTick tick(String room, int alias, String... words) {
    List<SpanTick> parts = new ArrayList<>();
    OutgoingTick tick = new OutgoingTick(DIALECTS.today(), UnpooledByteBufAllocator.DEFAULT);
    for (String word : words) {
      Said said = new Said();
      said.set(ByteString.copyFromUtf8(word));
      tick.add(said, new Speaker(alias, RoomsRig.address(alias)));
    }
    tick.tell(room, (part, mayGo) -> parts.add(part));
    return parts.get(0);
  }

  @Test
  void frames_of_known_senders_are_taken_and_others_left_out() {
    SpanTick mixed = tick("r", 1, "one").toBuilder()
        .mergeFrom(tick("r", 2, "two"))
        .setFrames(frames(tick("r", 1, "one"), tick("r", 2, "two"), tick("r", 1, "three")))
        .addLengths(tick("r", 1, "three").getLengths(0))
        .addSenders(1)
        .setKinds(ByteString.copyFrom(new byte[3]))
        .build();

    FarTick taken = FarTick.of(mixed, alias -> alias == 1);

    assertThat(taken.count()).isEqualTo(2);
    assertThat(hex(taken)).isEqualTo(hex(tick("r", 1, "one", "three")));
    assertThat(FarTick.of(mixed, alias -> true).count()).isEqualTo(3);
    assertThat(FarTick.of(mixed, alias -> false).isEmpty()).isTrue();
  }

  @Test
  void parts_of_unreliable_words_may_get_lost_and_there_are_few_parts() {
    List<Boolean> may = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    OutgoingTick tick = new OutgoingTick(DIALECTS.today(), UnpooledByteBufAllocator.DEFAULT);
    for (int word = 0; word < 20; word++) {
      Said said = new Said();
      said.set(ByteString.copyFromUtf8("word"));
      said.markUnreliable(word < 2 || word % 2 == 0);
      tick.add(said, new Speaker(1, RoomsRig.address(1)));
    }

    tick.tell("r", (part, mayGo) -> {
      may.add(mayGo);
      counts.add(part.getLengthsCount());
    });

    assertThat(may).hasSize(16).startsWith(true, false, true, false).endsWith(true, false);
    assertThat(counts).hasSize(16).startsWith(3, 1, 1).endsWith(1, 3);
    assertThat(tick.bytes()).isZero();
  }

  @Test
  void what_is_no_tick_is_refused() {
    SpanTick sound = tick("r", 1, "one", "two");
    for (SpanTick wrong : List.of(
        sound.toBuilder().clearKinds().build(),
        sound.toBuilder().addSenders(1).build(),
        sound.toBuilder().setLengths(0, 1).build(),
        sound.toBuilder().setLengths(0, -1).build(),
        sound.toBuilder().setKinds(ByteString.copyFrom(new byte[] {15, 0})).build(),
        sound.toBuilder()
            .setFrames(sound.getFrames().concat(ByteString.copyFrom(new byte[1])))
            .build(),
        sound.toBuilder()
            .setFrames(ByteString.copyFrom(new byte[sound.getFrames().size()]))
            .build(),
        SpanTick.newBuilder().setFrames(ByteString.copyFrom(new byte[1 << 20])).build())) {
      assertThatThrownBy(() -> FarTick.of(wrong, alias -> true))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property(tries = 1000)
  void a_changed_tick_is_whole_frames_or_refused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes =
        tick("r", 1, "a".repeat(random.nextInt(300)), "b".repeat(70_000), "c").toByteArray();
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(20);
      bytes[at] = (byte) random.nextInt(256);
    }
    try {
      FarTick taken = FarTick.of(SpanTick.parseFrom(bytes), alias -> random.nextInt(4) > 0);
      for (int i = 0; i < taken.count(); i++) {
        assertThat(taken.bodyStart(i)).isLessThanOrEqualTo(taken.end(i));
      }
      assertThat(taken.bytes()).isEqualTo(taken.count() == 0 ? 0 : taken.end(taken.count() - 1));
    } catch (IllegalArgumentException | InvalidProtocolBufferException no) {
      assertThat(no).isNotNull();
    }
  }

  private static ByteString frames(SpanTick... ticks) {
    ByteString all = ByteString.EMPTY;
    for (SpanTick each : ticks) {
      all = all.concat(each.getFrames());
    }
    return all;
  }

  private static String hex(FarTick tick) {
    ByteBuf frames = tick.frames();
    return ByteBufUtil.hexDump(frames, 0, tick.bytes());
  }

  private static String hex(SpanTick tick) {
    return ByteBufUtil.hexDump(tick.getFrames().toByteArray());
  }
}
