package dev.atoll.session;

import dev.atoll.config.ConnectionsSettings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections each remote address has, and how fast it made them. Of an IPv6 address its /64 counts, which one host
 * has for itself. Safe for any thread: connections come on the listening socket's loop and end on their own.
 */
final class Neighbours {
  /** Between two looks for addresses to forget, in connections. */
  private static final int SWEEP = 1024;

  private final ConnectionsSettings settings;
  private final Map<ByteBuffer, Neighbour> known = new HashMap<>();
  private int arrivals;

  Neighbours(ConnectionsSettings settings) {
    this.settings = settings;
  }

  /** One more of this address, if it may have one. */
  synchronized boolean enters(InetAddress address, long now) {
    if (++arrivals % SWEEP == 0) {
      known.values().removeIf(neighbour -> neighbour.open == 0 && neighbour.rate.isFull(now));
    }
    Neighbour neighbour = known.computeIfAbsent(key(address), ignored -> new Neighbour(now));
    if (neighbour.open >= settings.maxPerAddress() || !neighbour.rate.tryTake(1, now)) {
      return false;
    }
    neighbour.open++;
    return true;
  }

  /** One that entered has ended. */
  synchronized void leaves(InetAddress address) {
    Neighbour neighbour = known.get(key(address));
    if (neighbour != null) {
      neighbour.open--;
    }
  }

  /** How many addresses are remembered. */
  synchronized int known() {
    return known.size();
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(bytes, 0, address instanceof Inet6Address ? 8 : bytes.length);
  }

  private final class Neighbour {
    private final TokenBucket rate;
    private int open;

    private Neighbour(long now) {
      rate = new TokenBucket(settings.ratePerAddress(), 2.0 * settings.ratePerAddress(), now);
    }
  }
}
