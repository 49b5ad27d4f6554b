import { connect, type Socket } from 'node:net'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    workers: 0,
    env: { HEADERS_TIMEOUT: '500ms', REQUEST_TIMEOUT: '1s', KEEP_ALIVE_TIMEOUT: '500ms' },
  })
}, 120_000)
afterAll(() => stack.close(), 60_000)

const body = JSON.stringify({ firstName: 'Ada' })
const head = () =>
  `POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nx-api-key: ${stack.workspace.key}\r\n`

/** Opens a connection that sends `first` and then a byte now and then, for ever. Answers what it got when it is closed. */
async function drip(first: string, each: string | null): Promise<string> {
  const { hostname, port } = new URL(stack.apps.gateway[0]?.url ?? '')
  const socket: Socket = connect(Number(port), hostname)
  let seen = ''
  socket.on('data', (chunk) => {
    seen += chunk
  })
  // A byte that is sent as the server closes comes back as an error.
  socket.on('error', () => undefined)
  socket.write(first)
  const timer = setInterval(() => each !== null && socket.write(each), 100)
  // Not `once`, which an error would reject.
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(timer)
  return seen
}

test.each<[string, () => [string, string | null], RegExp]>([
  ['headers that never end', () => [head(), 'x'], /^(HTTP\/1\.1 408 |$)/],
  [
    'a GET with a body that never ends',
    () => ['GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n', ' '],
    /^HTTP\/1\.1 200 /,
  ],
  ['a body that never ends', () => [`${head()}Content-Length: 100000\r\n\r\n`, ' '], /^(HTTP\/1\.1 408 |$)/],
  [
    'an idle connection',
    () => [`${head()}Content-Length: ${body.length}\r\n\r\n${body}`, null],
    /^HTTP\/1\.1 200 /,
  ],
])(
  '%s: the connection is closed, and others are served meanwhile',
  async (_what, sends, answer) => {
    const slow = Promise.all(Array.from({ length: 50 }, () => drip(...sends())))
    // Each on a connection of its own: a kept one may be closed, rightly, as the next call is sent on it.
    const whole = `${head()}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    for (let call = 0; call < 10; call++) expect(await drip(whole, null)).toMatch(/^HTTP\/1\.1 200 /)
    for (const seen of await slow) expect(seen).toMatch(answer)
  },
  60_000,
)
