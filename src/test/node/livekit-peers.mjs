// Participants of LiveKit rooms, made of LiveKit's own package, as explorers join with what island_changed gave them. Told by lines of
// standard input what to do, tells by lines of standard output what happens; ends with its input.
import { createInterface } from 'node:readline'
import { DisconnectReason, dispose, Room, RoomEvent } from '@livekit/rtc-node'

const rooms = new Map()
const tell = (...words) => process.stdout.write(words.join(' ') + '\n')

/** Splits as explorers do: at the first question mark. */
async function join(name, connectionString) {
  const [address, query] = connectionString.slice('livekit:'.length).split('?', 2)
  const room = new Room()
  room.on(RoomEvent.DataReceived, (payload, sender) => {
    tell(name, 'heard', sender?.identity, new TextDecoder().decode(payload).replace(/[\r\n]/g, ' '))
    tell(name, 'received', sender?.identity, Buffer.from(payload).toString('base64'))
  })
  room.on(RoomEvent.Disconnected, (reason) => tell(name, 'gone', DisconnectReason[reason]))
  room.on(RoomEvent.Reconnected, () => tell(name, 'reconnected'))
  const seen = new Set()
  const see = (other) => {
    if (!seen.has(other.sid)) tell(name, 'sees', other.identity)
    seen.add(other.sid)
  }
  room.on(RoomEvent.ParticipantConnected, see)
  room.on(RoomEvent.ParticipantDisconnected, (other) => tell(name, 'misses', other.identity))
  try {
    await room.connect(address, new URLSearchParams(query).get('access_token'), { autoSubscribe: true, dynacast: false })
    rooms.set(name, room)
    tell(name, 'joined', room.name)
    room.remoteParticipants.forEach(see) // who came while this one was joining is told in no event
  } catch (refused) {
    tell(name, 'refused', String(refused.message ?? refused).replace(/\s+/g, ' '))
  }
}

/** So many a second by clock, for so many seconds. */
async function flood(name, packet, perSecond, seconds) {
  const start = performance.now()
  for (let sent = 0; sent < perSecond * seconds; ) {
    const due = Math.min(perSecond * seconds, ((performance.now() - start) / 1000) * perSecond)
    for (; sent < due; sent++) await rooms.get(name).localParticipant.publishData(packet, { reliable: true })
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  tell(name, 'flooded', perSecond * seconds)
}

async function act(line) {
  const [verb, name, ...words] = line.split(' ')
  if (verb === 'join') {
    await join(name, words[0])
  } else if (verb === 'say') {
    await rooms.get(name).localParticipant.publishData(new TextEncoder().encode(words.join(' ')), { reliable: true })
  } else if (verb === 'send') {
    await rooms.get(name).localParticipant.publishData(Buffer.from(words[1], 'base64'), { reliable: words[0] === 'reliable' })
  } else if (verb === 'flood') {
    await flood(name, Buffer.from(words[0], 'base64'), Number(words[1]), Number(words[2]))
  } else if (verb === 'leave') {
    await rooms.get(name).disconnect()
    rooms.delete(name)
    tell(name, 'left')
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  act(line).catch((failure) => tell('failed', line.split(' ', 2).join(' '), failure.message))
}
await Promise.race([
  Promise.all([...rooms.values()].map((room) => room.disconnect())).then(dispose),
  new Promise((resolve) => setTimeout(resolve, 2000))
])
process.exit(0)
