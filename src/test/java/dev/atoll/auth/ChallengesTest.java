package dev.atoll.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChallengesTest {

  @Test
  void are_new_each_time_and_of_the_form_that_clients_take() {
    Challenges challenges = new Challenges();

    var made = Stream.generate(challenges::next).limit(10_000).collect(Collectors.toSet());

    assertThat(made).hasSize(10_000).allMatch(text -> text.matches("dcl-0\\.[0-9a-z]{8,25}"));
  }
}
