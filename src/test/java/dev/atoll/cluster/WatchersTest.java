package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.OnContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchersTest {
  private static final List<RealmNode> ONE = List.of(new RealmNode("a", true, false));
  private static final List<RealmNode> TWO = List.of(ONE.get(0), new RealmNode("b", true, false));

  private final Vertx vertx = Vertx.vertx();
  private final Context links = ((VertxInternal) vertx).createEventLoopContext();
  private final Context theirs = ((VertxInternal) vertx).createEventLoopContext();
  private final Watchers watchers = new Watchers(vertx, links, () -> ONE);
  private final List<List<RealmNode>> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void who_watches_is_told_who_there_is_and_each_change_on_its_own_context() {
    List<Context> where = new CopyOnWriteArrayList<>();
    OnContext.run(
        theirs,
        () -> watchers.add(now -> {
          told.add(now);
          where.add(Vertx.currentContext());
        }));

    change();

    assertThat(told).containsExactly(ONE, TWO);
    assertThat(where).containsOnly(theirs);
  }

  @Test
  void who_watches_on_a_context_of_another_vertx_is_told_on_that() {
    Vertx other = Vertx.vertx();
    Context outside = other.getOrCreateContext();
    List<Context> where = new CopyOnWriteArrayList<>();
    OnContext.run(outside, () -> watchers.add(now -> where.add(Vertx.currentContext())));

    change();

    OnContext.run(outside, () -> assertThat(where).containsExactly(outside, outside));
    other.close().await();
  }

  @Test
  void nothing_is_told_after_a_watch_has_ended_and_nothing_is_kept_of_it() {
    OnContext.run(theirs, () -> {
      RealmNodes.Watch watch = watchers.add(told::add);
      watch.end();
      watch.end();
    });

    change();

    assertThat(told).isEmpty();
    OnContext.run(links, () -> assertThat(watchers.size()).isZero());
  }

  @Test
  void a_watcher_may_end_another_while_it_is_told() {
    OnContext.run(links, () -> {
      List<RealmNodes.Watch> later = new CopyOnWriteArrayList<>();
      watchers.add(now -> {
        if (now.equals(TWO)) {
          later.forEach(RealmNodes.Watch::end);
        }
      });
      later.add(watchers.add(told::add));
    });

    change();

    assertThat(told).containsExactly(ONE);
  }

  /** One node more is there, and everybody has been told when this returns. */
  private void change() {
    OnContext.run(links, () -> watchers.tell(TWO));
    OnContext.run(theirs, () -> {});
  }
}
