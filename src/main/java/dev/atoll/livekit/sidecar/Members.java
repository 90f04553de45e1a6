package dev.atoll.livekit.sidecar;

import dev.atoll.auth.EthereumAddress;
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

  private boolean isPeer(LiveKitParticipant participant) {
    return !participant.getPermission().getHidden()
        && !EthereumAddress.normalised(participant.getIdentity()).equals(ownAddress);
  }

  boolean isAny() {
    return !sids.isEmpty();
  }
}
