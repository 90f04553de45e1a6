package dev.atoll.rooms;

import dev.atoll.auth.RoomTokens;
import dev.atoll.config.Secret;
import dev.atoll.rooms.BenchmarkPeer.Heard;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Members of rooms of a server that is measured, on one event loop of this process; each speaks ten times a second. */
final class Speakers implements AutoCloseable {
  private static final long PERIOD_NANOS = 100_000_000;

  private final Heard heard = new Heard();
  private final List<BenchmarkPeer> peers = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final RoomTokens tokens =
      RoomTokens.create(vertx, Optional.of(new Secret(BenchmarkServer.SECRET)));
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final EventLoop loop = group.next();

  /** One more, of whom it is not known yet whether it is inside. */
  void enter(int port, String room) throws InterruptedException {
    String token = tokens.mint(RoomsRig.address(peers.size() + 1), room);
    BenchmarkPeer peer = new BenchmarkPeer("/rooms/" + room + "?access_token=" + token, heard);
    peers.add(peer);
    new Bootstrap()
        .group(group)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(2048, 16384, 262144))
        .handler(peer)
        .connect("127.0.0.1", port)
        .sync();
  }

  /** Returns when all are inside. */
  void awaitInside() throws InterruptedException, ExecutionException {
    while (loop.submit(() -> heard.members).get() < peers.size()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** All of them begin, and go on to the end. */
  void speak() {
    long start = System.nanoTime();
    loop.execute(() -> move(start, 0));
  }

  /** Lets those speak whose turn it is: all of them once a period, evenly spread over it. */
  private void move(long start, long spoken) {
    long due = (System.nanoTime() - start) * peers.size() / PERIOD_NANOS;
    long next = spoken;
    while (next < due) {
      peers.get((int) (next++ * 7919L % peers.size())).move();
    }
    long now = next;
    loop.schedule(() -> move(start, now), 500, TimeUnit.MICROSECONDS);
  }

  /** From here on latencies count. */
  void measure() throws InterruptedException, ExecutionException {
    loop.submit(() -> heard.measuring = true).get();
  }

  /** Messages that were heard so far, by all of them together. */
  long messages() throws InterruptedException, ExecutionException {
    return loop.submit(() -> heard.messages).get();
  }

  Heard heard() {
    return heard;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    vertx.close();
  }
}
