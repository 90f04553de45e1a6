package dev.atoll.livekit.webrtc;

import org.jspecify.annotations.Nullable;

/** What came of loading the native library, which is tried once. */
final class Loaded {
  private static final String LIBRARY = "dev/onvoid/webrtc/PeerConnectionFactory.class";

  private static @Nullable WebRtc loaded;
  private static @Nullable WebRtcException failed;

  private Loaded() {}

  static synchronized WebRtc get() {
    WebRtc before = loaded;
    if (before != null) {
      return before;
    }
    if (failed != null) {
      throw failed;
    }
    try {
      WebRtc first = load();
      loaded = first;
      return first;
    } catch (WebRtcException none) {
      failed = none;
      throw none;
    }
  }

  /** A library that fails while it loads throws errors of several kinds. */
  private static WebRtc load() {
    if (Loaded.class.getClassLoader().getResource(LIBRARY) == null) {
      throw WebRtcException.absent();
    }
    try {
      return new NativeWebRtc();
    } catch (Throwable broken) {
      throw WebRtcException.broken(broken);
    }
  }
}
