package dev.atoll.cluster;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Who watches the nodes of a realm, each told on its own context. Used on the links' context, but for {@link #add}. */
final class Watchers {
  private final Vertx vertx;
  private final Context context;
  private final Supplier<List<RealmNode>> nodes;
  private final Set<Watcher> all = new LinkedHashSet<>();

  /**
   * @param context the links'
   * @param nodes there are now
   */
  Watchers(Vertx vertx, Context context, Supplier<List<RealmNode>> nodes) {
    this.vertx = vertx;
    this.context = context;
    this.nodes = nodes;
  }

  /** See {@link RealmNodes#watch}; for any thread. */
  RealmNodes.Watch add(Handler<List<RealmNode>> told) {
    Watcher watcher = new Watcher(callers(), told);
    context.runOnContext(turn -> {
      all.add(watcher);
      watcher.tell(nodes.get());
    });
    return () -> {
      watcher.over = true;
      context.runOnContext(turn -> all.remove(watcher));
    };
  }

  /** Also where it is of another Vert.x, of which this one's would make a context of its own. */
  private Context callers() {
    Context here = Vertx.currentContext();
    return here == null ? vertx.getOrCreateContext() : here;
  }

  /** There are these now. */
  void tell(List<RealmNode> now) {
    List.copyOf(all).forEach(each -> each.tell(now));
  }

  int size() {
    return all.size();
  }

  private static final class Watcher {
    private final Context context;
    private final Handler<List<RealmNode>> told;
    private volatile boolean over;

    Watcher(Context context, Handler<List<RealmNode>> told) {
      this.context = context;
      this.told = told;
    }

    void tell(List<RealmNode> now) {
      if (context == Vertx.currentContext()) {
        tellHere(now);
      } else {
        context.runOnContext(turn -> tellHere(now));
      }
    }

    private void tellHere(List<RealmNode> now) {
      if (!over) {
        told.handle(now);
      }
    }
  }
}
