package dev.atoll.session;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.ConnectionsSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands at the listening socket, before a connection costs its event loop anything: holds the number of connections, and how
 * fast new ones come, to {@link ConnectionsSettings}. Connections that come too fast for all wait in the operating system's
 * queue; those that are too many, or too fast for their address, are closed without an answer.
 *
 * <p>Without it, who opens and drops connections in a loop keeps the event loop from all others, and who keeps them open takes
 * the process's files, those of the management port too.
 */
public final class ConnectionGate {
  /** Files of the process that connections leave to the rest: the jar, logs, the management port, what we dial ourselves. */
  private static final int SPARE_FILES = 256;

  /** Short, so that those at once keep the event loop from others for little. */
  private static final double BURST_SECONDS = 0.2;

  private static final int MAX_READ = 16 << 10;
  private static final int READS_A_TURN = 4;
  private static final long LOG_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);

  private final ConnectionsSettings settings;
  private final TrustedProxies proxies;
  private final Neighbours neighbours;
  private final int max;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter tooMany;
  private final Counter ofAddress;
  private final Counter slow;

  public ConnectionGate(AtollSettings settings, MeterRegistry meters) {
    this.settings = settings.connections();
    this.proxies = new TrustedProxies(settings.http().trustedProxies());
    this.neighbours = new Neighbours(this.settings);
    this.max = Math.min(this.settings.max(), files() - SPARE_FILES);
    if (max < this.settings.max() / 2) {
      LOG.info(
          "Connections limited by open files connections={} wanted={}", max, this.settings.max());
    }
    this.tooMany = refused(meters, "max");
    this.ofAddress = refused(meters, "address");
    this.slow = refused(meters, "slow");
    // of a deployment before in the same registry, which would count for ever
    meters.find("atoll.connections").gauges().forEach(meters::remove);
    Gauge.builder("atoll.connections", open, AtomicInteger::get)
        .description("Open connections to the public port")
        .register(meters);
  }

  private static Counter refused(MeterRegistry meters, String reason) {
    return Counter.builder("atoll.connections.refused")
        .description(
            "Connections closed without an answer: too many, too many of an address, or too slow")
        .tag("reason", reason)
        .register(meters);
  }

  /**
   * Takes a new connection of a server under its care: on its event loop, before its first request. The first one of a server
   * shows the way to the listening socket, where all later ones are judged. The server must not wait for a first byte to tell
   * HTTP/2 from HTTP/1, or silent connections come here too late.
   */
  public void entered(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    Channel listening = channel.parent();
    if (listening.pipeline().get(Handler.class) == null) {
      listening.pipeline().addFirst(new Handler());
    }
    RequestDeadline.watch(channel.pipeline(), settings.requestTimeout(), slow::increment);
  }

  /** Most files this process may have open, as far as the platform tells. */
  private static int files() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long most = Math.min(Integer.MAX_VALUE, unix.getMaxFileDescriptorCount());
      return (int) Math.max(2 * SPARE_FILES, most);
    }
    return Integer.MAX_VALUE;
  }

  /** In the pipeline of a listening socket, on its loop. */
  private final class Handler extends ChannelInboundHandlerAdapter {
    private final TokenBucket rate =
        new TokenBucket(settings.rate(), BURST_SECONDS * settings.rate(), System.nanoTime());

    private long quietUntil = System.nanoTime();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Channel connection = (Channel) message;
      long now = System.nanoTime();
      if (open.get() >= max) {
        refuse(connection, tooMany, now);
      } else if (!enters(connection, now)) {
        refuse(connection, ofAddress, now);
      } else {
        open.incrementAndGet();
        // small reads, so that one client's take little of a turn
        connection
            .config()
            .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, 2048, MAX_READ)
                .maxMessagesPerRead(READS_A_TURN));
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        long pause = rate.take(1, now);
        if (pause > 0) {
          pause(context, pause);
        }
        context.fireChannelRead(connection);
      }
    }

    private void pause(ChannelHandlerContext context, long nanos) {
      Channel listening = context.channel();
      listening.config().setAutoRead(false);
      context
          .executor()
          .schedule(() -> listening.config().setAutoRead(true), nanos, TimeUnit.NANOSECONDS);
    }

    private boolean enters(Channel connection, long now) {
      if (!(connection.remoteAddress() instanceof InetSocketAddress remote)) {
        return true;
      }
      InetAddress address = remote.getAddress();
      if (address.isLoopbackAddress() || proxies.contains(address)) {
        return true;
      }
      if (!neighbours.enters(address, now)) {
        return false;
      }
      connection.closeFuture().addListener(closed -> neighbours.leaves(address));
      return true;
    }

    private void refuse(Channel connection, Counter reason, long now) {
      reason.increment();
      if (now - quietUntil >= 0) {
        quietUntil = now + LOG_NANOS;
        LOG.warn(
            "Connections refused reason={} open={} remote={}",
            reason.getId().getTag("reason"),
            open.get(),
            connection.remoteAddress());
      }
      // it is on no event loop yet
      connection.unsafe().closeForcibly();
    }
  }
}
