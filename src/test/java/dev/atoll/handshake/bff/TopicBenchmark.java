package dev.atoll.handshake.bff;

import com.google.protobuf.ByteString;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.LegacyPositions;
import dev.atoll.protocol.Frames;
import dev.atoll.protocol.message.RpcStreamMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
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
 * What a topic message costs for each of 100 subscribers on one event loop, from its publish to the frame that goes to the
 * socket; writing to the network is not counted. Run by {@link #main}.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TopicBenchmark {
  private static final int SUBSCRIBERS = 100;
  private static final int MESSAGES = 100;
  private static final int DELIVERIES = SUBSCRIBERS * MESSAGES;
  private static final String SENDER = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";

  private static final String SUBSCRIBER = "0x00000000000000000000000000000000000000aa";

  private final VertxInternal vertx = (VertxInternal) Vertx.vertx();
  private final ContextInternal home = vertx.createEventLoopContext();
  private final LocalBus bus = new LocalBus();
  private final Topic topic = Topic.parse("scene.X1.chat").orElseThrow();
  private final Payload payload = Payload.of(ByteString.copyFrom(new byte[100]));
  private final List<TopicQueue> queues = new ArrayList<>();
  private long bytes;

  /** Subscribes as the door does. */
  @Setup
  public void subscribe() throws InterruptedException {
    Topics topics = new Topics(bus, LegacyPositions.DOUBLE);
    TopicElements elements = new TopicElements();
    on(() -> {
      for (int i = 0; i < SUBSCRIBERS; i++) {
        TopicQueue queue =
            new TopicQueue(new TopicQueue.Bound(50, new Backlog(1 << 20), () -> {}, true));
        queues.add(queue);
        topics.ofPeers(
            topic,
            SUBSCRIBER,
            (sender, message) -> queue.add(elements.ofPeers(topic.name(), sender, message)));
      }
    });
  }

  @TearDown
  public void stop() {
    vertx.close().await();
  }

  /** From the publish to the subscriber's queue and out of it. */
  @Benchmark
  @OperationsPerInvocation(DELIVERIES)
  public long delivered() throws InterruptedException {
    return run(false);
  }

  /** And framed. */
  @Benchmark
  @OperationsPerInvocation(DELIVERIES)
  public long deliveredAndFramed() throws InterruptedException {
    return run(true);
  }

  private long run(boolean framed) throws InterruptedException {
    on(() -> {
      for (int i = 0; i < MESSAGES; i++) {
        bus.publish(new Message(Subjects.topic(SENDER, topic.name()), payload));
        for (int each = 0; each < SUBSCRIBERS; each++) {
          ByteString element = queues.get(each).next().orElseThrow();
          bytes += framed ? framed(i, element) : element.size();
        }
      }
    });
    return bytes;
  }

  private static int framed(int sequence, ByteString element) {
    ByteBuf frame = Frames.server(
        PooledByteBufAllocator.DEFAULT,
        RpcStreamMessage.newBuilder()
            .setMessageIdentifier(3 << 27 | 7)
            .setPortId(1)
            .setSequenceId(sequence)
            .setPayload(element)
            .build());
    int size = frame.readableBytes();
    frame.release();
    return size;
  }

  private void on(Runnable action) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    home.runOnContext(ignored -> {
      action.run();
      done.countDown();
    });
    done.await();
  }

  public static void main(String[] arguments) throws Exception {
    Main.main(new String[] {TopicBenchmark.class.getName()});
  }
}
