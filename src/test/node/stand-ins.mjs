// Stand-ins of Decentraland's services, for tests: written from what those services say and hear on NATS, on the published
// packages. They keep no rules of their own (one island for all, no capacity, no authentication beyond what the test needs).
import archipelago from '@dcl/protocol/out-js/decentraland/kernel/comms/v3/archipelago.gen.js'
import rfc5 from '@dcl/protocol/out-js/decentraland/kernel/comms/rfc5/ws_comms.gen.js'
import { createHmac } from 'node:crypto'
import { connect } from 'nats'
import WebSocket, { WebSocketServer } from 'ws'
import legacy from './legacy.mjs'

const { ClientPacket, Heartbeat, IslandChangedMessage, IslandStatusMessage, JoinIslandMessage, ServerPacket } = archipelago
const { WsPacket } = rfc5
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

/**
 * ws-room-service of September 2022 (no package holds it, so this is written from what it says and hears): rooms that open by
 * its own tokens, and a transport that dials an archipelago's registration door, again a second after it lost it. It tells 150 seats
 * less those who were there when it dialled, and islands of 100.
 */
export async function wsRoomService2022(registrationUrl, registrationSecret) {
  const secret = 'of the rooms alone'
  const rooms = new Map()
  const asked = []
  let aliases = 0
  let registration
  let heartbeats
  let stopped = false
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => (server.address() ? resolve() : server.on('listening', resolve)))
  const url = `ws://127.0.0.1:${server.address().port}`

  server.on('connection', (socket, request) => {
    const { pathname, searchParams } = new URL(request.url, url)
    const address = verified(searchParams.get('access_token'), secret)?.peerId
    if (!address) {
      return socket.close()
    }
    const room = rooms.get(pathname) ?? rooms.set(pathname, new Map()).get(pathname)
    const alias = ++aliases
    const tellOthers = (message) => room.forEach(({ socket: other }) => {
      if (other !== socket) {
        other.send(WsPacket.encode({ message }).finish())
      }
    })
    const peerIdentities = Object.fromEntries([...room].map(([other, { address }]) => [other, address]))
    room.set(alias, { socket, address })
    socket.send(WsPacket.encode({ message: { $case: 'welcomeMessage', welcomeMessage: { alias, peerIdentities } } }).finish())
    tellOthers({ $case: 'peerJoinMessage', peerJoinMessage: { alias, address } })
    socket.on('message', (data) => {
      const { message } = WsPacket.decode(data)
      if (message?.$case === 'peerUpdateMessage') {
        const { body } = message.peerUpdateMessage
        tellOthers({ $case: 'peerUpdateMessage', peerUpdateMessage: { fromAlias: alias, body, unreliable: false } })
      }
    })
    socket.on('close', () => {
      room.delete(alias)
      tellOthers({ $case: 'peerLeaveMessage', peerLeaveMessage: { alias } })
    })
  })

  function dial() {
    const users = [...rooms.values()].reduce((sum, room) => sum + room.size, 0)
    const token = signed({ iat: Math.floor(Date.now() / 1000), aud: registrationUrl }, registrationSecret)
    const socket = new WebSocket(`${registrationUrl}?access_token=${token}`)
    registration = socket
    const send = (message) => socket.send(legacy.transport.encode(message))
    const heartbeat = () => send({ heartbeat: { availableSeats: 150 - users, usersCount: users } })
    socket.on('open', () => {
      send({ init: { type: 1, maxIslandSize: 100 } })
      heartbeats = setInterval(heartbeat, 10_000)
      heartbeat()
    })
    socket.on('message', (data) => {
      const { authRequest } = legacy.transport.decode(data)
      if (authRequest) {
        asked.push(authRequest)
        const path = `${url}/rooms/${authRequest.roomId}`
        const iat = Math.floor(Date.now() / 1000)
        const connStrs = Object.fromEntries(authRequest.userIds.map((peerId) =>
          [peerId, `ws-room:${path}?access_token=${signed({ peerId, iat, aud: path }, secret)}`]))
        send({ authResponse: { requestId: authRequest.requestId, connStrs } })
      }
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(heartbeats)
      if (!stopped) {
        setTimeout(dial, 1000)
      }
    })
  }

  dial()
  return {
    url,
    asked,
    /** Until it has dialled again. */
    async loseRegistration() {
      const lost = registration
      lost.terminate()
      while (registration === lost || registration.readyState !== WebSocket.OPEN) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    stop() {
      stopped = true
      registration.terminate()
      server.clients.forEach((socket) => socket.terminate())
      server.close()
    }
  }
}

const base64 = (value) => Buffer.from(value).toString('base64url')
const hs256 = (text, secret) => createHmac('sha256', secret).update(text).digest('base64url')

function signed(claims, secret) {
  const text = `${base64(JSON.stringify({ alg: 'HS256', typ: 'JWT' }))}.${base64(JSON.stringify(claims))}`
  return `${text}.${hs256(text, secret)}`
}

function verified(token, secret) {
  const [header, claims, signature] = (token ?? '').split('.')
  return signature === hs256(`${header}.${claims}`, secret) ? JSON.parse(Buffer.from(claims, 'base64url')) : undefined
}

async function stop(nats, server) {
  server?.clients.forEach((socket) => socket.terminate())
  server?.close()
  await nats.close()
}
