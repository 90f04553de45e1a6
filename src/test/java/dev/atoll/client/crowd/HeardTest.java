package dev.atoll.client.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeardTest {
  @Test
  void all_from_the_first_that_must_come_on_are_expected() {
    Heard heard = new Heard(1);

    assertThat(heard.receive(1)).isZero();
    assertThat(heard.receive(2)).isZero();
    assertThat(heard.receive(5)).isEqualTo(2);
    assertThat(heard.receive(6)).isZero();
  }

  @Test
  void the_first_heard_may_be_later_than_the_first_that_must_come_only_with_loss() {
    assertThat(new Heard(1).receive(3)).isEqualTo(2);
    assertThat(new Heard(3).receive(3)).isZero();
  }

  @Test
  void what_comes_before_it_must_makes_the_next_ones_expected() {
    Heard heard = new Heard(10);

    assertThat(heard.receive(5)).isZero();
    assertThat(heard.receive(8)).isEqualTo(2);
  }

  @Test
  void an_older_one_or_the_same_again_is_out_of_order() {
    Heard heard = new Heard(1);
    heard.receive(1);
    heard.receive(3);

    assertThat(heard.receive(2)).isEqualTo(Heard.OUT_OF_ORDER);
    assertThat(heard.receive(3)).isEqualTo(Heard.OUT_OF_ORDER);
    assertThat(heard.receive(4)).isZero();
  }

  @Test
  void what_was_given_up_is_counted_once_and_late_when_it_comes() {
    Heard heard = new Heard(1);
    heard.receive(1);

    assertThat(heard.giveUp(3)).isEqualTo(2);
    assertThat(heard.giveUp(3)).isZero();
    assertThat(heard.receive(2)).isEqualTo(Heard.LATE);
    assertThat(heard.receive(3)).isEqualTo(Heard.LATE);
    assertThat(heard.receive(3)).isEqualTo(Heard.OUT_OF_ORDER);
    assertThat(heard.receive(4)).isZero();
  }

  @Test
  void one_from_whom_nothing_ever_came_is_given_up_as_well() {
    Heard heard = new Heard(1);

    assertThat(heard.giveUp(2)).isEqualTo(2);
    assertThat(heard.receive(1)).isEqualTo(Heard.LATE);
    assertThat(heard.receive(4)).isEqualTo(1);
  }

  @Test
  void what_was_given_up_in_several_turns_is_late_when_it_comes() {
    Heard heard = new Heard(1);

    assertThat(heard.giveUp(5)).isEqualTo(5);
    assertThat(heard.giveUp(10)).isEqualTo(5);
    for (int sequence = 1; sequence <= 10; sequence++) {
      assertThat(heard.receive(sequence)).isEqualTo(Heard.LATE);
    }
    assertThat(heard.receive(10)).isEqualTo(Heard.OUT_OF_ORDER);
    assertThat(heard.receive(11)).isZero();
  }

  @Test
  void what_was_given_up_after_others_came_is_late_and_what_came_before_it_out_of_order() {
    Heard heard = new Heard(1);
    heard.receive(1);
    heard.giveUp(3);
    heard.giveUp(5);

    assertThat(heard.receive(4)).isEqualTo(Heard.LATE);
    assertThat(heard.receive(2)).isEqualTo(Heard.OUT_OF_ORDER);
    assertThat(heard.receive(6)).isZero();
  }

  @Test
  void giving_up_what_came_counts_nothing() {
    Heard heard = new Heard(1);
    heard.receive(1);
    heard.receive(2);

    assertThat(heard.giveUp(2)).isZero();
    assertThat(heard.receive(2)).isEqualTo(Heard.OUT_OF_ORDER);
  }

  @Test
  void nothing_before_the_first_that_was_said_here_had_to_come() {
    Heard heard = new Heard(1);

    heard.begin(8);

    assertThat(heard.receive(8)).isZero();
    assertThat(heard.receive(10)).isEqualTo(1);
  }
}
