package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that are longer than a batch of a link, over a real one with a queue of 16 MiB. */
class LongMessagesTest {
  private final Vertx vertx = Vertx.vertx();
  private final LinkedBuses buses = new LinkedBuses((VertxInternal) vertx);
  private final List<Message> heard = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    buses.stop();
    vertx.close().await();
  }

  @Test
  void a_long_one_comes_whole_and_in_its_order_and_one_that_is_too_long_not_at_all() {
    byte[] noise = new byte[11 << 20];
    new Random(6).nextBytes(noise);
    hear("all.>");

    say("all.before", new byte[3]);
    say("all.large", noise);
    say("all.after", new byte[(1 << 20) + 1]);
    await().until(() -> heard.size() == 3);
    say("all.too-large", new byte[13 << 20]);
    say("all.last", new byte[1]);

    await().until(() -> heard.size() == 4);
    assertThat(heard)
        .extracting(message -> message.subject().name())
        .containsExactly("all.before", "all.large", "all.after", "all.last");
    assertThat(heard.get(1).payload().bytes()).isEqualTo(ByteString.copyFrom(noise));
    assertThat(heard.get(2).payload().bytes().size()).isEqualTo((1 << 20) + 1);
  }

  private void hear(String pattern) {
    Context context = vertx.getOrCreateContext();
    context.runOnContext(turn -> buses.near().subscribe(Pattern.of(pattern), heard::add));
    await().until(() -> {
      // until the other node knows that it is asked for
      if (heard.isEmpty()) {
        say("all.hello", new byte[0]);
      }
      return !heard.isEmpty();
    });
    say("all.begin", new byte[0]);
    await().until(() -> heard.get(heard.size() - 1).subject().name().equals("all.begin"));
    heard.clear();
  }

  private void say(String subject, byte[] payload) {
    buses.far().publish(new Message(Subject.of(subject), Payload.of(ByteString.copyFrom(payload))));
  }
}
