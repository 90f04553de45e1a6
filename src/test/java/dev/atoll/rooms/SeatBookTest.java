package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeatBookTest {
  private final Map<String, Set<String>> inside = new HashMap<>();
  private long nanos;
  private int highest;

  private final SeatBook book = new SeatBook(
      new SeatBook.Rooms() {
        @Override
        public int size() {
          return 2;
        }

        @Override
        public int others(String room, String address) {
          Set<String> all = new HashSet<>(inside.getOrDefault(room, Set.of()));
          all.remove(address);
          return all.size();
        }

        @Override
        public int highestAlias(String room) {
          return highest;
        }
      },
      () -> nanos,
      bound -> 10);

  @Test
  void seats_that_are_held_count_until_they_are_taken_or_ten_seconds_have_passed() {
    assertThat(book.hold("r", "1", "b")).isPositive();
    assertThat(book.hold("r", "2", "c")).isPositive();
    assertThat(book.hold("r", "3", "b")).isEqualTo(SeatBook.FULL);
    assertThat(book.take("r", "3")).isEqualTo(SeatBook.FULL);
    assertThat(book.hold("r", "2", "c")).as("the same once more").isPositive();
    assertThat(book.hold("other", "3", "b")).isPositive();

    nanos = SeatBook.HELD_NANOS - 1;
    assertThat(book.take("r", "3")).isEqualTo(SeatBook.FULL);
    nanos++;
    assertThat(book.take("r", "3")).isPositive();
  }

  @Test
  void a_seat_is_given_back_by_its_alias_and_no_later_one_of_the_same_peer() {
    int first = book.hold("r", "1", "b");
    int second = book.hold("r", "1", "b");
    book.hold("r", "2", "b");

    book.free("r", "1", "b", first);
    assertThat(book.take("r", "3")).isEqualTo(SeatBook.FULL);
    book.free("r", "1", "b", second);

    assertThat(book.take("r", "3")).isPositive();
  }

  @Test
  void a_seat_is_not_counted_twice_when_its_peer_came_in() {
    book.hold("r", "1", "b");
    inside.put("r", Set.of("1"));
    book.free("r", "1", "b");

    assertThat(book.take("r", "2")).isPositive();
    inside.put("r", Set.of("1", "2"));
    assertThat(book.take("r", "3")).isEqualTo(SeatBook.FULL);
    assertThat(book.take("r", "2")).as("who is inside may come again").isPositive();
  }

  @Test
  void a_room_over_its_size_takes_nobody_until_it_is_below() {
    inside.put("r", Set.of("1", "2", "3"));

    assertThat(book.take("r", "4")).isEqualTo(SeatBook.FULL);
    assertThat(book.take("r", "1")).isEqualTo(SeatBook.FULL);
    inside.put("r", Set.of("1"));
    assertThat(book.take("r", "4")).isPositive();
  }

  @Test
  void seats_of_a_node_that_is_lost_are_free() {
    book.hold("r", "1", "b");
    book.hold("r", "2", "b");

    book.lost("b");

    assertThat(book.hold("r", "3", "c")).isPositive();
    assertThat(book.hold("r", "4", "c")).isPositive();
  }

  @Test
  void aliases_begin_above_all_that_are_known_and_a_gap_and_go_on_from_there() {
    highest = 500;

    assertThat(book.take("r", "1")).isEqualTo(511);
    assertThat(book.hold("r", "2", "b")).isEqualTo(512);
    highest = 9000;
    assertThat(book.take("r", "2")).isEqualTo(513);
    book.forget(room -> false);
    assertThat(book.take("r", "2")).as("an owner anew").isEqualTo(9011);
    highest = SeatBook.HIGHEST;
    assertThat(book.take("s", "2")).isEqualTo(11);
  }
}
