package dev.atoll.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus.Subscription;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every bus delivers, and what not. */
abstract class BusContract extends BusRig {
  private static final Subject SUBJECT = Subject.of("peer.0x1.connect");
  private static final Pattern PATTERN = Pattern.of("peer.*.connect");

  @Test
  void a_message_arrives_as_it_was_published() {
    AtomicReference<Message> received = new AtomicReference<>();
    subscribe(home, PATTERN.name(), received::set);

    Headers headers = new Headers(Map.of(Headers.ORIGIN, "wss://realm.example"));
    publish(elsewhere, new Message(SUBJECT, Payload.of(ByteString.copyFromUtf8("hi")), headers));

    await().until(() -> received.get() != null);
    assertThat(received.get().subject()).isEqualTo(SUBJECT);
    assertThat(received.get().payload().bytes().toStringUtf8()).isEqualTo("hi");
    assertThat(received.get().headers()).isEqualTo(asHeard(headers));
  }

  @ParameterizedTest
  @CsvSource({
    "a,a,true",
    "a,b,false",
    "a,a.b,false",
    "a.b,a,false",
    "*,a,true",
    "*,a.b,false",
    "a.*,a.b,true",
    "a.*,a,false",
    "a.*,a.b.c,false",
    "*.b,a.b,true",
    "*.b,a.c,false",
    "a.*.c,a.b.c,true",
    "a.*.c,a.b.d,false",
    "*.*,a.b,true",
    ">,a,true",
    ">,a.b.c,true",
    "a.>,a.b,true",
    "a.>,a.b.c.d,true",
    "a.>,a,false",
    "a.>,b.c,false",
    "*.>,a.b,true",
    "*.>,a,false",
    "a.*.>,a.b.c,true",
    "a.*.>,a.b,false"
  })
  void wildcards_match_whole_tokens(String pattern, String subject, boolean matches) {
    listen(home, pattern);
    listen(home, END);

    publish(elsewhere, subject, END);

    heardIs(matches ? List.of(subject, END) : List.of(END));
  }

  @Test
  void each_subscription_is_served_once() {
    Handler<Message> handler = message -> heard.add(message.subject().name());
    List.of("a.b", "a.b", "a.*", "*.b", "*.*", "a.>", ">")
        .forEach(pattern -> subscribe(home, pattern, handler));
    listen(home, END);

    publish(elsewhere, "a.b", END);

    await().until(() -> heard.size() == 10);
    assertThat(heard.subList(0, 7)).containsOnly("a.b");
    assertThat(heard.subList(7, 10)).containsOnly(END);
  }

  @Test
  void what_nobody_asked_for_goes_nowhere() {
    listen(home, "a.b");

    publish(elsewhere, "a.c", "a", "a.b.c", "b", "a.b");

    heardIs(List.of("a.b"));
  }

  @Test
  void nothing_is_heard_after_a_cancel() {
    Subscription first = listen(home, "a");
    listen(home, "a");
    publish(elsewhere, "a");
    await().until(() -> heard.size() == 2);

    on(home, () -> {
      first.cancel();
      first.cancel();
      return null;
    });
    settle();
    publish(elsewhere, "a", "a");

    await().until(() -> heard.size() == 4);
  }

  @Test
  void a_cancel_within_a_handler_holds_at_once() {
    List<Subscription> both = new ArrayList<>();
    Handler<Message> once = message -> {
      heard.add(message.subject().name());
      both.forEach(Subscription::cancel);
    };
    both.add(subscribe(home, "a", once));
    both.add(subscribe(home, "a", once));
    listen(home, END);

    publish(elsewhere, "a", "a", END);

    heardIs(List.of("a", END));
  }

  @Test
  void a_subscription_made_within_a_handler_begins_with_the_next_message() {
    subscribe(home, "a.>", message -> {
      heard.add("outer " + message.subject());
      near().subscribe(Pattern.of("a.b"), inner -> heard.add("inner " + inner.subject()));
    });

    publish(elsewhere, "a.b");
    await().until(() -> heard.size() == 1);
    settle();
    publish(elsewhere, "a.b");

    await().until(() -> heard.size() == 3);
    assertThat(heard).containsExactlyInAnyOrder("outer a.b", "outer a.b", "inner a.b");
  }

  @Test
  void a_handler_that_throws_harms_nobody() {
    subscribe(home, "a", message -> {
      heard.add("first");
      throw new IllegalStateException("a bug, meant");
    });
    subscribe(home, "a", message -> {
      heard.add("second");
      throw new StackOverflowError("a bug, meant");
    });
    listen(home, "a");

    publish(elsewhere, "a");
    publish(home, "a");

    await().until(() -> heard.size() == 6);
    assertThat(heard.subList(0, 3)).containsExactlyInAnyOrder("first", "second", "a");
    assertThat(heard.subList(3, 6)).containsExactlyInAnyOrder("first", "second", "a");
  }

  @Test
  void a_subscription_in_force_hears_what_is_published_from_then_on() {
    Subscription subscription =
        on(home, () -> near().subscribe(Pattern.of("a"), message -> heard.add("a")));

    resultOf(subscription.inForce());
    publish(elsewhere, "a");

    heardIs(List.of("a"));
  }

  @Test
  void who_overhears_hears_what_is_published_on_its_own_side() {
    Subscription subscription = on(
        home,
        () -> near()
            .overhear(Pattern.of("a.*"), message -> heard.add(message.subject().name())));

    on(elsewhere, () -> {
      near().publish(message("a.b"));
      return null;
    });

    heardIs(List.of("a.b"));
    on(home, () -> {
      subscription.cancel();
      near().publish(message("a.c"));
      return null;
    });
    assertThat(heard).containsExactly("a.b");
  }
}
