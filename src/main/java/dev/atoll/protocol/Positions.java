package dev.atoll.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.LegacyIslandChangedMessage;
import dev.atoll.protocol.message.LegacyPosition;
import dev.atoll.protocol.message.Position;
import java.io.IOException;

/**
 * Messages with positions, whose coordinates were doubles until 2022-10-06 (heartbeats) and 2023-04-17 (islands) and are floats
 * since. Coordinates are metres. Source: wire.md §0.
 */
public final class Positions {
  private static final int FIELDS = 3;

  private Positions() {}

  /**
   * A heartbeat of either width: each coordinate is read by its wire type. One that no float can hold comes out infinite.
   *
   * @throws InvalidProtocolBufferException when the bytes are no protobuf message
   */
  public static Heartbeat heartbeat(ByteString bytes) throws InvalidProtocolBufferException {
    Heartbeat.Builder heartbeat = Heartbeat.newBuilder();
    CodedInputStream in = bytes.newCodedInput();
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == delimited(Heartbeat.POSITION_FIELD_NUMBER)) {
          heartbeat.setPosition(position(in.readBytes().newCodedInput()));
        } else if (tag == delimited(Heartbeat.DESIRED_ROOM_FIELD_NUMBER)) {
          heartbeat.setDesiredRoom(in.readStringRequireUtf8());
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException malformed) {
      throw wrapped(malformed);
    }
    return heartbeat.build();
  }

  /** An island change as clients and services of 2022 read it. */
  public static LegacyIslandChangedMessage legacy(IslandChangedMessage change) {
    LegacyIslandChangedMessage.Builder legacy = LegacyIslandChangedMessage.newBuilder()
        .setIslandId(change.getIslandId())
        .setConnStr(change.getConnStr());
    if (change.hasFromIslandId()) {
      legacy.setFromIslandId(change.getFromIslandId());
    }
    change.getPeersMap().forEach((peer, at) -> legacy.putPeers(peer, legacy(at)));
    return legacy.build();
  }

  private static LegacyPosition legacy(Position at) {
    return LegacyPosition.newBuilder()
        .setX(at.getX())
        .setY(at.getY())
        .setZ(at.getZ())
        .build();
  }

  private static Position position(CodedInputStream in) throws IOException {
    float[] coordinates = new float[FIELDS];
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int axis = WireFormat.getTagFieldNumber(tag) - 1;
      int type = WireFormat.getTagWireType(tag);
      if (axis < FIELDS && type == WireFormat.WIRETYPE_FIXED32) {
        coordinates[axis] = in.readFloat();
      } else if (axis < FIELDS && type == WireFormat.WIRETYPE_FIXED64) {
        coordinates[axis] = (float) in.readDouble();
      } else {
        in.skipField(tag);
      }
    }
    return Position.newBuilder()
        .setX(coordinates[0])
        .setY(coordinates[1])
        .setZ(coordinates[2])
        .build();
  }

  private static int delimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private static InvalidProtocolBufferException wrapped(IOException malformed) {
    return malformed instanceof InvalidProtocolBufferException already
        ? already
        : new InvalidProtocolBufferException(malformed);
  }
}
