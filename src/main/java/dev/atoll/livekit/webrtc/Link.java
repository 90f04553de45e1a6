package dev.atoll.livekit.webrtc;

/**
 * One WebRTC connection with LiveKit's two data channels, {@code _reliable} and {@code _lossy}. All is for any thread, and nothing blocks:
 * it is done later, in order, and nothing at all once the link is closed.
 */
public interface Link {
  /** Opens both channels and describes them in an offer. */
  void offer();

  /**
   * Takes the other side's description; an offer is answered.
   *
   * @param offer whether it is one, and no answer
   * @param sdp as it came
   * @param id is told with the answer
   */
  void describe(boolean offer, String sdp, int id);

  /** Takes a way to the other side. */
  void candidate(Candidate candidate);

  /**
   * Sends one packet. Lossy ones are dropped while the connection is backed up.
   *
   * @return false when it was dropped at once, since too much waits
   */
  boolean send(byte[] packet, boolean reliable);

  /** Ends it; nothing is told any more. */
  void close();

  /**
   * A way to a side of a connection.
   *
   * @param sdp its line
   * @param mid of which part of the description
   * @param line number of that part
   */
  record Candidate(String sdp, String mid, int line) {}

  /** What happens to a link. Called on native threads: must neither block nor throw. */
  interface Events {
    /** Our description is to be told to the other side. */
    void described(boolean offer, String sdp, int id);

    /** So is a way to us. */
    void found(Candidate candidate);

    /** Both channels are open. */
    void opened();

    /** A packet came; the bytes are the receiver's own. */
    void received(byte[] packet);

    /** A packet that {@link #send} took is lost, since the connection is backed up. */
    void dropped();

    /** It is of no use any more. */
    void failed(String why);
  }
}
