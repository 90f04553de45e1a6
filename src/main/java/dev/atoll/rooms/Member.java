package dev.atoll.rooms;

import dev.atoll.cluster.LoginStamp;
import dev.atoll.rooms.RoomDirectory.Entrant;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import io.netty.buffer.ByteBuf;

/**
 * A peer inside a room: what it hears goes to its socket at once while that keeps up, and through a backlog of its own while it
 * does not. Used on its socket's event loop only.
 */
final class Member {
  /** Place of one that hears nothing. */
  static final int DEAF = -1;

  private final Room room;
  private final ClientSocket socket;
  private final Speaker speaker;
  private final Listeners listeners;
  private final Tally tally;
  private final LoginStamp stamp;
  private final boolean challenged;
  private final Omitted omitted = new Omitted();
  private final Backlog backlog;
  private boolean draining;

  /** Place in the list of its listeners. */
  private int index;

  Member(Room room, Entrant entrant, Seat seat) {
    this.room = room;
    this.socket = entrant.socket();
    this.stamp = seat.stamp();
    this.challenged = entrant.byChallenge();
    this.speaker = new Speaker(seat.alias(), entrant.address());
    this.listeners = room.listeners(entrant.dialect());
    this.tally = room.tally();
    this.backlog = new Backlog(socket.allocator());
  }

  Room room() {
    return room;
  }

  ClientSocket socket() {
    return socket;
  }

  /** Lower-case. */
  String address() {
    return speaker.address();
  }

  /** By which the others know it; unsigned. */
  int alias() {
    return speaker.alias();
  }

  /** As the others know it. */
  Speaker speaker() {
    return speaker;
  }

  /** Which entry of its address it is. */
  LoginStamp stamp() {
    return stamp;
  }

  /** Whether it entered by challenge. */
  boolean isChallenged() {
    return challenged;
  }

  /** Those who hear the same as it. */
  Listeners listeners() {
    return listeners;
  }

  Dialect dialect() {
    return listeners.dialect();
  }

  /** Closes its socket, and tells it why if its dialect has a word for that. */
  void kick(String text, CloseReason reason) {
    dialect().kick(socket, text, reason);
  }

  int index() {
    return index;
  }

  void index(int place) {
    index = place;
  }

  /** Whether it is not among its listeners, though a member. */
  boolean isDeaf() {
    return index == DEAF;
  }

  /** What it is not sent of the tick that is being gathered. */
  Omitted omitted() {
    return omitted;
  }

  /** Bytes that wait for the client to take them. */
  long waitingBytes() {
    return socket.isWritable() && backlog.isEmpty() ? 0 : socket.pendingBytes() + backlog.bytes();
  }

  /** Takes a tick's frames, less what it is not sent. */
  void take(Tick tick) {
    if (omitted.frames() < tick.count()) {
      if (backlog.isEmpty() && socket.isWritable()) {
        write(tick);
      } else {
        holdBack(tick);
      }
    }
    omitted.clear();
  }

  private void write(Tick tick) {
    ByteBuf frames = tick.frames();
    int from = 0;
    for (int range = 0, ranges = omitted.ranges(); range < ranges; range++) {
      int to = omitted.start(range);
      if (to > from) {
        socket.write(frames.retainedSlice(from, to - from));
      }
      from = omitted.end(range);
    }
    int end = tick.bytes();
    if (end > from) {
      socket.write(from == 0 ? frames.retainedDuplicate() : frames.retainedSlice(from, end - from));
    }
    socket.flush();
    tally.sent(tick.count() - omitted.frames(), end - omitted.bytes());
  }

  private void holdBack(Tick tick) {
    int range = 0;
    for (int frame = 0, frames = tick.count(); frame < frames; frame++) {
      int start = tick.start(frame);
      while (range < omitted.ranges() && omitted.end(range) <= start) {
        range++;
      }
      boolean silent = range < omitted.ranges() && omitted.start(range) <= start;
      if (!silent && backlog.add(tick, frame)) {
        tally.superseded();
      }
    }
  }

  /** The channel takes more: what waited goes first. */
  void drain() {
    if (draining) {
      // a flush below may call this again
      return;
    }
    draining = true;
    while (!backlog.isEmpty() && socket.isWritable()) {
      int frames = backlog.frames();
      ByteBuf next = backlog.next();
      tally.sent(frames - backlog.frames(), next.readableBytes());
      socket.write(next);
      socket.flush();
    }
    draining = false;
  }

  /** It left; nothing is sent to it any more. */
  void forget() {
    backlog.clear();
  }
}
