package dev.atoll.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.WsIdentification;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.protocol.message.WsSignedChallenge;
import dev.atoll.protocol.message.WsWelcome;
import io.netty.buffer.ByteBuf;

/**
 * A peer's membership of a room (rfc5), entered by challenge or by the token in the room's URL. Obtained from
 * {@link Dialer#room} once welcomed; safe from any thread.
 */
public final class RoomClient {
  /** Where the membership stands. */
  private enum Stage {
    CHALLENGE_AWAITED,
    WELCOME_AWAITED,
    MEMBER
  }

  private final WireSocket socket;
  private final Signer signer;
  private final RoomListener listener;
  private final Login<RoomClient> login;
  private Stage stage = Stage.CHALLENGE_AWAITED;
  private volatile int alias;

  RoomClient(WireSocket socket, Signer signer, RoomListener listener, Login<RoomClient> login) {
    this.socket = socket;
    this.signer = signer;
    this.listener = listener;
    this.login = login;
  }

  /** Says who comes, as kernels do also where a token says it already; the answers come to what is returned. */
  SocketEvents start() {
    WsIdentification who =
        WsIdentification.newBuilder().setAddress(signer.address()).build();
    socket.send(WsPacket.newBuilder().setPeerIdentification(who).build());
    return new Inbound();
  }

  /** The number the others know this member by; of this room and this membership only. */
  public int alias() {
    return alias;
  }

  /** Says something to the other members. */
  public void send(Packet packet, boolean unreliable) {
    send(packet.toByteString(), unreliable);
  }

  /**
   * Sends any body to the other members.
   *
   * @param unreliable whether a newer one of the same kind may take its place
   */
  public void send(ByteString body, boolean unreliable) {
    send(WsPeerUpdate.newBuilder().setBody(body).setUnreliable(unreliable).build());
  }

  /** Sends an update of the caller's making, which may lie about its sender. */
  public void send(WsPeerUpdate update) {
    socket.send(WsPacket.newBuilder().setPeerUpdateMessage(update).build());
  }

  /** Leaves; the listener is told nothing more. */
  public void close() {
    socket.close();
  }

  /** What the membership runs over. */
  public WireSocket socket() {
    return socket;
  }

  private final class Inbound implements SocketEvents {
    private final PeerUpdate update = new PeerUpdate();

    @Override
    public void message(ByteBuf buffer, int offset, int length)
        throws InvalidProtocolBufferException {
      if (stage == Stage.MEMBER && update.read(buffer, offset, length)) {
        listener.update(update);
        return;
      }
      WsPacket packet = WsPacket.parseFrom(buffer.nioBuffer(offset, length));
      if (stage == Stage.MEMBER) {
        told(packet);
      } else {
        answered(packet);
      }
    }

    @Override
    public void closed(SocketEnd end) {
      if (stage == Stage.MEMBER) {
        listener.closed(end);
      } else {
        login.fail(end + " in " + stage);
      }
    }

    private void answered(WsPacket packet) {
      if (packet.hasWelcomeMessage()) {
        welcomed(packet.getWelcomeMessage());
      } else if (packet.hasChallengeMessage() && stage == Stage.CHALLENGE_AWAITED) {
        challenged(packet.getChallengeMessage().getChallengeToSign());
      } else if (packet.hasPeerKicked()) {
        login.fail("kicked '" + packet.getPeerKicked().getReason() + "' in " + stage);
      } else {
        login.fail(packet.getMessageCase() + " in " + stage);
      }
    }

    private void challenged(String challenge) {
      stage = Stage.WELCOME_AWAITED;
      login.prove(signer, challenge, this::prove);
    }

    private void prove(String authChain) {
      WsSignedChallenge proof =
          WsSignedChallenge.newBuilder().setAuthChainJson(authChain).build();
      socket.send(WsPacket.newBuilder().setSignedChallengeForServer(proof).build());
    }

    private void welcomed(WsWelcome welcome) {
      alias = welcome.getAlias();
      stage = Stage.MEMBER;
      listener.welcomed(RoomClient.this, welcome);
      login.succeed(RoomClient.this);
    }

    private void told(WsPacket packet) {
      switch (packet.getMessageCase()) {
        case PEER_JOIN_MESSAGE ->
          listener.joined(
              packet.getPeerJoinMessage().getAlias(),
              packet.getPeerJoinMessage().getAddress());
        case PEER_LEAVE_MESSAGE -> listener.left(packet.getPeerLeaveMessage().getAlias());
        case PEER_KICKED -> listener.kicked(packet.getPeerKicked().getReason());
        default -> listener.other(packet);
      }
    }
  }
}
