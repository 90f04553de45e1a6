// Messages of 2022 whose positions are doubles: the packages that had them are gone, so their fields are written out.
// Heartbeats are read by wire type, as a service of that autumn could get both.
import protobuf from 'protobufjs'

const { root } = protobuf.parse(`
  syntax = "proto3";
  message Position { double x = 1; double y = 2; double z = 3; }
  message FloatPosition { float x = 1; float y = 2; float z = 3; }
  message IslandChanged {
    string island_id = 1; string conn_str = 2; optional string from_island_id = 3; map<string, Position> peers = 4;
  }
  message Heartbeat { bytes position = 1; }
  message TransportInit { int32 type = 1; uint32 max_island_size = 2; }
  message TransportHeartbeat { uint32 available_seats = 1; uint32 users_count = 2; }
  message TransportAuthRequest { string request_id = 1; string room_id = 2; repeated string user_ids = 3; }
  message TransportAuthResponse { string request_id = 1; map<string, string> conn_strs = 2; }
  message TransportMessage {
    oneof message {
      TransportInit init = 1; TransportHeartbeat heartbeat = 2;
      TransportAuthRequest authRequest = 3; TransportAuthResponse authResponse = 4;
    }
  }
`)
const Position = root.lookupType('Position')
const FloatPosition = root.lookupType('FloatPosition')
const IslandChanged = root.lookupType('IslandChanged')
const Heartbeat = root.lookupType('Heartbeat')
const TransportMessage = root.lookupType('TransportMessage')
const FIXED32 = 5

function position(heartbeat) {
  const { position } = Heartbeat.decode(heartbeat)
  const type = position.length > 0 && (position[0] & 7) === FIXED32 ? FloatPosition : Position
  return type.toObject(type.decode(position), { defaults: true })
}

export default {
  transport: {
    encode: (message) => TransportMessage.encode(TransportMessage.create(message)).finish(),
    decode: (bytes) => TransportMessage.decode(bytes)
  },
  position,
  islandChanged: (payload) => IslandChanged.toObject(IslandChanged.decode(payload), { defaults: true }),
  encodeIslandChanged: (message) => IslandChanged.encode(IslandChanged.fromObject(message)).finish(),
  heartbeat: (x, y, z) =>
    Heartbeat.encode(Heartbeat.create({ position: Position.encode(Position.create({ x, y, z })).finish() })).finish()
}
