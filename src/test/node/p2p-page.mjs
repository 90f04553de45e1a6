// Bundled into a page: a kernel's peer-to-peer transport, @dcl/comms3-transports, whose signalling goes through the realm.
import archipelagoProto from '@dcl/comms3-transports/dist/proto/archipelago.js'
import { createTransport } from '@dcl/comms3-transports'
import { newIdentity, Peer } from './realm.mjs'

const quiet = () => {}
const logger = { error: console.error, log: quiet, warn: console.warn, info: quiet, trace: quiet }
const events = []

/** What the transports need of a BFF. */
function connection(peer) {
  return {
    publishToTopic: (topic, payload) => peer.publish(topic, payload),
    addPeerTopicListener: (topic, handler) => peer.onPeerTopic(topic, ({ payload, sender }) => handler(payload, sender)),
    addSystemTopicListener: (topic, handler) => peer.onSystemTopic(topic, ({ payload }) => handler(payload)),
    removePeerTopicListener: (subscriptionId) => peer.comms.unsubscribeToPeerMessages({ subscriptionId }),
    removeSystemTopicListener: (subscriptionId) => peer.comms.unsubscribeToSystemMessages({ subscriptionId })
  }
}

let transport
let peer

window.realm = {
  events,

  async enter(url, x, z) {
    peer = await Peer.login(new WebSocket(url, 'bff'), await newIdentity())
    await peer.onSystemTopic(`${peer.address}.island_changed`, async ({ payload }) => {
      const change = archipelagoProto.IslandChangedMessage.decode(payload)
      events.push(`island ${change.connStr}`)
      transport = createTransport({
        logger, bff: connection(peer), peerId: peer.address, selfPosition: () => [x, 0, z],
        livekit: {}, ws: {}, p2p: { verbose: false }
      }, change)
      transport.onMessageObservable.add(({ payload, peer: from }) => {
        events.push(`heard ${from} ${new TextDecoder().decode(payload)}`)
      })
      await transport.connect()
      for (const [id, { x, y, z }] of Object.entries(change.peers)) {
        if (id !== peer.address) transport.onPeerPositionChange(id, [x, y, z])
      }
    })
    await peer.heartbeat(x, 0, z)
    return peer.address
  },

  position: (id, x, z) => transport.onPeerPositionChange(id, [x, 0, z]),
  say: (words) => transport.send(new TextEncoder().encode(words), { reliable: true })
}
