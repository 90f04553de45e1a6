package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import java.util.concurrent.TimeUnit;
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
  void what_is_remembered_is_bounded_and_forgotten() {
    for (int i = 0; i < 100_000; i++) {
      delivered(Form.TOPIC, "m" + i, 0);
    }
    assertThat(copies.size()).isEqualTo(65_536);

    delivered(Form.TOPIC, "last", 10_000);
    assertThat(copies.size()).isEqualTo(1);
  }

  private boolean delivered(Form form, String text, long millis) {
    Payload payload = Payload.of(ByteString.copyFromUtf8(text));
    Message message = new Message(Subjects.heartbeat(PEER), payload);
    return !copies.isCopy(new Event(form, PEER, message), TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
