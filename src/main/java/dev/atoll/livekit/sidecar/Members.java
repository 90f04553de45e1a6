package dev.atoll.livekit.sidecar;

import dev.atoll.livekit.Seat;
import dev.atoll.protocol.message.LiveKitParticipant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is in a room beside us, as LiveKit tells it. Used on one event loop. */
final class Members {
  /** Of more only as many are remembered: whether there is somebody is all that counts. */
  static final int MOST = 10_000;

  private final String ownAddress;

  /** Addresses of peers, and whether they hear already, by their stays. */
  private final Map<String, Stay> stays = new HashMap<>();

  private record Stay(String address, boolean hears) {}

  Members(String ownAddress) {
    this.ownAddress = ownAddress;
  }

  /** These are there, or were. */
  void update(List<LiveKitParticipant> participants) {
    for (LiveKitParticipant each : participants) {
      if (each.getState() == LiveKitParticipant.State.DISCONNECTED) {
        stays.remove(each.getSid());
      } else if (isPeer(each) && (stays.size() < MOST || stays.containsKey(each.getSid()))) {
        boolean hears = each.getState() == LiveKitParticipant.State.ACTIVE;
        stays.put(each.getSid(), new Stay(new Seat("", each.getIdentity()).address(), hears));
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
    return !stays.isEmpty();
  }

  /** Addresses, which may be none, of those who hear what is said there. */
  Set<String> hearers() {
    Set<String> hearers = new HashSet<>();
    stays.values().stream().filter(Stay::hears).map(Stay::address).forEach(hearers::add);
    return hearers;
  }
}
