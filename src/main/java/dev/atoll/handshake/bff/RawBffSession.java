package dev.atoll.handshake.bff;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.handshake.LoggedIn;
import dev.atoll.handshake.Proven;
import dev.atoll.handshake.Session;
import dev.atoll.protocol.message.RawBffHeader;
import dev.atoll.protocol.message.RawBffOpen;
import dev.atoll.protocol.message.RawBffSubscription;
import dev.atoll.protocol.message.RawBffTopic;
import dev.atoll.protocol.message.RawBffType;
import dev.atoll.protocol.message.RawBffValidation;
import dev.atoll.protocol.message.RawBffValidationOk;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import dev.atoll.session.Refusals;
import dev.atoll.session.SocketListener;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** One socket of the BFF's door of spring 2022. Lives on its socket's event loop. */
final class RawBffSession implements SocketListener, Session {
  /** With which every other door's challenges begin, and this one's do not. */
  private static final String PREFIX = "dcl-";

  /** Where a socket stands. */
  private sealed interface Stage {
    /** Nothing but a validation has any effect; after a failed one a few more may follow. */
    record Opened() implements Stage {}

    /** A validation is being verified. */
    record Verifying() implements Stage {}

    /**
     * Validated.
     *
     * @param peer who it is
     * @param topics what it says and hears
     */
    record Validated(LoggedIn peer, RawTopics topics) implements Stage {}
  }

  private final BffParts parts;
  private final ClientSocket socket;
  private final String origin;
  private final String challenge;
  private final FailedLogins failedLogins = new FailedLogins();
  private Stage stage = new Stage.Opened();

  RawBffSession(BffParts parts, ClientSocket socket, String origin) {
    this.parts = parts;
    this.socket = socket;
    this.origin = origin;
    this.challenge = parts.door().entrance().newChallenge().substring(PREFIX.length());
    socket.deadline(parts.door().settings().handshake().timeout(), CloseReason.HANDSHAKE_TIMEOUT);
    socket.send(RawBffOpen.newBuilder()
        .setType(RawBffType.RAW_BFF_OPEN_VALUE)
        .setPayload(challenge)
        .build());
  }

  @Override
  public void message(ByteBuf buffer, int offset, int length)
      throws InvalidProtocolBufferException {
    ByteBuffer bytes = buffer.nioBuffer(offset, length);
    int type = RawBffHeader.parseFrom(bytes).getType();
    ByteBuffer again = buffer.nioBuffer(offset, length);
    if (stage instanceof Stage.Validated validated) {
      handle(validated, type, again);
    } else if (type == RawBffType.RAW_BFF_VALIDATION_VALUE) {
      validate(RawBffValidation.parseFrom(again).getEncodedPayload());
    }
  }

  private static void handle(Stage.Validated validated, int type, ByteBuffer bytes)
      throws InvalidProtocolBufferException {
    if (type == RawBffType.RAW_BFF_SUBSCRIPTION_VALUE) {
      validated.topics().subscribe(RawBffSubscription.parseFrom(bytes).getTopicsList());
    } else if (type == RawBffType.RAW_BFF_TOPIC_VALUE) {
      RawBffTopic said = RawBffTopic.parseFrom(bytes);
      validated.topics().publish(said.getTopic(), said.getBody());
    }
  }

  private void validate(String authChain) {
    if (stage instanceof Stage.Verifying) {
      throw new ClientFault(CloseReason.WRONG_STAGE);
    }
    stage = new Stage.Verifying();
    parts
        .door()
        .entrance()
        .verify(authChain, challenge, parts.door().sessions())
        .onComplete(result -> {
          if (!socket.isOpen()) {
            return;
          }
          if (result.succeeded()) {
            welcome(result.result());
          } else {
            refuse(Refusals.reason(result.cause()));
          }
        });
  }

  private void welcome(Proven proven) {
    socket.clearDeadline();
    LoggedIn peer = parts.door().sessions().admit(proven, this);
    stage = new Stage.Validated(peer, new RawTopics(parts, peer, socket));
    socket.send(RawBffValidationOk.newBuilder()
        .setType(RawBffType.RAW_BFF_VALIDATION_OK_VALUE)
        .setPeerId(proven.address())
        .build());
  }

  private void refuse(CloseReason reason) {
    stage = new Stage.Opened();
    socket.send(RawBffHeader.newBuilder()
        .setType(RawBffType.RAW_BFF_VALIDATION_FAILURE_VALUE)
        .build());
    if (failedLogins.add(reason)) {
      socket.close(reason);
    }
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public boolean hasTopics() {
    return true;
  }

  @Override
  public void kick(CloseReason reason) {
    socket.close(reason);
  }

  @Override
  public void closed() {
    if (stage instanceof Stage.Validated validated) {
      validated.topics().close();
      parts.door().sessions().left(validated.peer(), this);
    }
  }
}
