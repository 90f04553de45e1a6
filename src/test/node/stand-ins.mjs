// Stand-ins of Decentraland's services, for tests: written from what those services say and hear on NATS, on the published
// packages. They keep no rules of their own (one island for all, no capacity, no authentication beyond what the test needs).
import archipelago from '@dcl/protocol/out-js/decentraland/kernel/comms/v3/archipelago.gen.js'
import { connect } from 'nats'
import { WebSocketServer } from 'ws'
import legacy from './legacy.mjs'

const { ClientPacket, Heartbeat, IslandChangedMessage, IslandStatusMessage, JoinIslandMessage, ServerPacket } = archipelago
const EMPTY = new Uint8Array()

async function subscribed(nats, subject, handler) {
  const subscription = nats.subscribe(subject)
  ;(async () => {
    for await (const message of subscription) {
      await handler(message, message.subject.split('.'))
    }
  })()
  await nats.flush()
}

/** archipelago-workers' ws-connector of 2023: `/ws` in front of NATS. Every challenge is taken for signed. */
export async function connector2023(natsUrl) {
  const nats = await connect({ servers: natsUrl })
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const sockets = new Map()
  const send = (socket, message) => socket.send(ServerPacket.encode({ message }).finish())
  server.on('connection', (socket) => {
    let address
    socket.on('message', (data) => {
      const { message } = ClientPacket.decode(data)
      if (message.$case === 'challengeRequest') {
        address = message.challengeRequest.address.toLowerCase()
        send(socket, { $case: 'challengeResponse', challengeResponse: { challengeToSign: 'dcl-1', alreadyConnected: false } })
      } else if (message.$case === 'signedChallenge') {
        sockets.set(address, socket)
        send(socket, { $case: 'welcome', welcome: { peerId: address } })
      } else if (message.$case === 'heartbeat') {
        nats.publish(`peer.${address}.heartbeat`, Heartbeat.encode(message.heartbeat).finish())
      }
    })
    socket.on('close', () => {
      sockets.delete(address)
      nats.publish(`peer.${address}.disconnect`, EMPTY)
    })
  })
  await subscribed(nats, 'engine.peer.*.island_changed', ({ data }, [, , address]) => {
    const socket = sockets.get(address)
    if (socket) {
      send(socket, { $case: 'islandChanged', islandChanged: IslandChangedMessage.decode(data) })
    }
  })
  await new Promise((resolve) => (server.address() ? resolve() : server.on('listening', resolve)))
  return { url: `ws://127.0.0.1:${server.address().port}/ws`, stop: () => stop(nats, server) }
}

/** archipelago-workers' core of 2023: whoever heartbeats is in island I1. */
export async function core2023(natsUrl) {
  const nats = await connect({ servers: natsUrl })
  const peers = {}
  await subscribed(nats, 'peer.*.heartbeat', ({ data }, [, address]) => {
    const isNew = !(address in peers)
    peers[address] = Heartbeat.decode(data).position
    if (isNew) {
      const change = { islandId: 'I1', connStr: 'livekit:ws://sfu.test?access_token=t', peers }
      nats.publish(`engine.peer.${address}.island_changed`, IslandChangedMessage.encode(change).finish())
    }
    const island = { id: 'I1', peers: Object.keys(peers), maxPeers: 100, center: { x: 0, y: 0, z: 0 }, radius: 10 }
    nats.publish('engine.islands', IslandStatusMessage.encode({ data: [island] }).finish())
  })
  await subscribed(nats, 'peer.*.disconnect', (message, [, address]) => { delete peers[address] })
  return { peers, stop: () => stop(nats) }
}

/** archipelago-workers' stats of 2023: what it has heard. */
export async function stats2023(natsUrl) {
  const nats = await connect({ servers: natsUrl })
  const heard = { peers: new Map(), islands: [], discovered: 0 }
  await subscribed(nats, 'peer.*.heartbeat', ({ data }, [, address]) => {
    heard.peers.set(address, Heartbeat.decode(data).position)
  })
  await subscribed(nats, 'peer.*.disconnect', (message, [, address]) => { heard.peers.delete(address) })
  await subscribed(nats, 'engine.islands', ({ data }) => { heard.islands = IslandStatusMessage.decode(data).data })
  await subscribed(nats, 'engine.discovery', () => { heard.discovered += 1 })
  return { heard, stop: () => stop(nats) }
}

/** One peer of explorer-bff of 2022, as it is seen on NATS. */
export async function bffPeer2022(natsUrl, address) {
  const nats = await connect({ servers: natsUrl })
  const changes = []
  await subscribed(nats, `client-proto.${address}.island_changed`, ({ data }) => {
    changes.push(legacy.islandChanged(data))
  })
  nats.publish(`peer.${address}.connect`, EMPTY)
  return {
    changes,
    heartbeat: (x, y, z) => nats.publish(`client-proto.peer.${address}.heartbeat`, legacy.heartbeat(x, y, z)),
    leave: () => nats.publish(`peer.${address}.disconnect`, EMPTY),
    stop: () => stop(nats)
  }
}

/** archipelago-service of 2022: whoever heartbeats is in island I9, whose members are told of each other. */
export async function archipelago2022(natsUrl) {
  const nats = await connect({ servers: natsUrl })
  const peers = {}
  await subscribed(nats, 'client-proto.peer.*.heartbeat', ({ data }, [, , address]) => {
    const isNew = !(address in peers)
    peers[address] = legacy.position(data)
    if (isNew) {
      const change = { islandId: 'I9', connStr: `p2p:I9:${address}`, peers }
      nats.publish(`client-proto.${address}.island_changed`, legacy.encodeIslandChanged(change))
      nats.publish('client-proto.island.I9.peer_join', JoinIslandMessage.encode({ islandId: 'I9', peerId: address }).finish())
    }
  })
  return { peers, stop: () => stop(nats) }
}

async function stop(nats, server) {
  server?.clients.forEach((socket) => socket.terminate())
  server?.close()
  await nats.close()
}
