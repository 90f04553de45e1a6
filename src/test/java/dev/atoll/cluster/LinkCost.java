package dev.atoll.cluster;

import com.google.protobuf.ByteString;
import com.sun.management.OperatingSystemMXBean;
import dev.atoll.bus.Bus;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * What a 100-byte message costs that goes from one node to another, both in this program, by its CPU; and what one costs that nobody
 * elsewhere asks for. Run by {@link #main}.
 */
public final class LinkCost {
  private static final int ROUNDS = 6;
  private static final int MESSAGES = 200_000;

  private LinkCost() {}

  /** Prints a line for each round and each size of a turn. */
  public static void main(String[] arguments) throws InterruptedException {
    VertxInternal vertx = (VertxInternal) Vertx.vertx();
    LinkedBuses buses = new LinkedBuses(vertx);
    ContextInternal publisher = vertx.createEventLoopContext();
    ContextInternal subscriber = vertx.createEventLoopContext();
    Semaphore heard = new Semaphore(0);
    on(subscriber, () -> buses.near().subscribe(Pattern.of("wanted.*"), each -> heard.release()));
    buses.settle();
    for (int turn : new int[] {1, 10, 100}) {
      for (int round = 0; round < ROUNDS; round++) {
        forward(buses.far(), publisher, heard, turn);
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      unwanted("alone ", new LocalBus(), publisher);
      unwanted("linked", buses.far(), publisher);
    }
    buses.stop();
    vertx.close().await();
  }

  /** No more under way than one turn's, so that batches are as large as turns. */
  private static void forward(Bus bus, ContextInternal publisher, Semaphore heard, int turn)
      throws InterruptedException {
    Payload payload = Payload.of(ByteString.copyFrom(new byte[100]));
    int messages = MESSAGES / (turn == 1 ? 10 : 1);
    long before = cpuNanos();
    for (int sent = 0; sent < messages; sent += turn) {
      publisher.runOnContext(now -> {
        for (int i = 0; i < turn; i++) {
          bus.publish(new Message(Subject.of("wanted.subject-" + i), payload));
        }
      });
      heard.acquire(turn);
    }
    double micros = (cpuNanos() - before) / 1e3 / messages;
    System.out.printf(Locale.ROOT, "forwarded, %3d a turn: %.2f us CPU a message%n", turn, micros);
  }

  private static void unwanted(String name, Bus bus, ContextInternal publisher)
      throws InterruptedException {
    Message message = new Message(Subject.of("client-proto.peer.0x1.heartbeat"), Payload.EMPTY);
    int messages = 20_000_000;
    on(publisher, () -> {
      long begun = System.nanoTime();
      for (int i = 0; i < messages; i++) {
        bus.publish(message);
      }
      double nanos = (System.nanoTime() - begun) / (double) messages;
      System.out.printf(Locale.ROOT, "unwanted, %s: %.1f ns a message%n", name, nanos);
    });
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void on(ContextInternal place, Runnable action) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    place.runOnContext(ignored -> {
      action.run();
      done.countDown();
    });
    done.await();
  }
}
