package dev.atoll.livekit.sidecar;

import dev.atoll.livekit.Seat;
import dev.atoll.protocol.message.LiveKitParticipant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who is in a room beside us, as LiveKit tells it. Used on one event loop. */
final class Members {
  /** Of more only as many are remembered: whether there is somebody is all that counts. */
  static final int MOST = 10_000;

  private final String ownAddress;

  /** Their stays; those of peers. */
  private final Set<String> sids = new HashSet<>();

  Members(String ownAddress) {
    this.ownAddress = ownAddress;
  }

  /** These are there, or were. */
  void update(List<LiveKitParticipant> participants) {
    for (LiveKitParticipant each : participants) {
      if (each.getState() == LiveKitParticipant.State.DISCONNECTED) {
        sids.remove(each.getSid());
      } else if (sids.size() < MOST && isPeer(each)) {
        sids.add(each.getSid());
      }
    }
  }

  /** As the deployment's occupancy counts them. */
  private boolean isPeer(LiveKitParticipant participant) {
    Seat seat = new Seat("", participant.getIdentity());
    return !participant.getPermission().getHidden()
        && !seat.isSecond()
        && !seat.address().equals(ownAddress);
  }

  boolean isAny() {
    return !sids.isEmpty();
  }
}
