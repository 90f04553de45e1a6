package dev.atoll.client.crowd;

import dev.atoll.client.ConnectionString;
import dev.atoll.client.PeerUpdate;
import dev.atoll.client.RoomClient;
import dev.atoll.client.RoomListener;
import dev.atoll.client.Signer;
import dev.atoll.client.SocketEnd;
import dev.atoll.protocol.message.WsWelcome;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** One peer in one room: says what it has to say, and has what it hears checked. */
final class Membership implements RoomListener {
  private final CrowdParts parts;
  private final Signer signer;
  private final ConnectionString.Room entrance;
  private final Room room;
  private final Hearing hearing;
  private Sender sender;
  private @Nullable RoomClient client;
  private EndListener endListener = (member, how) -> {};
  private boolean moving;
  private boolean ended;

  /** Told that the server or the network ended a membership. */
  interface EndListener {
    void ended(Membership member, String how);
  }

  Membership(CrowdParts parts, Signer signer, ConnectionString.Room entrance) {
    this.parts = parts;
    this.signer = signer;
    this.entrance = entrance;
    this.room = parts.ledger().room(entrance.place());
    this.hearing = new Hearing(room, parts.findings(), parts.measures());
    this.sender = parts.ledger().sender(signer.address());
    room.enter();
  }

  /** Who is told of its end, but for one by {@link #leave} or {@link #cut}. */
  void onEnd(EndListener listener) {
    endListener = listener;
  }

  /** Whether the peer is no member any more. */
  boolean isOver() {
    return ended;
  }

  /** Enters the room; fails if the server does not let the peer in. */
  Future<Membership> enter() {
    long start = System.nanoTime();
    return parts
        .dialer()
        .room(entrance.url(), signer, this)
        .onSuccess(entered -> parts.measures().entered(System.nanoTime() - start))
        .onFailure(fault -> end())
        .map(this);
  }

  /** What the room was entered by. */
  ConnectionString.Room entrance() {
    return entrance;
  }

  Room room() {
    return room;
  }

  Hearing hearing() {
    return hearing;
  }

  /** Tells the others where the peer is, and now and then something that has to arrive; counts it. */
  void say(double x, double z, long now, Spoken spoken) {
    RoomClient open = client;
    if (open == null || ended) {
      return;
    }
    int sequence = spoken.nextPosition();
    sender.positions().send(sequence, now);
    open.send(Bodies.position(sequence, x, z), true);
    if ((sequence + open.alias()) % parts.movementsAChat() == 0) {
      int chat = spoken.nextChat();
      sender.chats().send(chat, now);
      open.send(Bodies.chat(chat, now / 1e9), false);
    }
  }

  /** The peer has another island: that the server ends this membership is no fault from now on. */
  void moves() {
    moving = true;
  }

  /** Leaves the room, if the peer is still in it. */
  void leave() {
    if (client != null) {
      client.close();
    }
    end();
  }

  /** Cuts the connection, as a network does. */
  void cut() {
    if (client != null) {
      client.socket().cut();
    }
    sender.isCut();
    end();
  }

  @Override
  public void welcomed(RoomClient welcomed, WsWelcome welcome) {
    client = welcomed;
    sender = room.sender(welcome.getAlias(), signer.address());
    sender.enters();
    hearing.welcomed(welcome);
  }

  @Override
  public void joined(int alias, String address) {
    hearing.joined(alias, address);
  }

  @Override
  public void left(int alias) {
    hearing.left(alias);
  }

  @Override
  public void update(PeerUpdate update) {
    hearing.update(update, System.nanoTime());
  }

  @Override
  public void kicked(String reason) {
    if (!moving) {
      parts.findings().add(Fault.KICKED, 1, () -> room.place() + ": " + reason);
    }
  }

  @Override
  public void closed(SocketEnd how) {
    if (!moving && !(parts.comeBack() && how.comesBack())) {
      parts.findings().add(Fault.ROOM_CLOSED, 1, () -> room.place() + ": " + how);
    }
    sender.isCut();
    end();
    endListener.ended(this, how.toString());
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    sender.leaves();
    hearing.end();
    if (client != null) {
      room.forget(client.alias(), sender);
    }
    if (room.leave()) {
      parts.ledger().forget(room);
    }
  }
}
