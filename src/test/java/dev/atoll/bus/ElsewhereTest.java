package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Bus.Elsewhere;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is heard here for somebody elsewhere. */
class ElsewhereTest extends BusRig {
  private final LocalBus bus = new LocalBus();

  @Override
  Bus near() {
    return bus;
  }

  @Test
  void each_message_is_heard_once_however_many_patterns_match() {
    Elsewhere other = elsewhere();
    on(home, () -> {
      List.of("a.b", "a.*", "*.b", "a.>", ">").forEach(each -> other.begins(Pattern.of(each)));
      return null;
    });
    Message again = message("a.b");

    publish(home, again);
    publish(home, again);
    publish(worker, "a.b", "c");

    heardIs(List.of("a.b", "a.b", "a.b", "c"));
  }

  @Test
  void two_who_are_elsewhere_hear_each_message_both() {
    Elsewhere one = elsewhere();
    Elsewhere other = elsewhere();
    on(home, () -> {
      List.of(one, other).forEach(each -> {
        each.begins(Pattern.of("a"));
        each.begins(Pattern.of("*"));
      });
      return null;
    });

    publish(home, "a");

    heardIs(List.of("a", "a"));
  }

  @Test
  void it_counts_as_audience_and_is_asked_of_nobody() {
    List<String> told = new ArrayList<>();
    bus.watch(new Interest() {
      @Override
      public Future<Void> begins(Pattern pattern) {
        told.add(pattern.name());
        return Future.succeededFuture();
      }

      @Override
      public void ends(Pattern pattern) {
        told.add(pattern.name());
      }
    });
    Bus.Audience audience = bus.audience(Pattern.of("a.*"));
    Elsewhere other = elsewhere();
    assertThat(audience.isThere()).isFalse();

    other.begins(Pattern.of("a.b"));

    assertThat(audience.isThere()).isTrue();
    other.ends(Pattern.of("a.b"));
    assertThat(audience.isThere()).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void nothing_is_left_of_one_that_is_gone() {
    Elsewhere other = elsewhere();
    other.begins(Pattern.of("a"));
    other.begins(Pattern.of("b.>"));
    other.ends(Pattern.of("never.begun"));
    assertThat(other.size()).isEqualTo(2);

    other.cancel();

    publish(home, "a", "b.c");
    assertThat(bus.isEmpty()).isTrue();
    assertThat(heard).isEmpty();
  }

  private Elsewhere elsewhere() {
    return on(home, () -> bus.elsewhere(message -> heard.add(message.subject().name())));
  }
}
