package dev.atoll.cluster;

import dev.atoll.protocol.message.LinkBatch;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node from acting on what it knew before it stood still, or on knowing nobody when it has just come: it is held until the other
 * nodes have told it all, for a short time at most, and at once where there is none. Used on the links' context, but for {@link #isHeld}.
 */
final class Caution {
  /** How long a node that stood still waits for the others. */
  private static final long MOST_MILLIS = 5000;

  /** And one that starts, to whom they may not be known yet. */
  private static final long AT_START_MILLIS = 1500;

  private static final Logger LOG = LoggerFactory.getLogger(Caution.class);

  private final Vertx vertx;
  private final Context context;
  private final Nodes nodes;
  private final Stall stall = new Stall(System::nanoTime);
  private final Hold hold = new Hold();
  private volatile boolean running;
  private boolean met;
  private long tick = -1;
  private long end = -1;

  /** The others. */
  interface Nodes {
    /** Links with those that are heard. */
    Collection<Link> heard();

    /** Ends all links. */
    void reset(String reason);

    /** A hold began or ended. */
    void changed();
  }

  /** Of one that is held until it {@link #meet}s others; to be made on the links' context. */
  Caution(Vertx vertx, Nodes nodes) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.nodes = nodes;
    hold.begin();
  }

  void start() {
    stall.tick();
    running = true;
    tick = vertx.setPeriodic(Stall.TICK_MILLIS, id -> {
      look();
      stall.tick();
    });
    holdFor(AT_START_MILLIS);
  }

  void stop() {
    running = false;
    vertx.cancelTimer(tick);
    vertx.cancelTimer(end);
  }

  /** Whether nothing may be said now; for any thread. */
  boolean isHeld() {
    look();
    return hold.isOn();
  }

  /** As it was told last. */
  boolean isOn() {
    return hold.isOn();
  }

  /** Notices whether this node stood still; on any thread, and before anything else is done. */
  void look() {
    Duration stood = running ? stall.look() : Duration.ZERO;
    if (stood.isZero()) {
      return;
    }
    hold.begin();
    if (Vertx.currentContext() == context) {
      stood(stood);
    } else {
      context.runOnContext(turn -> stood(stood));
    }
  }

  /** What others said meanwhile may be lost, and those who did not hear this node have gone on without it. */
  private void stood(Duration time) {
    // an earlier hold may have ended since it was noticed
    hold.begin();
    List<Link> before = List.copyOf(nodes.heard());
    LOG.warn("this node stood still ms={} nodes={}", time.toMillis(), before.size() + 1);
    hold.await(before.stream().flatMap(link -> link.node().stream()).toList(), System.nanoTime());
    nodes.changed();
    if (time.compareTo(Link.SILENCE) > 0) {
      nodes.reset("STALLED");
    } else {
      before.forEach(Link::ping);
    }
    holdFor(MOST_MILLIS);
    endIfComplete();
  }

  /** These are there, as far as is known at the start; again: nothing happens. */
  void meet(Collection<String> others) {
    if (!met && hold.isOn()) {
      hold.await(others, System.nanoTime());
      nodes.heard().forEach(Link::ping);
      endIfComplete();
    }
    met = true;
  }

  void heard(Link link, LinkBatch said) {
    String node = link.node().orElse("");
    if (!hold.awaits(node)) {
      return;
    }
    if (said.hasPong()) {
      hold.answered(node, said.getPong());
    }
    if (hold.awaits(node)) {
      link.ping();
    }
    endIfComplete();
  }

  private void holdFor(long millis) {
    vertx.cancelTimer(end);
    end = vertx.setTimer(millis, id -> end());
  }

  private void endIfComplete() {
    if (hold.isOn() && hold.isComplete()) {
      end();
    }
  }

  private void end() {
    vertx.cancelTimer(end);
    hold.end();
    nodes.changed();
  }
}
