// Follows a scene and answers into it, over the WebSocket. Needs Node 22 (20 with --experimental-websocket), or a browser.
//
//   GATEWAY=ws://localhost:8080/gateway TOKEN=... SCENE=... node game-server.mjs
const { GATEWAY, TOKEN, SCENE } = process.env
let session = '', last = 0 // what to come back with

function connect() {
  const socket = new WebSocket(`${GATEWAY}?access_token=${TOKEN}&session=${session}&last=${last}`, 'atoll.json')
  const send = command => socket.send(JSON.stringify(command))
  socket.onmessage = ({ data }) => {
    const event = JSON.parse(data)
    last = event.sequence ?? last
    console.log(event.event, event.sender ?? '', event.text ?? '')
    if (event.event === 'welcome') {
      // subscriptions live as long as the session
      if (event.session !== session) send({ id: 1, subscribe: `messageBus.scene.${SCENE}.>` })
      session = event.session
      if (!event.resumed) last = event.last_sequence
    } else if (event.event === 'message' && event.text !== undefined) {
      send({ id: 2, publish: `messageBus.scene.${SCENE}.echo`, text: `${event.sender ?? 'a server'} said ${event.text}` })
    }
  }
  socket.onclose = () => setTimeout(connect, 1000)
}
connect()
