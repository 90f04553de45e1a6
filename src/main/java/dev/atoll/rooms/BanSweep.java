package dev.atoll.rooms;

import dev.atoll.auth.Access;
import dev.atoll.session.CloseReason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Closes members that were denied or banned after they came in. One sweep at a time; used on one event loop only. */
final class BanSweep {
  private final Vertx vertx;
  private final RoomDirectory directory;
  private final Access access;
  private final Duration interval;
  private boolean stopped;

  BanSweep(Vertx vertx, RoomDirectory directory, Access access, Duration interval) {
    this.vertx = vertx;
    this.directory = directory;
    this.access = access;
    this.interval = interval;
  }

  void start() {
    if (!stopped) {
      vertx.setTimer(interval.toMillis(), timer -> sweep());
    }
  }

  void stop() {
    stopped = true;
  }

  private void sweep() {
    Set<String> addresses = new HashSet<>();
    for (Member member : directory.members()) {
      addresses.add(member.address());
    }
    access.bannedOf(addresses).onSuccess(this::close).onComplete(over -> start());
  }

  private void close(Set<String> banned) {
    for (Member member : directory.members()) {
      if (banned.contains(member.address())) {
        RoomDirectory.kick(member.socket(), CloseReason.BANNED.text(), CloseReason.BANNED);
      } else if (access.denied(member.address())) {
        member.socket().close(CloseReason.DENIED);
      }
    }
  }
}
