package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final String PEER = "0x" + "a".repeat(40);
  private final Copies copies = new Copies();

  @Test
  void an_event_in_two_forms_is_delivered_once_whichever_comes_first() {
    assertThat(delivered(Form.HEARTBEAT, "x", 0)).isTrue();
    assertThat(delivered(Form.HEARTBEAT_2023, "x", 0)).isFalse();
    assertThat(delivered(Form.HEARTBEAT_2023, "y", 0)).isTrue();
    assertThat(delivered(Form.HEARTBEAT, "y", 0)).isFalse();
  }

  @Test
  void equal_messages_in_one_form_are_all_delivered() {
    for (int i = 0; i < 100; i++) {
      assertThat(delivered(Form.HEARTBEAT_2023, "still", i)).isTrue();
    }
  }

  @Test
  void equal_messages_told_twice_in_two_forms_are_delivered_twice() {
    assertThat(delivered(Form.TOPIC, "hey", 0)).isTrue();
    assertThat(delivered(Form.TOPIC, "hey", 0)).isTrue();
    assertThat(delivered(Form.TOPIC_AGAIN, "hey", 0)).isFalse();
    assertThat(delivered(Form.TOPIC_AGAIN, "hey", 0)).isFalse();
    assertThat(delivered(Form.TOPIC_AGAIN, "hey", 0)).isTrue();
  }

  @Test
  void three_forms_of_an_event_are_one() {
    assertThat(delivered(Form.ISLAND_CHANGED_2023, "i", 0)).isTrue();
    assertThat(delivered(Form.ISLAND_CHANGED_2022, "i", 1)).isFalse();
    assertThat(delivered(Form.ISLAND_CHANGED, "i", 2)).isFalse();
  }

  @Test
  void a_form_that_comes_late_is_an_event_of_its_own() {
    assertThat(delivered(Form.HEARTBEAT, "x", 0)).isTrue();
    assertThat(delivered(Form.HEARTBEAT_2023, "x", 2_001)).isTrue();
  }

  @Test
  void a_service_that_takes_over_in_another_form_is_heard() {
    for (int second = 0; second < 5; second++) {
      delivered(Form.HEARTBEAT_2023, "still", second * 1000);
    }

    int heard = 0;
    for (int second = 5; second < 15; second++) {
      heard += delivered(Form.HEARTBEAT, "still", second * 1000) ? 1 : 0;
    }

    assertThat(heard).isGreaterThanOrEqualTo(7);
  }

  @Test
  void a_flood_of_equal_messages_costs_no_more_than_another() {
    long start = System.nanoTime();
    for (int i = 0; i < 300_000; i++) {
      delivered(Form.HEARTBEAT_2023, "still", 0);
    }

    // each looked at all those before it once, which took minutes
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Patience.TIME);
  }

  /** As the class says it: a copy is one of which an equal one was delivered that this form was not heard for. */
  @Property
  void it_is_a_copy_exactly_when_one_was_delivered_without_this_form(
      @ForAll @Size(max = 60) List<@IntRange(max = 2) Integer> forms) {
    Copies fresh = new Copies();
    Deque<Delivered> delivered = new ArrayDeque<>();
    for (int i = 0; i < forms.size(); i++) {
      Form form = Form.values()[forms.get(i)];
      long millis = 100L * i;
      delivered.removeIf(each -> millis - each.millis() > 2_000);
      Optional<Delivered> without =
          delivered.stream().filter(each -> !each.forms().contains(form)).findFirst();
      without.ifPresentOrElse(
          each -> each.forms().add(form),
          () -> delivered.add(new Delivered(millis, EnumSet.of(form))));

      assertThat(fresh.isCopy(event(form, "x"), TimeUnit.MILLISECONDS.toNanos(millis)))
          .isEqualTo(without.isPresent());
    }
  }

  private record Delivered(long millis, Set<Form> forms) {}

  @Test
  void what_is_remembered_is_bounded_and_forgotten() {
    for (int i = 0; i < 100_000; i++) {
      delivered(Form.TOPIC, "m" + i, 0);
    }
    assertThat(copies.size()).isEqualTo(65_536);

    delivered(Form.TOPIC, "last", 10_000);
    assertThat(copies.size()).isEqualTo(1);
  }

  private boolean delivered(Form form, String text, long millis) {
    return !copies.isCopy(event(form, text), TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static Event event(Form form, String text) {
    Payload payload = Payload.of(ByteString.copyFromUtf8(text));
    return new Event(form, PEER, new Message(Subjects.heartbeat(PEER), payload));
  }
}
