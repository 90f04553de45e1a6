// A client of the archipelago door `/ws`, as explorers since 2023 are: ClientPacket and ServerPacket over a WebSocket.
import archipelago from '@dcl/protocol/out-js/decentraland/kernel/comms/v3/archipelago.gen.js'
import WebSocket from 'ws'
import { within } from './realm.mjs'

const { ClientPacket, ServerPacket } = archipelago

export class Explorer {
  #packets = []
  #waiting = []

  static async login(url, identity) {
    const explorer = new Explorer()
    const socket = new WebSocket(url, 'archipelago')
    explorer.socket = socket
    socket.binaryType = 'nodebuffer'
    socket.on('message', (data) => explorer.#heard(ServerPacket.decode(data).message))
    await within('the socket opens', new Promise((resolve, reject) => {
      socket.on('open', resolve)
      socket.on('error', reject)
    }))
    explorer.#send({ $case: 'challengeRequest', challengeRequest: { address: identity.address } })
    const { challengeResponse } = await explorer.next('challengeResponse')
    const authChainJson = JSON.stringify(identity.sign(challengeResponse.challengeToSign))
    explorer.#send({ $case: 'signedChallenge', signedChallenge: { authChainJson } })
    const { welcome } = await explorer.next('welcome')
    explorer.address = welcome.peerId
    return explorer
  }

  heartbeat(x, y, z) {
    this.#send({ $case: 'heartbeat', heartbeat: { position: { x, y, z } } })
  }

  /** The next packet of this case for which this holds; others are passed over. */
  async next(name, holds = () => true) {
    const wanted = (packet) => packet.$case === name && holds(packet[name])
    const at = this.#packets.findIndex(wanted)
    if (at >= 0) {
      return this.#packets.splice(at, 1)[0]
    }
    return within(name, new Promise((resolve) => this.#waiting.push({ wanted, resolve })))
  }

  leave() {
    this.socket.close()
  }

  #send(message) {
    this.socket.send(ClientPacket.encode({ message }).finish())
  }

  #heard(packet) {
    const at = this.#waiting.findIndex(({ wanted }) => wanted(packet))
    if (at >= 0) {
      this.#waiting.splice(at, 1)[0].resolve(packet)
    } else {
      this.#packets.push(packet)
    }
  }
}
