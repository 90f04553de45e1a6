// Atoll beside stand-ins of Decentraland's services. Arguments: mix, HTTP port of the node, NATS URL.
import rfc5 from '@dcl/protocol/out-js/decentraland/kernel/comms/rfc5/ws_comms.gen.js'
import assert from 'node:assert/strict'
import { connect } from 'nats'
import WebSocket from 'ws'
import { Explorer } from './archipelago.mjs'
import legacy from './legacy.mjs'
import { JoinIslandMessage, newIdentity, Peer, within } from './realm.mjs'
import { archipelago2022, bffPeer2022, connector2023, core2023, stats2023, wsRoomService2022 } from './stand-ins.mjs'

const [mix, port, natsUrl] = process.argv.slice(2)
const door = (path) => `ws://127.0.0.1:${port}${path}`

async function until(what, holds) {
  await within(what, (async () => {
    while (!(await holds())) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })())
}

/** An island's connection string opens a room of the node, to its member alone. */
async function entersRoom(connStr) {
  const url = connStr.replace(/^ws-room:/, '')
  const room = new WebSocket(url, 'rfc5')
  await within('a first message of the room', new Promise((resolve, reject) => {
    room.on('message', resolve)
    room.on('error', reject)
  }))
  room.close()
}

/** A member of a room, and what it hears. */
async function member(connStr) {
  const heard = []
  const socket = new WebSocket(connStr.replace(/^ws-room:/, ''), 'rfc5')
  socket.on('message', (data) => heard.push(rfc5.WsPacket.decode(data).message))
  await within('the room opens', new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  }))
  await until('a welcome', () => heard.length > 0)
  assert.equal(heard[0].$case, 'welcomeMessage')
  return {
    heard,
    say: (text) => socket.send(rfc5.WsPacket.encode({
      message: { $case: 'peerUpdateMessage', peerUpdateMessage: { fromAlias: 0, body: new TextEncoder().encode(text), unreliable: false } }
    }).finish()),
    hears: (text) => until(`"${text}" is heard`, () => heard.some(({ $case, peerUpdateMessage }) =>
      $case === 'peerUpdateMessage' && new TextDecoder().decode(peerUpdateMessage.body) === text)),
    leave: () => socket.close()
  }
}

