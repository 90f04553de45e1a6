// A client of the realm as kernels of 2022 and 2023 were: @dcl/rpc over a WebSocket, an auth chain by @dcl/crypto.
// Runs in Node and, bundled, in a browser.
import { Authenticator } from '@dcl/crypto'
import { createUnsafeIdentity } from '@dcl/crypto/dist/crypto.js'
import { createRpcClient } from '@dcl/rpc'
import { loadService } from '@dcl/rpc/dist/codegen.js'
import { WebSocketTransport } from '@dcl/rpc/dist/transports/WebSocket.js'
import authentication from '@dcl/protocol/out-js/decentraland/bff/authentication_service.gen.js'
import comms from '@dcl/protocol/out-js/decentraland/bff/comms_service.gen.js'
import archipelago from '@dcl/protocol/out-js/decentraland/kernel/comms/v3/archipelago.gen.js'

export const { Heartbeat, JoinIslandMessage, LeftIslandMessage } = archipelago

/** Only a failure takes so long, so it is long enough for a machine that is slow and busy. */
const PATIENCE_SECONDS = 60

/** What nobody waits for any more fails the whole script, with the name of what did not happen. */
export function within(what, promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${PATIENCE_SECONDS} s: ${what}`)), PATIENCE_SECONDS * 1000)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** A wallet made now, and the ephemeral key that signs in its name. */
export async function newIdentity() {
  const wallet = createUnsafeIdentity()
  const identity = await Authenticator.initializeAuthChain(
    wallet.address, createUnsafeIdentity(), 10, async (message) => Authenticator.createSignature(wallet, message))
  return { address: wallet.address.toLowerCase(), sign: (text) => Authenticator.signPayload(identity, text) }
}

/** Logged in over RPC: topics, heartbeats, islands. */
export class Peer {
  static async login(socket, identity) {
    const opened = within('the socket opens', new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', () => reject(new Error('the socket failed')))
    }))
    const client = createRpcClient(WebSocketTransport(socket))
    await opened
    const port = await within('a port', (await within('server ready', client)).createPort('kernel'))
    const auth = loadService(port, authentication.BffAuthenticationServiceDefinition)
    const { challengeToSign, alreadyConnected } = await auth.getChallenge({ address: identity.address })
    const { peerId } = await auth.authenticate({ authChainJson: JSON.stringify(identity.sign(challengeToSign)) })
    const peer = new Peer()
    Object.assign(peer, {
      socket, auth, alreadyConnected, address: peerId,
      comms: loadService(port, comms.CommsServiceDefinition)
    })
    return peer
  }

  publish(topic, payload) {
    return this.comms.publishToTopic({ topic, payload })
  }

  heartbeat(x, y, z) {
    return this.publish('heartbeat', Heartbeat.encode({ position: { x, y, z } }).finish())
  }

  /** Subscribed when this is done; the handler gets each element. */
  async onPeerTopic(topic, handler) {
    const { subscriptionId } = await this.comms.subscribeToPeerMessages({ topic })
    this.#drain(this.comms.getPeerMessages({ subscriptionId }), handler)
    return subscriptionId
  }

  async onSystemTopic(topic, handler) {
    const { subscriptionId } = await this.comms.subscribeToSystemMessages({ topic })
    this.#drain(this.comms.getSystemMessages({ subscriptionId }), handler)
    return subscriptionId
  }

  async #drain(stream, handler) {
    try {
      for await (const element of stream) {
        handler(element)
      }
    } catch {
      // the socket ended
    }
  }

  /** The next element of a topic that holds. */
  async next(kind, topic, holds = () => true) {
    const subscribe = kind === 'peer' ? this.onPeerTopic : this.onSystemTopic
    let found
    const element = new Promise((resolve) => { found = resolve })
    await subscribe.call(this, topic, (each) => { if (holds(each)) found(each) })
    return { element: within(`${kind} topic ${topic}`, element) }
  }

  leave() {
    this.socket.close()
  }
}
