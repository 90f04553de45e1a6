package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class InboxTest {
  private final List<String> read = new CopyOnWriteArrayList<>();

  @Test
  void an_event_that_cannot_be_taken_costs_none_that_follow(Vertx vertx) {
    Inbox inbox = inbox(vertx, event -> {
      read.add(event.about());
      if (event.about().equals("bad")) {
        throw new IllegalStateException("a bug, as this test wants it");
      }
    });

    offer(inbox, "bad");
    offer(inbox, "next");
    Awaiting.soon().until(() -> read.size() == 2);
    offer(inbox, "later");

    Awaiting.soon().until(() -> read.size() == 3);
    assertThat(read).containsExactly("bad", "next", "later");
  }

  @Test
  void what_waits_when_it_is_closed_is_not_read(Vertx vertx) {
    CompletableFuture<Inbox> made = new CompletableFuture<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    vertx.getOrCreateContext().runOnContext(now -> {
      Inbox inbox = new Inbox(vertx, event -> read.add(event.about()));
      offer(inbox, "waits");
      inbox.close();
      offer(inbox, "comes");
      vertx.getOrCreateContext().runOnContext(after -> done.complete(null));
      made.complete(inbox);
    });

    done.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
    assertThat(read).isEmpty();
  }

  private static Inbox inbox(Vertx vertx, Consumer<Event> reader) {
    CompletableFuture<Inbox> made = new CompletableFuture<>();
    vertx.runOnContext(now -> made.complete(new Inbox(vertx, reader)));
    return made.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }

  private static void offer(Inbox inbox, String about) {
    Message message = new Message(Subjects.DISCOVERY, Payload.EMPTY);
    assertThat(inbox.offer(new Event(Form.DISCOVERY_2023, about, message), 1)).isTrue();
  }
}
