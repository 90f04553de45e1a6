package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.session.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox(100);
  private final Reader reader = new Reader();

  /** Takes as many messages as it has room for. */
  private static final class Reader implements Outlet {
    private final List<String> read = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    @Override
    public boolean isWritable() {
      return room > 0;
    }

    @Override
    public void write(long sequence, byte[] message) {
      room--;
      read.add(sequence + " " + new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void flush() {}

    @Override
    public void close(CloseReason reason) {}
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void add(String... texts) {
    for (String each : texts) {
      outbox.add(bytes(each));
    }
  }

  private static byte[] large() {
    return new byte[40];
  }

  @Test
  void messages_go_out_in_their_order_and_those_with_a_sequence_count() {
    add("a");
    outbox.addPassing(bytes("answer"));
    add("b");

    outbox.pump(reader);

    assertThat(reader.read).containsExactly("1 a", "0 answer", "2 b");
    assertThat(outbox.lastSequence()).isEqualTo(2);
  }

  @Test
  void what_was_written_is_written_again_to_who_comes_back() {
    add("a", "b", "c");
    outbox.pump(reader);
    outbox.detach();
    add("d");
    reader.read.clear();

    assertThat(outbox.resume(1)).isTrue();
    outbox.pump(reader);

    assertThat(reader.read).containsExactly("2 b", "3 c", "4 d");
  }

  @Test
  void who_has_all_is_told_nothing_twice() {
    add("a", "b");
    outbox.pump(reader);
    outbox.detach();
    reader.read.clear();

    assertThat(outbox.resume(2)).isTrue();
    outbox.pump(reader);

    assertThat(reader.read).isEmpty();
  }

  @Test
  void answers_and_positions_are_for_the_connection_that_they_were_made_on() {
    outbox.addPassing(bytes("answer"));
    outbox.putNewest("position", bytes("here"));
    add("a");
    outbox.detach();

    assertThat(outbox.resume(0)).isTrue();
    outbox.pump(reader);

    assertThat(reader.read).containsExactly("1 a");
  }

  @Test
  void a_position_takes_the_place_of_the_one_before_and_waits_behind_the_rest() {
    reader.room = 0;
    outbox.putNewest("alice", bytes("1"));
    outbox.putNewest("bob", bytes("2"));
    outbox.putNewest("alice", bytes("3"));
    add("a");
    outbox.pump(reader);

    reader.room = 10;
    outbox.pump(reader);

    assertThat(reader.read).containsExactly("1 a", "0 3", "0 2");
  }

  @Test
  void positions_of_who_left_are_forgotten() {
    outbox.putNewest("#1 x.peer.alice.position", bytes("1"));
    outbox.putNewest("#1 x.peer.bob.position", bytes("2"));

    outbox.forgetNewest(".peer.alice.");
    outbox.pump(reader);

    assertThat(reader.read).containsExactly("0 2");
  }

  @Test
  void positions_have_a_bound_too() {
    for (int i = 0; i < 100; i++) {
      outbox.putNewest("peer " + i, bytes("1234567890"));
    }
    outbox.pump(reader);

    assertThat(reader.read).hasSize(2);
  }

  @Test
  void at_the_bound_what_was_written_goes_first_and_harms_nobody_who_reads() {
    outbox.add(large());
    outbox.add(large());
    outbox.pump(reader);
    outbox.add(large());

    assertThat(outbox.isOverflown()).isFalse();
    outbox.pump(reader);
    outbox.detach();
    assertThat(outbox.resume(0)).isFalse();
  }

  @Test
  void who_has_what_is_gone_can_go_on() {
    outbox.add(large());
    outbox.add(large());
    outbox.pump(reader);
    outbox.add(large());
    outbox.detach();
    reader.read.clear();

    assertThat(outbox.resume(1)).isTrue();
    outbox.pump(reader);

    assertThat(reader.read).extracting(each -> each.charAt(0)).containsExactly('2', '3');
  }

  @Test
  void what_cannot_wait_is_told_to_be_lost_and_all_begins_anew() {
    outbox.add(large());
    outbox.add(large());
    outbox.add(large());

    assertThat(outbox.isOverflown()).isTrue();
    assertThat(outbox.resume(0)).isFalse();
    add("fresh");
    outbox.pump(reader);
    assertThat(reader.read).containsExactly("4 fresh");
    outbox.detach();
    assertThat(outbox.resume(3)).isTrue();
  }

  @Test
  void a_sequence_that_never_was_is_no_place_to_go_on() {
    add("a");

    assertThat(outbox.resume(2)).isFalse();
    assertThat(outbox.resume(-1)).isFalse();
  }
}