const mixes = {
  async 'their connector on our core'() {
    const connector = await connector2023(natsUrl)
    const explorer = await Explorer.login(connector.url, await newIdentity())
    explorer.heartbeat(1, 0, 2)
    const { islandChanged } = await explorer.next('islandChanged')
    assert.deepEqual(islandChanged.peers[explorer.address], { x: 1, y: 0, z: 2 })
    await entersRoom(islandChanged.connStr)
    explorer.leave()
    await until('the island is gone', async () =>
      (await (await fetch(`http://127.0.0.1:${port}/islands`)).json()).islands.length === 0)
    await connector.stop()
  },

  async 'our connector on their core'() {
    const core = await core2023(natsUrl)
    const explorer = await Explorer.login(door('/ws'), await newIdentity())
    explorer.heartbeat(3, 0, 4)
    const { islandChanged } = await explorer.next('islandChanged')
    assert.equal(islandChanged.islandId, 'I1')
    assert.equal(islandChanged.connStr, 'livekit:ws://sfu.test?access_token=t')
    assert.deepEqual(core.peers[explorer.address], { x: 3, y: 0, z: 4 })
    explorer.leave()
    await until('the core hears of the leave', () => !(explorer.address in core.peers))
    await core.stop()
  },

  async 'their stats on our subjects'() {
    const stats = await stats2023(natsUrl)
    const explorer = await Explorer.login(door('/ws'), await newIdentity())
    explorer.heartbeat(5, 1, 6)
    await until('stats has the peer', () => stats.heard.peers.get(explorer.address)?.x === 5)
    await until('stats has the island', () => stats.heard.islands.some(({ peers }) => peers.includes(explorer.address)))
    await until('stats discovers the core', () => stats.heard.discovered > 0)
    explorer.leave()
    await until('stats drops the peer', () => !stats.heard.peers.has(explorer.address))
    await stats.stop()
  },

  async 'a BFF of 2022 on our archipelago'() {
    const { address } = await newIdentity()
    const bff = await bffPeer2022(natsUrl, address)
    const explorer = await Explorer.login(door('/ws'), await newIdentity())
    explorer.heartbeat(10, 0, 10)
    const { islandChanged } = await explorer.next('islandChanged')
    bff.heartbeat(12, 0, 12)
    await until('the BFF of 2022 is told the island', () => bff.changes.length > 0)
    assert.equal(bff.changes[0].islandId, islandChanged.islandId)
    assert.deepEqual(bff.changes[0].peers[address], { x: 12, y: 0, z: 12 })
    await entersRoom(bff.changes[0].connStr)
    bff.leave()
    await until('the peer is gone', async () =>
      (await (await fetch(`http://127.0.0.1:${port}/islands`)).json()).islands.every(({ peers }) => peers.length === 1))
    explorer.leave()
    await bff.stop()
  },

  async 'our BFF on an archipelago of 2022'() {
    const archipelago = await archipelago2022(natsUrl)
    const peer = await Peer.login(new WebSocket(door('/rpc'), 'bff'), await newIdentity())
    const change = await peer.next('system', `${peer.address}.island_changed`)
    const join = await peer.next('system', 'island.I9.peer_join')
    await peer.heartbeat(7, 0, 8)
    const island = legacy.islandChanged((await change.element).payload)
    assert.equal(island.connStr, `p2p:I9:${peer.address}`)
    assert.deepEqual(island.peers[peer.address], { x: 7, y: 0, z: 8 })
    assert.equal(JoinIslandMessage.decode((await join.element).payload).peerId, peer.address)
    peer.leave()
    await archipelago.stop()
  },

  async 'a ws-room-service of 2022 at our registration door'() {
    const service = await wsRoomService2022(door('/transport-registration'), 'a secret of registrations')
    const there = (id) => ({ islandId, connStr }) =>
      (!id || islandId === id) && connStr.startsWith(`ws-room:${service.url}/rooms/${islandId}?access_token=`)
    // an island of two in its rooms
    const first = await Explorer.login(door('/ws'), await newIdentity())
    first.heartbeat(0, 0, 0)
    const { islandChanged: one } = await first.next('islandChanged', there())
    const second = await Explorer.login(door('/ws'), await newIdentity())
    second.heartbeat(2, 0, 2)
    const { islandChanged: two } = await second.next('islandChanged', there(one.islandId))
    const a = await member(one.connStr)
    const b = await member(two.connStr)
    assert.deepEqual(Object.values(b.heard[0].welcomeMessage.peerIdentities), [first.address])
    a.say('hello from the first')
    await b.hears('hello from the first')

    // it comes back and is known again: who comes is sent there, and nobody elsewhere
    await service.loseRegistration()
    const third = await Explorer.login(door('/ws'), await newIdentity())
    third.heartbeat(3, 0, 3)
    const { islandChanged: three } = await third.next('islandChanged', there(one.islandId))
    const c = await member(three.connStr)
    c.say('hello from the third')
    await a.hears('hello from the third')

    for (const each of [a, b, c, first, second, third]) {
      each.leave()
    }
    service.stop()
  },

  async 'scene messages'() {
    const server = await connect({ servers: natsUrl })
    const scene = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
    const peer = await Peer.login(new WebSocket(door('/rpc'), 'bff'), await newIdentity())

    // what a peer says in its scene reaches a server, once, and says who said it
    const subject = `messageBus.scene.${scene}.>`
    const subscription = server.subscribe(subject, { max: 1 })
    await server.flush()
    await peer.publish(scene, new TextEncoder().encode('open the door'))
    for await (const message of subscription) {
      assert.equal(message.subject, `messageBus.scene.${scene}.message`)
      assert.equal(message.string(), 'open the door')
      assert.ok([...message.headers.values('Atoll-Sender')].includes(peer.address), String(message.headers))
    }

    // what a server says reaches the scene's subscribers
    const heard = await peer.next('peer', scene, ({ sender }) => sender === 'server')
    server.publish(`messageBus.scene.${scene}.message`, new TextEncoder().encode('it is open'))
    assert.equal(new TextDecoder().decode((await heard.element).payload), 'it is open')

    // a client's topic is seen under the seed's name too
    const seed = server.subscribe(`client.peer.${peer.address}.wave`, { max: 1 })
    await server.flush()
    await peer.publish('wave', new Uint8Array([1, 2]))
    for await (const { data } of seed) {
      assert.deepEqual([...data], [1, 2])
    }
    peer.leave()
    await server.close()
  }
}

await mixes[mix]()
