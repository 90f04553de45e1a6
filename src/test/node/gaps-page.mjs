// Bundled into a page: kernels of 2022 with their own transports, @dcl/comms3-transports, that speak ten times a second and note when they hear
// whom by what. As kernels did they leave the old transport when the new one lets them in.
import archipelagoProto from '@dcl/comms3-transports/dist/proto/archipelago.js'
import { createTransport } from '@dcl/comms3-transports'
import { newIdentity, Peer } from './realm.mjs'

const SAY_EACH = 100
const quiet = () => {}
const logger = { error: quiet, log: quiet, warn: quiet, info: quiet, trace: quiet }

const bff = (peer) => ({
  publishToTopic: (topic, payload) => peer.publish(topic, payload),
  addPeerTopicListener: (topic, handler) => peer.onPeerTopic(topic, ({ payload, sender }) => handler(payload, sender)),
  addSystemTopicListener: (topic, handler) => peer.onSystemTopic(topic, ({ payload }) => handler(payload)),
  removePeerTopicListener: (subscriptionId) => peer.comms.unsubscribeToPeerMessages({ subscriptionId }),
  removeSystemTopicListener: (subscriptionId) => peer.comms.unsubscribeToSystemMessages({ subscriptionId })
})

class Kernel {
  moves = []
  transport = null

  async login(url, x) {
    this.peer = await Peer.login(new WebSocket(url, 'bff'), await newIdentity())
    await this.peer.onSystemTopic(`${this.peer.address}.island_changed`, ({ payload }) =>
      this.move(archipelagoProto.IslandChangedMessage.decode(payload)).catch((failed) => console.log(`move fails: ${failed}`)))
    await this.peer.heartbeat(x, 0, 1)
    setInterval(() => this.peer.heartbeat(x, 0, 1), 2000)
    setInterval(() => this.say(), SAY_EACH)
    return this.peer.address
  }

  /** In LiveKit one after the other: livekit-client negotiates anew at each word until it is connected, and then for very long. */
  async say() {
    const by = this.transport
    if (!by || by === this.speaking) return
    if (by.name === 'livekit') this.speaking = by
    try {
      await by.send(new Uint8Array([1]), { reliable: true, identity: true })
    } catch {
      // it is not connected yet, or no more
    }
    if (this.speaking === by) this.speaking = null
  }

  async move(change) {
    const kind = change.connStr.split(':')[0]
    const now = performance.now()
    const move = { kind, from: this.moves.at(-1)?.kind, at: now, connected: null, first: {}, last: {}, silence: {} }
    // whom it heard until now
    Object.assign(move.last, this.moves.at(-1)?.last)
    this.moves.push(move)
    const next = createTransport({
      logger, bff: bff(this.peer), peerId: this.peer.address, selfPosition: () => [0, 0, 1], livekit: {}, ws: {}, p2p: { verbose: false }
    }, change)
    next.onMessageObservable.add(({ peer }) => this.heard(move, peer))
    await next.connect()
    move.connected = performance.now() - now
    if (kind === 'p2p') {
      for (const [id, { x, y, z }] of Object.entries(change.peers)) {
        if (id !== this.peer.address) next.onPeerPositionChange(id, [x, y, z])
      }
    }
    const before = this.transport
    this.transport = next
    await before?.disconnect()
  }

  heard(by, peer) {
    const now = performance.now()
    const current = this.moves.at(-1)
    if (by === current) by.first[peer] ??= now - by.at
    const last = current.last[peer]
    if (last !== undefined && now - last > (current.silence[peer] ?? 0)) current.silence[peer] = now - last
    current.last[peer] = now
  }
}

const kernels = []

window.realm = {
  async enter(url, count) {
    for (let i = 0; i < count; i++) {
      const kernel = new Kernel()
      await kernel.login(url, i)
      kernels.push(kernel)
    }
  },
  /** How many hear how many by the kind of transport that they were sent to last. */
  hearing: (kind) => kernels.map(({ moves }) => (moves.at(-1)?.kind === kind ? Object.keys(moves.at(-1).first).length : -1)),
  moves: () => kernels.map(({ moves }) => moves)
}
