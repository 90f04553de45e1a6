package dev.atoll.livekit.webrtc;

/** There is no WebRTC in this process, and will be none. */
public final class WebRtcException extends RuntimeException {
  private static final String NEEDS =
      "; on Linux it needs libpulse0, libudev1, libx11-6, libxfixes3, libxrandr2, libxcomposite1 and libdbus-1-3";

  private final boolean missing;

  private WebRtcException(boolean missing, String message) {
    super(message, null, false, false);
    this.missing = missing;
  }

  static WebRtcException absent() {
    return new WebRtcException(
        true, "there is no WebRTC: atoll-side-car.jar does not lie beside the program's jar");
  }

  static WebRtcException broken(Throwable cause) {
    Throwable first = cause;
    while (first.getCause() != null && first.getCause() != first) {
      first = first.getCause();
    }
    return new WebRtcException(
        false, "the native library of WebRTC does not load: " + first + NEEDS);
  }

  /** Whether the library is not there at all, rather than there and of no use. */
  public boolean isMissing() {
    return missing;
  }
}
