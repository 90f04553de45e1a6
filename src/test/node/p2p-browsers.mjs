// Two pages of a real browser hear each other over a WebRTC data channel whose signalling ran through the realm.
// Arguments: URL of the RPC door, program of the browser.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'

const [url, executablePath] = process.argv.slice(2)
const { outputFiles: [bundle] } = await build({
  entryPoints: [new URL('p2p-page.mjs', import.meta.url).pathname],
  bundle: true, write: false, format: 'iife', platform: 'browser', define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
  logLevel: 'error'
})
// served, since a page of a file has no secure context
const pages = createServer((request, response) => {
  const script = request.url === '/page.js'
  response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html')
  response.end(script ? bundle.text : '<!doctype html><meta charset="utf-8"><script src="/page.js"></script>')
})
await new Promise((resolve) => pages.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath,
  timeout: 60000,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']
})

async function open(x, z) {
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(60000)
  page.on('console', (line) => console.log(`page: ${line.text()}`))
  page.on('pageerror', (error) => console.log(`page fails: ${error.stack}`))
  await page.goto(`http://127.0.0.1:${pages.address().port}/`)
  const address = await page.evaluate(([url, x, z]) => window.realm.enter(url, x, z), [url, x, z])
  await page.waitForFunction(() => window.realm.events.some((event) => event.startsWith('island p2p:')), null, { timeout: 60000 })
  return { page, address }
}

/** Says it again until it is heard: a mesh takes a while, and messages before it are nobody's. */
async function hears(listener, speaker, words) {
  const wanted = `heard ${speaker.address} ${words}`
  for (const end = Date.now() + 60000; Date.now() < end;) {
    await speaker.page.evaluate((said) => window.realm.say(said), words)
    const heard = await listener.page
      .waitForFunction((event) => window.realm.events.includes(event), wanted, { timeout: 1000 })
      .catch(() => false)
    if (heard) return
  }
  assert.fail(`${wanted}: ${JSON.stringify(await listener.page.evaluate(() => window.realm.events))}`)
}

try {
  const one = await open(1, 1)
  const two = await open(2, 2)
  await one.page.evaluate(([id]) => window.realm.position(id, 2, 2), [two.address])
  await hears(two, one, 'hello two')
  await hears(one, two, 'hello one')
} finally {
  await browser.close()
  pages.close()
}
