// Two explorers at the archipelago's door whose island is a LiveKit room: they enter it with what they were given, and hear each
// other there. Arguments: URL of the door.
import assert from 'node:assert/strict'
import { dispose, Room, RoomEvent } from '@livekit/rtc-node'
import { Explorer } from './archipelago.mjs'
import { newIdentity, within } from './realm.mjs'

const [url] = process.argv.slice(2)

async function enter(x, z) {
  const explorer = await Explorer.login(url, await newIdentity())
  explorer.heartbeat(x, 0, z)
  const { islandChanged } = await explorer.next('islandChanged')
  const { islandId, connStr } = islandChanged
  assert.match(connStr, /^livekit:/, `island ${islandId} is not in LiveKit, but at ${connStr.split('?')[0]}`)
  // as explorers read it: what is before the first question mark, and a query
  const [address, query] = connStr.slice('livekit:'.length).split('?', 2)
  const room = new Room()
  const heard = new Promise((resolve) => {
    room.on(RoomEvent.DataReceived, (data, sender) => resolve([sender?.identity, new TextDecoder().decode(data)]))
  })
  const met = new Promise((resolve) => room.on(RoomEvent.ParticipantConnected, ({ identity }) => resolve(identity)))
  const token = new URLSearchParams(query).get('access_token')
  await within(`${address} lets in`, room.connect(address, token, { autoSubscribe: true, dynacast: false }))
  return { explorer, room, islandId, met, heard }
}

const alice = await enter(1.5, 2.5)
const bob = await enter(3, 3)
assert.equal(bob.islandId, alice.islandId)
assert.equal(await within('one sees the other come', alice.met), bob.explorer.address)

const words = new TextEncoder().encode('hello')
await bob.room.localParticipant.publishData(words, { reliable: true })
assert.deepEqual(await within('one hears the other', alice.heard), [bob.explorer.address, 'hello'])

for (const { explorer, room } of [alice, bob]) {
  await room.disconnect()
  explorer.leave()
}
await dispose()
process.exit(0)
