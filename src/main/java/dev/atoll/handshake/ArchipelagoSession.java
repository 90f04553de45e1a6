package dev.atoll.handshake;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Message;
import dev.atoll.handshake.Stage.Challenged;
import dev.atoll.handshake.Stage.Opened;
import dev.atoll.handshake.Stage.Verifying;
import dev.atoll.handshake.Stage.Welcomed;
import dev.atoll.protocol.message.ChallengeResponseMessage;
import dev.atoll.protocol.message.ClientPacket;
import dev.atoll.protocol.message.KickedMessage;
import dev.atoll.protocol.message.ServerPacket;
import dev.atoll.protocol.message.WelcomeMessage;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import dev.atoll.session.Refusals;
import dev.atoll.session.SocketListener;
import io.netty.buffer.ByteBuf;

/** One socket of the archipelago door, from its upgrade to its close. Lives on its socket's event loop. */
final class ArchipelagoSession implements SocketListener, Session {
  private static final ServerPacket KICKED =
      ServerPacket.newBuilder().setKicked(KickedMessage.getDefaultInstance()).build();

  private final ArchipelagoDoor door;
  private final ClientSocket socket;
  private final String origin;
  private final HeartbeatLimit limit = new HeartbeatLimit(System.nanoTime());
  private Stage stage = new Opened();

  ArchipelagoSession(ArchipelagoDoor door, ClientSocket socket, String origin) {
    this.door = door;
    this.socket = socket;
    this.origin = origin;
    socket.deadline(door.timeout(), CloseReason.HANDSHAKE_TIMEOUT);
  }

  @Override
  public void message(ByteBuf buffer, int offset, int length)
      throws InvalidProtocolBufferException {
    handle(stage, ClientPacket.parseFrom(buffer.nioBuffer(offset, length)));
  }

  private void handle(Stage now, ClientPacket packet) {
    if (now instanceof Welcomed welcomed) {
      if (packet.hasHeartbeat()) {
        door.heartbeats().accept(welcomed.peer(), limit, packet.getHeartbeat());
      }
    } else if (now instanceof Opened && packet.hasChallengeRequest()) {
      challenge(packet.getChallengeRequest().getAddress());
    } else if (now instanceof Challenged challenged && packet.hasSignedChallenge()) {
      stage = new Verifying();
      verify(packet.getSignedChallenge().getAuthChainJson(), challenged.challenge());
    } else {
      throw new ClientFault(CloseReason.WRONG_STAGE);
    }
  }

  private void challenge(String claimed) {
    String address = door.entrance().checked(claimed);
    String challenge = door.entrance().newChallenge();
    stage = new Challenged(challenge);
    socket.deadline(door.timeout(), CloseReason.HANDSHAKE_TIMEOUT);
    ChallengeResponseMessage response = ChallengeResponseMessage.newBuilder()
        .setChallengeToSign(challenge)
        .setAlreadyConnected(door.sessions().isConnected(address))
        .build();
    socket.send(ServerPacket.newBuilder().setChallengeResponse(response).build());
  }

  /** The stage's deadline goes on meanwhile: a wallet contract that hangs holds no socket. */
  private void verify(String authChain, String challenge) {
    door.entrance().verify(authChain, challenge, door.sessions()).onComplete(result -> {
      if (!socket.isOpen()) {
        return;
      }
      if (result.succeeded()) {
        socket.clearDeadline();
        welcome(door.sessions().admit(result.result(), this));
      } else {
        refuse(Refusals.reason(result.cause()));
      }
    });
  }

  private void refuse(CloseReason reason) {
    if (reason == CloseReason.BANNED) {
      socket.send(KICKED);
    }
    socket.close(reason);
  }

  private void welcome(LoggedIn peer) {
    stage = new Welcomed(peer, door.islandChanges(peer, this::islandChanged));
    WelcomeMessage welcome =
        WelcomeMessage.newBuilder().setPeerId(peer.address()).build();
    socket.send(ServerPacket.newBuilder().setWelcome(welcome).build());
  }

  /** Tells the client that it was not a failure of the line. */
  @Override
  public void kick(CloseReason reason) {
    socket.send(KICKED);
    socket.close(reason);
  }

  /** The realm's message is the packet's field as it stands: it is neither decoded nor encoded again. */
  private void islandChanged(Message message) {
    socket.sendField(ServerPacket.ISLAND_CHANGED_FIELD_NUMBER, message.payload().bytes());
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public boolean hasTopics() {
    return false;
  }

  @Override
  public void closed() {
    if (stage instanceof Welcomed welcomed) {
      welcomed.islandChanges().cancel();
      door.sessions().left(welcomed.peer(), this);
    }
  }
}
