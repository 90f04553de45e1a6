package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what happens to a participant: {@code ready}, {@code members true}, {@code heard <who> <text>}, {@code ended LEFT …}. */
final class Stay implements Participant.Listener {
  final AtomicInteger dropped = new AtomicInteger();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Override
  public void ready() {
    told.add("ready");
  }

  @Override
  public void members(Members now) {
    told.add("members " + now.isAny());
  }

  @Override
  public void heard(String identity, ByteString payload) {
    told.add("heard " + identity + " " + payload.toStringUtf8());
  }

  @Override
  public void dropped() {
    dropped.incrementAndGet();
  }

  @Override
  public void ended(End end, String why) {
    told.add("ended " + end + " " + why);
  }

  /** The next that begins so; others are passed over. */
  String await(String beginning) {
    StringBuilder passed = new StringBuilder();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS);
    while (true) {
      String next = poll(end - System.nanoTime());
      assertThat(next).as("%s, after %s", beginning, passed).isNotNull();
      if (next.startsWith(beginning)) {
        return next;
      }
      passed.append(next).append("; ");
    }
  }

  /** Whether that was told and not awaited yet. */
  boolean has(String told) {
    return this.told.contains(told);
  }

  private String poll(long nanos) {
    try {
      return told.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
