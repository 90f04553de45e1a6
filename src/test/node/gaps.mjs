// How long peers hear nobody when their island moves to another kind of transport, in pages of a real browser. Is told by lines of standard
// input which kind the island is sent to, tells by lines when everybody hears everybody there, and the figures at the end.
// Arguments: URL of the RPC door, program of the browser, how many peers.
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'

const [url, executablePath, peers] = process.argv.slice(2)
const { outputFiles: [bundle] } = await build({
  entryPoints: [new URL('gaps-page.mjs', import.meta.url).pathname],
  bundle: true, write: false, format: 'iife', platform: 'browser', define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
  logLevel: 'error'
})
const pages = createServer((request, response) => {
  const script = request.url === '/page.js'
  response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html')
  response.end(script ? bundle.text : '<!doctype html><meta charset="utf-8"><script src="/page.js"></script>')
})
await new Promise((resolve) => pages.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--disable-background-timer-throttling', '--disable-renderer-backgrounding']
})
const page = await (await browser.newContext()).newPage()
page.on('console', (line) => console.error(`page: ${line.text()}`))
page.on('pageerror', (error) => console.error(`page fails: ${error.stack}`))
await page.goto(`http://127.0.0.1:${pages.address().port}/`)
await page.evaluate(([url, count]) => window.realm.enter(url, count), [url, Number(peers)])
console.log('entered')

const all = peers - 1
for await (const kind of createInterface({ input: process.stdin })) {
  if (kind === 'end') break
  const end = Date.now() + 20000
  let hearing
  do {
    hearing = await page.evaluate((kind) => window.realm.hearing(kind), kind)
    await new Promise((resolve) => setTimeout(resolve, 100))
  } while (hearing.some((each) => each < all) && Date.now() < end)
  console.log(`heard ${kind} ${hearing.filter((each) => each === all).length} of ${hearing}`)
}

const figure = (values) => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))])
  return sorted.length ? `${sorted.length}: p50 ${at(0.5)} p90 ${at(0.9)} p99 ${at(0.99)} longest ${at(1)}` : '0'
}
const moves = (await page.evaluate(() => window.realm.moves())).flatMap((each) => each.slice(1)).filter(({ from, kind }) => from && from !== kind)
for (const way of new Set(moves.map(({ from, kind }) => `${from} -> ${kind}`))) {
  const those = moves.filter(({ from, kind }) => `${from} -> ${kind}` === way)
  console.log(`${way} | let in after ms ${figure(those.map(({ connected }) => connected).filter((each) => each !== null))}`
    + ` | hears the first ${figure(those.flatMap(({ first }) => Math.min(...Object.values(first))).filter(Number.isFinite))}`
    + ` | hears each ${figure(those.flatMap(({ first }) => Object.values(first)))}`
    + ` | longest silence of each ${figure(those.flatMap(({ silence }) => Object.values(silence)))}`)
}
await browser.close()
process.exit(0)
