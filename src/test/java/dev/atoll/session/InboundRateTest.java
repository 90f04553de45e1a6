package dev.atoll.session;

import static dev.atoll.protocol.RawFrame.binary;
import static dev.atoll.protocol.RawFrame.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.config.ByteSize;
import dev.atoll.config.SessionSettings;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboundRateTest {
  private static final int RATE = 1 << 20;
  private static final Duration PONG = Duration.ofSeconds(8);

  @Test
  void after_a_burst_nothing_is_read_until_the_debt_is_paid() {
    InboundRate rate = new InboundRate(settings(RATE));
    EmbeddedChannel channel = frozen(rate);

    channel.writeInbound(Unpooled.wrappedBuffer(new byte[3 * RATE]));
    assertThat(channel.config().isAutoRead()).isTrue();
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[3 * RATE]));
    assertThat(channel.config().isAutoRead()).isFalse();

    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void small_frames_are_not_free() {
    InboundRate rate = new InboundRate(settings(RATE));
    EmbeddedChannel channel = frozen(rate);

    for (int i = 0; i < 4 * RATE / 512; i++) {
      rate.frame();
    }
    assertThat(channel.config().isAutoRead()).isTrue();
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[1024]));

    assertThat(channel.config().isAutoRead()).isFalse();
  }

  @Test
  void a_flood_is_read_on_in_time_for_its_pong() {
    InboundRate rate = new InboundRate(settings(RATE));
    EmbeddedChannel channel = frozen(rate);

    channel.writeInbound(Unpooled.wrappedBuffer(new byte[100 * RATE]));
    channel.advanceTimeBy(PONG.toSeconds() / 2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();

    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void who_is_held_back_loses_nothing() {
    Vertx vertx = Vertx.vertx();
    TestServer server =
        TestServer.start(vertx, settings(64 << 10), socket -> new TestServer.Listening());
    byte[][] flood = new byte[600][];
    Arrays.fill(flood, binary(hex("01")));

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(flood);

      await().until(() -> server.heard().size() == flood.length);
    } finally {
      vertx.close().await();
    }
  }

  private static SessionSettings settings(int rate) {
    return new SessionSettings(
        Duration.ofMinutes(5), PONG, new ByteSize(256 << 10), new ByteSize(rate), Duration.ZERO);
  }

  private static EmbeddedChannel frozen(InboundRate rate) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast(rate);
    return channel;
  }
}
