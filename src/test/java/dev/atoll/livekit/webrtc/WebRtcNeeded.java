package dev.atoll.livekit.webrtc;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The real WebRTC. Where its library does not load a test is skipped, but fails on CI. */
public final class WebRtcNeeded {
  private WebRtcNeeded() {}

  public static WebRtc load() {
    try {
      return WebRtc.load();
    } catch (WebRtcException none) {
      if (System.getenv("CI") != null) {
        fail(none.getMessage());
      }
      assumeTrue(false, none.getMessage());
      throw none;
    }
  }
}
