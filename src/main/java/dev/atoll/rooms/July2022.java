package dev.atoll.rooms;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.protocol.Frames;
import dev.atoll.protocol.message.JulyIdentity;
import dev.atoll.protocol.message.JulyMessage;
import dev.atoll.protocol.message.JulySystem;
import dev.atoll.protocol.message.JulyWelcome;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * June to September 2022 (wire.md §4.2). Nobody is told who comes and goes: a client learns whose alias it is from the first
 * identity message, so whatever is said by somebody of another dialect comes as one.
 */
final class July2022 implements Dialect {
  private static final int SYSTEM_TAG = JulyMessage.SYSTEM_MESSAGE_FIELD_NUMBER << 3 | 2;
  private static final int IDENTITY_TAG = JulyMessage.IDENTITY_MESSAGE_FIELD_NUMBER << 3 | 2;
  private static final int ALIAS_TAG = JulySystem.FROM_ALIAS_FIELD_NUMBER << 3;
  private static final int NAME_TAG = JulyIdentity.IDENTITY_FIELD_NUMBER << 3 | 2;
  private static final int SYSTEM_BODY_TAG = JulySystem.BODY_FIELD_NUMBER << 3 | 2;
  private static final int IDENTITY_BODY_TAG = JulyIdentity.BODY_FIELD_NUMBER << 3 | 2;

  @Override
  public boolean hasChallenge() {
    return false;
  }

  @Override
  public MessageLite welcome(int alias, List<Speaker> inside) {
    return JulyMessage.newBuilder()
        .setWelcomeMessage(JulyWelcome.newBuilder().setAlias(Integer.toUnsignedLong(alias)))
        .build();
  }

  @Override
  public boolean read(ByteBuf message, int offset, int length, Said said)
      throws InvalidProtocolBufferException {
    JulyMessage packet = JulyMessage.parseFrom(message.nioBuffer(offset, length));
    return switch (packet.getMessageCase()) {
      case SYSTEM_MESSAGE -> {
        said.set(packet.getSystemMessage().getBody());
        said.markAnonymous();
        yield true;
      }
      case IDENTITY_MESSAGE -> {
        said.set(packet.getIdentityMessage().getBody());
        yield true;
      }
      default -> false;
    };
  }

  @Override
  public boolean isUsual(ByteBuf message, int offset, int length) {
    return false;
  }

  @Override
  public void writeSaid(ByteBuf out, Said said, Speaker who) {
    boolean named = !said.isAnonymous();
    int length = 1 + CodedOutputStream.computeUInt32SizeNoTag(who.alias());
    if (named) {
      length += sizeOf(who.address().length());
    }
    if (said.bodyBytes() > 0) {
      length += sizeOf(said.bodyBytes());
    }
    Frames.writeHeader(out, sizeOf(length));
    out.ensureWritable(sizeOf(length));
    out.writeByte(named ? IDENTITY_TAG : SYSTEM_TAG);
    Frames.writeVarint(out, length);
    out.writeByte(ALIAS_TAG);
    Frames.writeVarint(out, who.alias());
    if (named) {
      out.writeByte(NAME_TAG);
      Frames.writeVarint(out, who.address().length());
      out.writeCharSequence(who.address(), StandardCharsets.US_ASCII);
    }
    if (said.bodyBytes() > 0) {
      out.writeByte(named ? IDENTITY_BODY_TAG : SYSTEM_BODY_TAG);
      Frames.writeVarint(out, said.bodyBytes());
      said.writeBody(out);
    }
  }

  /** Of a length-delimited field with a tag of one byte. */
  private static int sizeOf(int bytes) {
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(bytes) + bytes;
  }

  @Override
  public boolean tellsMembers() {
    return false;
  }

  @Override
  public void writeJoin(ByteBuf out, Speaker who) {
    throw new UnsupportedOperationException("nobody is told who comes");
  }

  @Override
  public void writeLeave(ByteBuf out, int alias) {
    throw new UnsupportedOperationException("nobody is told who goes");
  }

  @Override
  public Optional<MessageLite> kicked(String text) {
    return Optional.empty();
  }
}
