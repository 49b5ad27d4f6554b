import { json } from 'node:stream/consumers'
import type { LoadOrder, LoadReport } from './load-order.ts'
import { makeAdLead } from './make-ad-lead.ts'
import { makeBody } from './make-body.ts'
import { createPace } from './pace.ts'
import { runClient } from './run-client.ts'

const order = (await json(process.stdin)) as LoadOrder
const targets = [order.url, ...(order.otherUrls ?? [])].map((url) => new URL(url))
const { pathname } = new URL(order.url)
const head = Object.entries(order.headers)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('')
let index = 0
let latencies: number[] = []
let refused = 0

const { ad, keyEvery = ad ? 0 : 3 } = order
function makeRequest(): string {
  const body = ad ? makeAdLead(order.seed, index, ad.googleKey) : makeBody(order.seed, index)
  const key = keyEvery > 0 && index % keyEvery === 0 ? `idempotency-key: ${order.seed}-${index}\r\n` : ''
  index += 1
  return `POST ${pathname} HTTP/1.1\r\nhost: bench\r\n${head}${key}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function note(isGood: boolean, ms: number): void {
  if (!isGood) refused += 1
  latencies.push(ms)
}

const runAll = async (seconds: number) => {
  const pace = createPace(order.perSecond, performance.now() + seconds * 1000)
  await Promise.all(
    Array.from({ length: order.clients }, (_, number) => {
      const { hostname, port } = targets[number % targets.length] as URL
      return runClient({ port: Number(port), hostname, makeRequest, note, pace })
    }),
  )
}

let start = 0
let cpu = process.cpuUsage()
// Once the bench is interrupted nobody reads what is told.
process.stdout.on('error', () => process.exit(1))

/** Tells of what was answered since the last time. */
function report(): void {
  const now = performance.now()
  const used = process.cpuUsage(cpu)
  const sorted = latencies.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const line: LoadReport = {
    answers: sorted.length,
    refused,
    seconds: (now - start) / 1000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    loadMicros: (used.user + used.system) / Math.max(1, sorted.length),
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  begin()
}

function begin(): void {
  latencies = []
  refused = 0
  start = performance.now()
  cpu = process.cpuUsage()
}

await runAll(order.warmSeconds)
process.stdout.write('measuring\n')
begin()
const reports = order.reportSeconds ? setInterval(report, order.reportSeconds * 1000) : undefined
await runAll(order.seconds)
clearInterval(reports)
report()
