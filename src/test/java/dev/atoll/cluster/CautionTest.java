package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.OnContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that hears nobody, on an event loop that may stand still. */
class CautionTest {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private Caution caution;

  @BeforeEach
  void start() {
    on(() -> {
      caution = new Caution(vertx, new Nobody());
      caution.start();
    });
  }

  @AfterEach
  void end() {
    on(caution::stop);
    vertx.close().await();
  }

  @Test
  void a_node_that_starts_is_held_until_it_knows_that_it_is_alone() {
    assertThat(caution.isHeld()).isTrue();

    on(() -> caution.meet(List.of()));

    assertThat(caution.isHeld()).isFalse();
    assertThat(happened).containsOnly("changed");
  }

  @Test
  void one_that_never_hears_whom_it_knows_of_is_held_for_a_short_while_only() {
    on(() -> caution.meet(List.of("b")));
    assertThat(caution.isHeld()).isTrue();

    await().until(() -> !caution.isHeld());

    assertThat(happened).containsOnly("changed");
  }

  @Test
  void that_it_stood_still_is_noticed_by_whoever_asks_first_and_alone_it_goes_on_at_once() {
    on(() -> caution.meet(List.of()));
    happened.clear();
    CountDownLatch goOn = new CountDownLatch(1);
    context.runOnContext(turn -> {
      try {
        goOn.await(Patience.SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      }
    });

    await().until(caution::isHeld);
    goOn.countDown();
    on(() -> {});

    await().until(() -> !caution.isHeld());
    assertThat(happened).startsWith("changed").endsWith("changed").hasSizeGreaterThan(1);
  }

  private final class Nobody implements Caution.Nodes {
    @Override
    public Collection<Link> heard() {
      return List.of();
    }

    @Override
    public void reset(String reason) {
      happened.add("reset " + reason);
    }

    @Override
    public void changed() {
      happened.add("changed");
    }
  }

  private void on(Runnable action) {
    OnContext.run(context, action);
  }
}
