package dev.atoll.livekit.webrtc;

/** Makes WebRTC connections, all on one native thread of this process. Safe for any thread. */
public interface WebRtc {
  /** A connection of which nothing is known to the other side yet; the first one takes half a second, elsewhere. */
  Link connect(Link.Events events);

  /**
   * The one of this process. Loads the native library when first called, which takes a moment and must not be on an event loop.
   *
   * @throws WebRtcException where there is none, or it is of no use
   */
  static WebRtc load() {
    return Loaded.get();
  }
}
