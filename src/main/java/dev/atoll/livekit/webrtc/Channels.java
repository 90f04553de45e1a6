package dev.atoll.livekit.webrtc;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The data channels of one connection. Adopted on any thread, used by the one that calls into the library.
 */
final class Channels {
  static final String RELIABLE = "_reliable";
  static final String LOSSY = "_lossy";

  /** Bytes that may wait within the library. */
  private static final long MOST_BUFFERED = 1 << 20;

  private static final long MOST_BUFFERED_LOSSY = 64 << 10;

  /** Asking how many wait takes 30 to 40 µs, as long as half a message. */
  private static final int BYTES_A_LOOK = 16 << 10;

  private static final int PACKETS_A_LOOK = 16;

  /** A hostile server could open any number. */
  private static final int MOST_CHANNELS = 8;

  private final Link.Events events;
  private final Runnable changed;

  /** By label; others than the two are listened to by nobody. */
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();

  private boolean open;

  /** A channel, and how much it lets wait as of the last look. */
  private static final class Channel {
    final RTCDataChannel channel;
    final Observer observer;
    int packets;
    int bytes;
    boolean full;

    Channel(RTCDataChannel channel, Observer observer) {
      this.channel = channel;
      this.observer = observer;
    }
  }

  /** @param changed is run when channels may be open that were not */
  Channels(Link.Events events, Runnable changed) {
    this.events = events;
    this.changed = changed;
  }

  void adopt(RTCDataChannel channel) {
    Observer observer = new Observer(events, changed);
    String label = channel.getLabel();
    if (channels.size() < MOST_CHANNELS
        && channels.putIfAbsent(label, new Channel(channel, observer)) == null
        && (label.equals(RELIABLE) || label.equals(LOSSY))) {
      channel.registerObserver(observer);
      changed.run();
    }
  }

  /** Whether both are open, and were not at the last look. */
  boolean justOpened() {
    if (open || !isOpen(RELIABLE) || !isOpen(LOSSY)) {
      return false;
    }
    open = true;
    return true;
  }

  private boolean isOpen(String label) {
    Channel one = channels.get(label);
    return one != null && one.channel.getState() == RTCDataChannelState.OPEN;
  }

  /** False when the packet is lost: nothing is open, it is backed up, or the library does not like it. */
  boolean send(byte[] packet, boolean reliable) {
    Channel one = channels.get(reliable ? RELIABLE : LOSSY);
    if (!open || one == null) {
      return false;
    }
    one.packets++;
    one.bytes += packet.length;
    if (one.full || one.packets > PACKETS_A_LOOK || one.bytes > BYTES_A_LOOK) {
      one.packets = 0;
      one.bytes = 0;
      one.full = one.channel.getBufferedAmount() > (reliable ? MOST_BUFFERED : MOST_BUFFERED_LOSSY);
    }
    return !one.full && sent(one.channel, packet);
  }

  private static boolean sent(RTCDataChannel channel, byte[] packet) {
    try {
      channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(packet), true));
      return true;
    } catch (Throwable closedOrTooLarge) {
      return false;
    }
  }

  /** Nobody hears them any more. */
  void cut() {
    channels.values().forEach(one -> {
      one.channel.unregisterObserver();
      one.observer.events = null;
      one.observer.changed = null;
    });
  }

  void dispose() {
    channels.values().forEach(one -> one.channel.dispose());
    channels.clear();
  }

  /** With links that can be cut: webrtc-java up to 0.15 never frees the native reference to a channel's observer (its issue 146). */
  private static final class Observer implements RTCDataChannelObserver {
    volatile Link.@Nullable Events events;
    volatile @Nullable Runnable changed;

    Observer(Link.Events events, Runnable changed) {
      this.events = events;
      this.changed = changed;
    }

    /** Not a count of sent bytes, so of no use. */
    @Override
    public void onBufferedAmountChange(long before) {}

    @Override
    public void onStateChange() {
      Runnable told = changed;
      if (told != null) {
        told.run();
      }
    }

    /** The buffer is native memory, gone when this returns. */
    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
      Link.Events told = events;
      if (told != null) {
        byte[] packet = new byte[buffer.data.remaining()];
        buffer.data.get(packet);
        told.received(packet);
      }
    }
  }
}
