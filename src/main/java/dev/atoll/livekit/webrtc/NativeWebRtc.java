package dev.atoll.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Links by webrtc-java. One factory a process, whose three native threads serve all links, and never disposed of; and one thread that calls
 * into it: a call can wait for a native thread, and one from inside a callback can wait for ever.
 */
final class NativeWebRtc implements WebRtc {
  /** Headless, so that no sound device is needed. */
  private final PeerConnectionFactory factory =
      new PeerConnectionFactory(new HeadlessAudioDeviceModule());

  /** Its queue is bounded by what each link lets wait. */
  private final ExecutorService hands = new ThreadPoolExecutor(
      1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), NativeWebRtc::thread);

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "atoll-side-car");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Link connect(Link.Events events) {
    return NativeLink.begin(hands, factory, events);
  }
}
