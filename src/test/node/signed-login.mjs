// Asks a realm for a room as worlds and scenes do: a request signed by ADR-44's headers, by a wallet made now. Prints what explorers
// are given, without its token. Arguments: URL of the realm, and the room.
import assert from 'node:assert/strict'
import { newIdentity, within } from './realm.mjs'

const [realm, room] = process.argv.slice(2)

/** What is signed is in lower case and holds the path as it is sent; each request needs a time of its own. */
async function post(identity, path, metadata) {
  const text = JSON.stringify(metadata)
  const timestamp = String(Date.now())
  const headers = { 'x-identity-timestamp': timestamp, 'x-identity-metadata': text }
  const signed = new URL(path, realm).pathname
  identity.sign(`post:${signed}:${timestamp}:${text}`.toLowerCase())
    .forEach((link, i) => { headers[`x-identity-auth-chain-${i}`] = JSON.stringify(link) })
  const answer = await within(path, fetch(new URL(path, realm), { method: 'POST', headers }))
  const body = await answer.json()
  assert.equal(answer.status, 200, `${path}: ${answer.status} ${JSON.stringify(body)}`)
  return body
}

const identity = await newIdentity()
const { fixedAdapter } = await post(
  identity, `signed-login/${room}`, { intent: 'dcl:explorer:comms-handshake', signer: 'dcl:explorer' })
console.log(fixedAdapter.split('?')[0])
const { adapter } = await post(identity, 'get-scene-adapter', { realmName: 'newcomer', sceneId: room })
console.log(adapter.split('?')[0])
