package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.protocol.Frames;
import dev.atoll.protocol.message.WsKicked;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerJoin;
import dev.atoll.protocol.message.WsPeerLeave;
import dev.atoll.protocol.message.WsWelcome;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/** September 2022 to today (wire.md §3 and §4.1). */
final class Rfc5 implements Dialect {
  private static final int IDENTIFICATION_TAG = WsPacket.PEER_IDENTIFICATION_FIELD_NUMBER << 3 | 2;

  private final PeerUpdate update = new PeerUpdate();

  @Override
  public boolean hasChallenge() {
    return true;
  }

  @Override
  public MessageLite welcome(int alias, List<Speaker> inside) {
    WsWelcome.Builder welcome = WsWelcome.newBuilder().setAlias(alias);
    inside.forEach(each -> welcome.putPeerIdentities(each.alias(), each.address()));
    return WsPacket.newBuilder().setWelcomeMessage(welcome).build();
  }

  @Override
  public boolean read(ByteBuf message, int offset, int length, Said said)
      throws InvalidProtocolBufferException {
    return update.read(message, offset, length, said);
  }

  /** Kernels tell their address in any room first, also where the token has told it. */
  @Override
  public boolean isUsual(ByteBuf message, int offset, int length) {
    return length > 0 && message.getByte(offset) == IDENTIFICATION_TAG;
  }

  @Override
  public void writeSaid(ByteBuf out, Said said, Speaker who) {
    PeerUpdate.write(out, said, who.alias());
  }

  @Override
  public boolean tellsMembers() {
    return true;
  }

  @Override
  public void writeJoin(ByteBuf out, Speaker who) {
    WsPeerJoin.Builder join =
        WsPeerJoin.newBuilder().setAlias(who.alias()).setAddress(who.address());
    Frames.append(out, WsPacket.newBuilder().setPeerJoinMessage(join).build());
  }

  @Override
  public void writeLeave(ByteBuf out, int alias) {
    WsPeerLeave.Builder leave = WsPeerLeave.newBuilder().setAlias(alias);
    Frames.append(out, WsPacket.newBuilder().setPeerLeaveMessage(leave).build());
  }

  @Override
  public Optional<MessageLite> kicked(String text) {
    WsKicked.Builder kicked = WsKicked.newBuilder().setReason(text);
    return Optional.of(WsPacket.newBuilder().setPeerKicked(kicked).build());
  }
}
