package dev.atoll.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.LegacyIslandChangedMessage;
import dev.atoll.protocol.message.LegacyIslandData;
import dev.atoll.protocol.message.LegacyIslandStatusMessage;
import dev.atoll.protocol.message.LegacyPosition;
import dev.atoll.protocol.message.Position;
import java.io.IOException;
import java.util.List;

/**
 * Messages with positions, whose coordinates were doubles until 2022-10-06 (heartbeats) and 2023-04-17 (islands) and are floats
 * since. Coordinates are metres. Source: wire.md §0.
 */
public final class Positions {
  /** Far beyond any land or world, whose parcels of 16 metres are numbered in hundreds; a float still tells decimetres there. */
  private static final float FARTHEST = 1_000_000;

  /** Longest island id a peer may wish for; ours and Decentraland's have under 20 characters. */
  private static final int MOST_DESIRED_ROOM = 128;

  private static final int FIELDS = 3;

  private Positions() {}

  /**
   * Whether a heartbeat may count, wherever it came from: each coordinate is a number from -1,000,000 to 1,000,000 metres, and the wish
   * for an island at most 128 characters long. One without position is at 0, 0, 0.
   */
  public static boolean isSound(Heartbeat heartbeat) {
    Position at = heartbeat.getPosition();
    return isWithin(at.getX())
        && isWithin(at.getY())
        && isWithin(at.getZ())
        && heartbeat.getDesiredRoom().length() <= MOST_DESIRED_ROOM;
  }

  /** False of what is no number. */
  private static boolean isWithin(float metres) {
    return Math.abs(metres) <= FARTHEST;
  }

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

  /**
   * An island change of either width; fields that nobody knows are gone.
   *
   * @throws InvalidProtocolBufferException when the bytes are no such message
   */
  public static IslandChangedMessage islandChanged(ByteString bytes)
      throws InvalidProtocolBufferException {
    IslandChangedMessage read = IslandChangedMessage.parseFrom(bytes);
    IslandChangedMessage.Builder change = IslandChangedMessage.newBuilder()
        .setIslandId(read.getIslandId())
        .setConnStr(read.getConnStr());
    if (read.hasFromIslandId()) {
      change.setFromIslandId(read.getFromIslandId());
    }
    read.getPeersMap().forEach((peer, at) -> change.putPeers(peer, narrow(at)));
    return change.build();
  }

  /**
   * All islands, of either width; fields that nobody knows are gone.
   *
   * @throws InvalidProtocolBufferException when the bytes are no such message
   */
  public static IslandStatusMessage islands(ByteString bytes)
      throws InvalidProtocolBufferException {
    IslandStatusMessage.Builder islands = IslandStatusMessage.newBuilder();
    for (IslandData island : IslandStatusMessage.parseFrom(bytes).getDataList()) {
      IslandData.Builder data =
          island.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
      if (island.hasCenter()) {
        data.setCenter(narrow(island.getCenter()));
      }
      islands.addData(data);
    }
    return islands.build();
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

  /** All islands as services of 2022 read them. */
  public static LegacyIslandStatusMessage legacy(IslandStatusMessage islands) {
    LegacyIslandStatusMessage.Builder legacy = LegacyIslandStatusMessage.newBuilder();
    for (IslandData island : islands.getDataList()) {
      LegacyIslandData.Builder data = LegacyIslandData.newBuilder()
          .setId(island.getId())
          .addAllPeers(island.getPeersList())
          .setMaxPeers(island.getMaxPeers())
          .setRadius(island.getRadius());
      if (island.hasCenter()) {
        data.setCenter(legacy(island.getCenter()));
      }
      legacy.addData(data);
    }
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

  /** Numbers of another wire type than the schema's are kept as unknown fields, so that is where doubles are found. */
  private static Position narrow(Position read) {
    UnknownFieldSet others = read.getUnknownFields();
    if (others.asMap().isEmpty()) {
      return read;
    }
    return Position.newBuilder()
        .setX(coordinate(others, Position.X_FIELD_NUMBER, read.getX()))
        .setY(coordinate(others, Position.Y_FIELD_NUMBER, read.getY()))
        .setZ(coordinate(others, Position.Z_FIELD_NUMBER, read.getZ()))
        .build();
  }

  private static float coordinate(UnknownFieldSet others, int field, float otherwise) {
    List<Long> doubles = others.getField(field).getFixed64List();
    return doubles.isEmpty()
        ? otherwise
        : (float) Double.longBitsToDouble(doubles.get(doubles.size() - 1));
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
