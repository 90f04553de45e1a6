package dev.atoll.client.crowd;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * How a crowd fared.
 *
 * @param peers how many it was to be
 * @param steadySeconds how long all of it was there; rates, latencies and rooms are of this time
 * @param logins microseconds from the socket's opening to the welcome, of those who got in
 * @param entries the same for rooms
 * @param deliveries messages heard in the steady time
 * @param latencies microseconds from one peer's sending to another's hearing, in the steady time
 * @param rooms sizes of rooms
 * @param islandChanges how often a peer was sent from one island to another
 * @param superseded unreliable messages that did not come where a newer one did
 * @param late messages that came after they were counted as lost
 * @param cpuNanos processor time of this program in the steady time
 * @param faults what was wrong, how often
 * @param examples some of it in more words
 * @param returns how its peers came back, of a crowd whose peers do
 */
public record Summary(
    int peers,
    double steadySeconds,
    Histogram logins,
    Histogram entries,
    long deliveries,
    Histogram latencies,
    Rooms rooms,
    long islandChanges,
    long superseded,
    long late,
    long cpuNanos,
    Map<Fault, Long> faults,
    List<String> examples,
    Optional<Returns> returns) {

  /**
   * Sizes of rooms, sampled each second of the steady time.
   *
   * @param mean members of a room in the mean over rooms
   * @param largest most members of one
   * @param full how many rooms had 100 members or more all the time
   * @param last how many rooms there were in the end
   */
  public record Rooms(double mean, int largest, int full, int last) {}

  /** Whether nothing was wrong. */
  public boolean fine() {
    return faults.isEmpty();
  }

  /** Messages heard a second. */
  public double deliveriesASecond() {
    return steadySeconds > 0 ? deliveries / steadySeconds : 0;
  }

  /** Messages that never came, or too late. */
  public long lost() {
    return faults.getOrDefault(Fault.LOST, 0L);
  }
}
