package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.ListenedMessage;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenedIslandsTest {
  private final Vertx vertx = Vertx.vertx();
  private final LocalBus bus = new LocalBus();
  private final AtomicLong now = new AtomicLong();
  private final ListenedIslands listened = new ListenedIslands(now::get);

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  /** Does something on the one context of the test, where nothing waits. */
  private void onContext(Runnable work) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    vertx.runOnContext(here -> {
      listened.stop();
      listened.start(bus);
      work.run();
      done.complete(null);
    });
    done.get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  private void told(String gateway, String... islands) {
    ListenedMessage message =
        ListenedMessage.newBuilder().addAllIslands(List.of(islands)).build();
    bus.publish(new Message(Subjects.listened(gateway), Payload.of(message)));
  }

  @Test
  void an_island_is_listened_to_while_any_gateway_says_so() throws Exception {
    onContext(() -> {
      told("one", "I1", "I2");
      told("two", "I2", "I3");
      told("one", "I1");

      assertThat(List.of("I1", "I2", "I3", "I4"))
          .filteredOn(listened)
          .containsExactly("I1", "I2", "I3");
      told("two");
      assertThat(List.of("I1", "I2", "I3", "I4")).filteredOn(listened).containsExactly("I1");
    });
  }

  @Test
  void a_gateway_that_is_silent_counts_no_more() throws Exception {
    onContext(() -> {
      told("one", "I1");
      now.addAndGet(ListenedIslands.SILENCE.toNanos() - 1);
      assertThat(listened.test("I1")).isTrue();
      now.incrementAndGet();
      assertThat(listened.test("I1")).isFalse();
      told("one", "I1");
      assertThat(listened.test("I1")).isTrue();
    });
  }

  @Test
  void garbage_changes_nothing() throws Exception {
    onContext(() -> {
      told("one", "I1");
      bus.publish(new Message(
          Subjects.listened("one"), Payload.of(ByteString.copyFrom(new byte[] {0x0A, 0x7F}))));

      assertThat(listened.test("I1")).isTrue();
    });
  }
}
