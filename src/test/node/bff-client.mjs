// What a kernel of 2022-23 does at the BFF's door. Arguments: URL of the RPC door.
import assert from 'node:assert/strict'
import WebSocket from 'ws'
import legacy from './legacy.mjs'
import { JoinIslandMessage, LeftIslandMessage, newIdentity, Peer, within } from './realm.mjs'

const [url] = process.argv.slice(2)
const text = (bytes) => new TextDecoder().decode(bytes)
const bytes = (words) => new TextEncoder().encode(words)
const enter = async (identity) => Peer.login(new WebSocket(url, 'bff'), identity)

const aliceWallet = await newIdentity()
const alice = await enter(aliceWallet)
const bob = await enter(await newIdentity())
assert.equal(alice.address, aliceWallet.address)
assert.equal(alice.alreadyConnected, false)

// topics: each hears what is published, its own words too, and who said it
const atBob = await bob.next('peer', 'plaza')
const atAlice = await alice.next('peer', 'plaza')
assert.equal((await alice.publish('plaza', bytes('hello'))).ok, true)
for (const heard of [await atBob.element, await atAlice.element]) {
  assert.deepEqual([heard.topic, heard.sender, text(heard.payload)], ['plaza', alice.address, 'hello'])
}

// islands: both are told, in the doubles of their time, and each hears of the other
const islandOf = async (peer) => {
  const { element } = await peer.next('system', `${peer.address}.island_changed`)
  return { changed: element.then(({ payload }) => legacy.islandChanged(payload)) }
}
const ofAlice = await islandOf(alice)
await alice.heartbeat(1.5, 0, 2.5)
const first = await ofAlice.changed
assert.deepEqual(first.peers[alice.address], { x: 1.5, y: 0, z: 2.5 })
assert.match(first.connStr, /^(ws-room|p2p):/)

const joins = await alice.next('system', `island.${first.islandId}.peer_join`,
  ({ payload }) => JoinIslandMessage.decode(payload).peerId === bob.address)
const ofBob = await islandOf(bob)
await bob.heartbeat(3, 0, 3)
const second = await ofBob.changed
assert.equal(second.islandId, first.islandId)
assert.deepEqual(Object.keys(second.peers).sort(), [alice.address, bob.address].sort())
assert.equal(JoinIslandMessage.decode((await joins.element).payload).islandId, first.islandId)

// a second login takes the place of the first, which is told why
const leaves = await alice.next('system', `island.${first.islandId}.peer_left`,
  ({ payload }) => LeftIslandMessage.decode(payload).peerId === bob.address)
const told = alice.auth.getDisconnectionMessage({})
bob.leave()
assert.equal(LeftIslandMessage.decode((await leaves.element).payload).islandId, first.islandId)
const again = await enter(aliceWallet)
assert.equal((await within('the kicked one is told', told)).reason, 0)
assert.equal(again.alreadyConnected, false)
again.leave()
alice.leave()
