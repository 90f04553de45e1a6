package dev.atoll.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.ChallengeRequestMessage;
import dev.atoll.protocol.message.ChallengeResponseMessage;
import dev.atoll.protocol.message.ClientPacket;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ServerPacket;
import dev.atoll.protocol.message.SignedChallengeMessage;
import io.netty.buffer.ByteBuf;

/**
 * A peer's session at the archipelago door, as clients from 2023 to today hold it. Obtained logged in from
 * {@link Dialer#archipelago}; safe from any thread.
 */
public final class ArchipelagoClient {
  /** Where the session stands. */
  private enum Stage {
    CHALLENGE_AWAITED,
    WELCOME_AWAITED,
    LOGGED_IN
  }

  private final WireSocket socket;
  private final Signer signer;
  private final ArchipelagoListener listener;
  private final Login<ArchipelagoClient> login;
  private Stage stage = Stage.CHALLENGE_AWAITED;
  private volatile String peerId = "";
  private volatile boolean alreadyConnected;

  ArchipelagoClient(
      WireSocket socket,
      Signer signer,
      ArchipelagoListener listener,
      Login<ArchipelagoClient> login) {
    this.socket = socket;
    this.signer = signer;
    this.listener = listener;
    this.login = login;
  }

  /** Begins the login; the answers come to what is returned. */
  SocketEvents start() {
    ChallengeRequestMessage request =
        ChallengeRequestMessage.newBuilder().setAddress(signer.address()).build();
    socket.send(ClientPacket.newBuilder().setChallengeRequest(request).build());
    return new Inbound();
  }

  /** Who the server says this is: the owner's address in lower case. */
  public String peerId() {
    return peerId;
  }

  /** Whether the server said, before any proof, that a session of this address was open. */
  public boolean alreadyConnected() {
    return alreadyConnected;
  }

  /** Tells where the peer is, in metres. */
  public void heartbeat(float x, float y, float z) {
    Position position = Position.newBuilder().setX(x).setY(y).setZ(z).build();
    heartbeat(Heartbeat.newBuilder().setPosition(position).build());
  }

  /** Sends a heartbeat of the caller's making. */
  public void heartbeat(Heartbeat heartbeat) {
    socket.send(ClientPacket.newBuilder().setHeartbeat(heartbeat).build());
  }

  /** Ends the session; the listener is told nothing more. */
  public void close() {
    socket.close();
  }

  /** What the session runs over. */
  public WireSocket socket() {
    return socket;
  }

  private final class Inbound implements SocketEvents {
    @Override
    public void message(ByteBuf buffer, int offset, int length)
        throws InvalidProtocolBufferException {
      ServerPacket packet = ServerPacket.parseFrom(buffer.nioBuffer(offset, length));
      switch (stage) {
        case CHALLENGE_AWAITED -> challenged(packet);
        case WELCOME_AWAITED -> welcomed(packet);
        case LOGGED_IN -> told(packet);
      }
    }

    @Override
    public void closed(SocketEnd end) {
      if (stage == Stage.LOGGED_IN) {
        listener.closed(end);
      } else {
        login.fail(end + " in " + stage);
      }
    }

    private void challenged(ServerPacket packet) {
      if (!packet.hasChallengeResponse()) {
        login.fail("no challenge but " + packet.getMessageCase());
        return;
      }
      ChallengeResponseMessage response = packet.getChallengeResponse();
      alreadyConnected = response.getAlreadyConnected();
      stage = Stage.WELCOME_AWAITED;
      login.prove(signer, response.getChallengeToSign(), this::prove);
    }

    private void prove(String authChain) {
      SignedChallengeMessage proof =
          SignedChallengeMessage.newBuilder().setAuthChainJson(authChain).build();
      socket.send(ClientPacket.newBuilder().setSignedChallenge(proof).build());
    }

    private void welcomed(ServerPacket packet) {
      if (!packet.hasWelcome()) {
        login.fail("no welcome but " + packet.getMessageCase());
        return;
      }
      peerId = packet.getWelcome().getPeerId();
      stage = Stage.LOGGED_IN;
      login.succeed(ArchipelagoClient.this);
    }

    private void told(ServerPacket packet) {
      switch (packet.getMessageCase()) {
        case ISLAND_CHANGED -> listener.islandChanged(packet.getIslandChanged());
        case KICKED -> listener.kicked();
        default -> listener.other(packet);
      }
    }
  }
}
