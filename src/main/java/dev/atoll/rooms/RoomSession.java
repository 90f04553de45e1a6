package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.EthereumAddress;
import dev.atoll.cluster.LoginStamp;
import dev.atoll.protocol.message.WsChallengeRequired;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.EntryStage.AwaitIdentification;
import dev.atoll.rooms.EntryStage.AwaitSignature;
import dev.atoll.rooms.EntryStage.Inside;
import dev.atoll.rooms.EntryStage.Verifying;
import dev.atoll.rooms.RoomDirectory.Entrant;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import dev.atoll.session.Refusals;
import dev.atoll.session.SocketListener;
import dev.atoll.transport.SignedRooms;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of the rooms' door, from its upgrade to its leave (wire.md §3 and §4). Nobody holds a seat before its address is
 * proven.
 */
final class RoomSession implements SocketListener {
  private static final Logger LOG = LoggerFactory.getLogger(RoomSession.class);

  private final Door door;
  private final RoomRequest request;
  private final ClientSocket socket;
  private EntryStage stage = new Verifying();

  private RoomSession(Door door, RoomRequest request, ClientSocket socket) {
    this.door = door;
    this.request = request;
    this.socket = socket;
  }

  /** A session of a new socket; it may already be inside, or closed. */
  static RoomSession open(Door door, RoomRequest request, ClientSocket socket) {
    RoomSession session = new RoomSession(door, request, socket);
    session.start();
    return session;
  }

  private void start() {
    if (request.room().isEmpty()) {
      refuse(CloseReason.BAD_ROOM);
      return;
    }
    String room = request.room().get();
    if (request.token().isPresent()) {
      enterByToken(room, request.token().get());
    } else if (!mayBeChallenged(room)) {
      refuse(CloseReason.TOKEN_ONLY);
    } else {
      await(new AwaitIdentification());
    }
  }

  private boolean mayBeChallenged(String room) {
    return request.dialect().hasChallenge()
        && door.settings().open()
        && !door.islands().isIsland(room)
        && !SignedRooms.contains(room);
  }

  @Override
  public void message(ByteBuf buffer, int offset, int length)
      throws InvalidProtocolBufferException {
    if (stage instanceof Inside inside) {
      Member member = inside.member();
      member.room().hear(member, buffer, offset, length);
    } else if (request.dialect().hasChallenge()) {
      handle(stage, WsPacket.parseFrom(buffer.nioBuffer(offset, length)));
    }
  }

  @Override
  public void closed() {
    if (stage instanceof Inside inside) {
      door.directory().leave(inside.member());
    }
  }

  @Override
  public void writable() {
    if (stage instanceof Inside inside) {
      inside.member().drain();
    }
  }

  private void handle(EntryStage now, WsPacket packet) {
    if (now instanceof AwaitIdentification && packet.hasPeerIdentification()) {
      identified(packet.getPeerIdentification().getAddress());
    } else if (now instanceof AwaitSignature asked && packet.hasSignedChallengeForServer()) {
      signed(asked.challenge(), packet.getSignedChallengeForServer().getAuthChainJson());
    } else if (!(now instanceof Verifying)) {
      throw new ClientFault(CloseReason.WRONG_STAGE);
    }
  }

  private void await(EntryStage next) {
    stage = next;
    socket.deadline(door.settings().handshakeTimeout(), CloseReason.HANDSHAKE_TIMEOUT);
  }

  /** The address is only claimed here, so nothing but the question is given for it. */
  private void identified(String claimed) {
    if (!EthereumAddress.isAddress(claimed)) {
      throw new ClientFault(CloseReason.BAD_ADDRESS);
    }
    String address = claimed.toLowerCase(Locale.ROOT);
    if (door.auth().access().denied(address)) {
      throw new ClientFault(CloseReason.DENIED);
    }
    String room = request.room().orElseThrow();
    var refusal = door.directory().refusal(room, address, true);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    String challenge = door.auth().challenges().next();
    await(new AwaitSignature(challenge));
    socket.send(WsPacket.newBuilder()
        .setChallengeMessage(WsChallengeRequired.newBuilder()
            .setChallengeToSign(challenge)
            .setAlreadyConnected(door.directory().isConnected(address)))
        .build());
  }

  private void signed(String challenge, String authChain) {
    await(new Verifying());
    door.auth()
        .authenticator()
        .authenticate(authChain, challenge)
        .compose(address -> enter(entrant(address, true)))
        .onFailure(this::failed);
  }

  private void enterByToken(String room, String token) {
    await(new Verifying());
    Future.succeededFuture(token)
        .map(text -> door.auth().tokens().verify(text, room, request.origins()))
        .compose(address -> enter(entrant(address, false)))
        .onFailure(this::failed);
  }

  /** The address, unless it is denied or banned. */
  private Future<String> admitted(String address) {
    if (door.auth().access().denied(address)) {
      return Future.failedFuture(new ClientFault(CloseReason.DENIED));
    }
    return door.auth()
        .access()
        .banned(address)
        .compose(banned -> banned
            ? Future.failedFuture(new ClientFault(CloseReason.BANNED))
            : Future.succeededFuture(address));
  }

  private Entrant entrant(String address, boolean byChallenge) {
    return new Entrant(socket, address, byChallenge, request.dialect());
  }

  /** Who has been proven just now. */
  private Future<Boolean> enter(Entrant entrant) {
    String room = request.room().orElseThrow();
    LoginStamp stamp = door.directory().stamp(room, entrant);
    return admitted(entrant.address())
        .compose(address -> socket.isOpen()
            ? door.directory()
                .seat(room, entrant, stamp)
                .map(seat -> enterOrGiveBack(entrant, seat))
            : Future.succeededFuture(false));
  }

  /** Nobody else is kept out by a seat of who left, or was refused, while it was asked for. */
  private boolean enterOrGiveBack(Entrant entrant, Seat seat) {
    boolean inside = false;
    try {
      inside = enter(entrant, seat);
      return inside;
    } finally {
      if (!inside) {
        door.directory().giveBack(request.room().orElseThrow(), entrant, seat);
      }
    }
  }

  private boolean enter(Entrant entrant, Seat seat) {
    if (!socket.isOpen()) {
      return false;
    }
    String room = request.room().orElseThrow();
    if (door.islands().isIsland(room) && door.islands().hasLeft(room, entrant.address())) {
      throw new ClientFault(CloseReason.NOT_IN_ISLAND);
    }
    socket.clearDeadline();
    stage = new Inside(door.directory().join(room, entrant, seat));
    if (!socket.isOpen()) {
      // closed by its own welcome, when nothing was to leave yet
      closed();
    }
    return true;
  }

  private void failed(Throwable cause) {
    CloseReason reason = Refusals.reason(cause);
    if (reason == CloseReason.INTERNAL_ERROR) {
      LOG.error("Entry failed", cause);
    } else {
      LOG.debug("Entry refused reason={} cause={}", reason, cause.getMessage());
    }
    refuse(reason);
  }

  /** Explorers know a full world and a kick by a message and not by the close frame. */
  private void refuse(CloseReason reason) {
    if (reason == CloseReason.ROOM_FULL || reason == CloseReason.BANNED) {
      request.dialect().kick(socket, reason.text(), reason);
    } else {
      socket.close(reason);
    }
  }
}
