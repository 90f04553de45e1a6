package dev.atoll.rooms;

import dev.atoll.auth.AccessSweep;
import dev.atoll.session.CloseReason;
import java.util.HashSet;
import java.util.Set;

/** The members of all rooms, as a sweep for the refused sees them. */
record RoomsInside(RoomDirectory directory) implements AccessSweep.Inside {
  @Override
  public Set<String> addresses() {
    Set<String> addresses = new HashSet<>();
    for (Member member : directory.members()) {
      addresses.add(member.address());
    }
    return addresses;
  }

  @Override
  public void banned(String address) {
    for (Member member : directory.members()) {
      if (member.address().equals(address)) {
        member.kick(CloseReason.BANNED.text(), CloseReason.BANNED);
      }
    }
  }

  @Override
  public void denied(String address) {
    for (Member member : directory.members()) {
      if (member.address().equals(address)) {
        member.socket().close(CloseReason.DENIED);
      }
    }
  }
}
