import { connect } from 'node:net'
import { json } from 'node:stream/consumers'
import { makeBody } from './make-body.ts'

/** What this program is told on its standard input. */
export interface LoadOrder {
  url: string
  headers: Record<string, string>
  clients: number
  warmSeconds: number
  seconds: number
  /** Of the bodies; each run has its own. */
  seed: number
}

/** What it says on its standard output. */
export interface LoadReport {
  answers: number
  refused: number
  seconds: number
  p50Ms: number
  p99Ms: number
  /** CPU of this program for each answer, µs. */
  loadMicros: number
}

const order = (await json(process.stdin)) as LoadOrder
const { hostname, port, pathname } = new URL(order.url)
const head = Object.entries(order.headers)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('')
let index = 0
const latencies: number[] = []
let refused = 0
let measuring = false

/** Every third request has an idempotency key, as clients that retry send it. */
function makeRequest(): string {
  const body = makeBody(order.seed, index)
  const key = index % 3 === 0 ? `idempotency-key: ${order.seed}-${index}\r\n` : ''
  index += 1
  return `POST ${pathname} HTTP/1.1\r\nhost: bench\r\n${head}${key}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** One client on one kept connection: sends, waits for the whole answer, sends again. */
function runClient(until: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.setNoDelay(true)
    let sentAt = 0
    let left = -1
    const send = () => {
      if (performance.now() >= until) {
        socket.end()
        return resolve()
      }
      const request = makeRequest()
      left = -1
      sentAt = performance.now()
      socket.write(request)
    }
    socket.once('connect', send)
    socket.once('error', reject)
    socket.once('close', () => resolve())
    socket.on('data', (chunk) => {
      if (left < 0) {
        // Answers here are larger than their head and come with a length, so the first chunk holds all of the head.
        const end = chunk.indexOf('\r\n\r\n')
        const text = chunk.toString('latin1', 0, end)
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1])
        if (end < 0 || Number.isNaN(length)) return reject(new Error(`no answer with a length: ${text}`))
        if (measuring && !text.startsWith('HTTP/1.1 200')) refused += 1
        left = length + end + 4
      }
      left -= chunk.length
      if (left > 0) return
      if (measuring) latencies.push(performance.now() - sentAt)
      send()
    })
  })
}

const runAll = (seconds: number) => {
  const until = performance.now() + seconds * 1000
  return Promise.all(Array.from({ length: order.clients }, () => runClient(until)))
}
await runAll(order.warmSeconds)
process.stdout.write('measuring\n')
measuring = true
const cpu = process.cpuUsage()
const start = performance.now()
await runAll(order.seconds)
const seconds = (performance.now() - start) / 1000
const used = process.cpuUsage(cpu)
latencies.sort((a, b) => a - b)
const at = (share: number) =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
const report: LoadReport = {
  answers: latencies.length,
  refused,
  seconds,
  p50Ms: at(0.5),
  p99Ms: at(0.99),
  loadMicros: (used.user + used.system) / Math.max(1, latencies.length),
}
process.stdout.write(`${JSON.stringify(report)}\n`)
