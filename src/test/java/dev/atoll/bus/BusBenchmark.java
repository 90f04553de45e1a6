package dev.atoll.bus;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a publish and a delivery cost on one event loop, in a realm of 10,000 peers who each listen to their own subject. Run
 * by {@link #main}.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BusBenchmark {
  private static final int PEERS = 10_000;
  private static final int LISTENERS = 100;

  /** So many at once on the event loop, so that going there does not count. */
  private static final int BATCH = 10_000;

  private final VertxInternal vertx = (VertxInternal) Vertx.vertx();
  private final ContextInternal home = vertx.createEventLoopContext();
  private final ContextInternal elsewhere = vertx.createEventLoopContext();
  private final LocalBus bus = new LocalBus();
  private final Message[] changes = new Message[PEERS];
  private final Message[] heartbeats = new Message[PEERS];
  private final Message crowded = new Message(Subject.of("topic.crowded"), Payload.EMPTY);
  private final Message far = new Message(Subject.of("topic.far"), Payload.EMPTY);
  private final Message unheard =
      new Message(Subjects.islandChanged("0x" + "f".repeat(40)), Payload.EMPTY);
  private final Bus.Audience nobody = bus.audience(Subjects.everyMessageOf("I1"));
  private long heard;
  private long heardFar;

  @Setup
  public void subscribe() throws InterruptedException {
    on(home, () -> {
      for (int i = 0; i < PEERS; i++) {
        String address = "0x%040x".formatted(i * 7919L);
        changes[i] = new Message(Subjects.islandChanged(address), Payload.EMPTY);
        heartbeats[i] = new Message(Subjects.heartbeat(address), Payload.EMPTY);
        bus.subscribe(Subjects.only(changes[i].subject()), message -> heard++);
      }
      for (int i = 0; i < LISTENERS; i++) {
        bus.subscribe(Pattern.of("topic.crowded"), message -> heard++);
      }
      bus.subscribe(Subjects.EVERY_HEARTBEAT, message -> heard++);
    });
    on(elsewhere, () -> bus.subscribe(Pattern.of("topic.far"), message -> heardFar++));
  }

  @TearDown
  public void stop() {
    vertx.close().await();
  }

  /** A publish that nobody listens to, on a subject beside those of the peers. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long publishToNobody() throws InterruptedException {
    on(home, () -> publish(unheard));
    return heard;
  }

  /** Asking whether anybody would hear something, as rooms do for each message. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long askForNobody() throws InterruptedException {
    on(home, () -> {
      for (int i = 0; i < BATCH; i++) {
        heard += nobody.isThere() ? 1 : 0;
      }
    });
    return heard;
  }

  /** One message to one peer's own subscription, each time another. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long deliverToOnePeer() throws InterruptedException {
    on(home, () -> publishAll(changes));
    return heard;
  }

  /** One peer's heartbeat to the archipelago's one subscription with a wildcard. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long deliverByWildcard() throws InterruptedException {
    on(home, () -> publishAll(heartbeats));
    return heard;
  }

  /** One delivery of a message that a hundred listen to. */
  @Benchmark
  @OperationsPerInvocation(BATCH * LISTENERS)
  public long deliverToHundred() throws InterruptedException {
    on(home, () -> publish(crowded));
    return heard;
  }

  /** One delivery to another event loop. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long deliverElsewhere() throws InterruptedException {
    on(home, () -> publish(far));
    on(elsewhere, () -> {});
    return heardFar;
  }

  private void publish(Message message) {
    for (int i = 0; i < BATCH; i++) {
      bus.publish(message);
    }
  }

  private void publishAll(Message[] messages) {
    for (Message message : messages) {
      bus.publish(message);
    }
  }

  private static void on(ContextInternal place, Runnable action) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    place.runOnContext(ignored -> {
      action.run();
      done.countDown();
    });
    done.await();
  }

  /** Runs all of it, or what the arguments name. */
  public static void main(String[] arguments) throws Exception {
    Main.main(arguments.length > 0 ? arguments : new String[] {"BusBenchmark"});
  }
}
