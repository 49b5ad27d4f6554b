import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let server: ServerType
let base: string
beforeAll(async () => {
  server = serve({ fetch: used.gateway.app.fetch, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  if ('closeAllConnections' in server) server.closeAllConnections()
  await once(server, 'close')
})

const post = (body: RequestInit['body'], init: RequestInit & { duplex?: 'half' } = {}) =>
  fetch(`${base}/api/v1/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': used.workspace.key },
    body,
    ...init,
  })
const works = async () => expect((await post('{"firstName":"Ada"}')).status).toBe(200)

/** A raw connection that gathers what it hears. */
async function connect() {
  const { port, hostname } = new URL(base)
  const socket = net.connect(Number(port), hostname)
  await once(socket, 'connect')
  let [heard, closed] = ['', false]
  socket.on('data', (data) => {
    heard += data.toString('latin1')
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    closed = true
  })
  return { socket, heard: () => heard, closed: () => closed }
}

const head = (key: string, ...more: string[]) =>
  [
    'POST /api/v1/leads HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `x-api-key: ${key}`,
    ...more,
    '',
    '',
  ].join('\r\n')

describe('a body of 2 MB', () => {
  const big = JSON.stringify({ firstName: 'Ada', note: 'x'.repeat(2_000_000) })
  const stream = () => new Blob([big]).stream() as RequestInit['body']

  test.each<[string, () => Promise<Response>]>([
    ['with its length', () => post(big)],
    ['in chunks', () => post(stream(), { duplex: 'half' })],
  ])('%s gets a clean 413, and the server goes on', async (_name, send) => {
    for (let round = 0; round < 3; round++) {
      const response = await storesNothing(used.gateway.db, used.workspace.id, send)
      await expectProblem(response, 413, 'payload_too_large')
    }
    await works()
  })

  test('that never ends is refused all the same', async () => {
    const { socket, heard } = await connect()
    socket.write(head(used.workspace.key, 'Transfer-Encoding: chunked'))
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
    await waitFor('the answer', () => {
      for (let index = 0; index < 16 && !socket.writableNeedDrain && !socket.destroyed; index++)
        socket.write(chunk)
      return heard().includes('payload_too_large') || socket.destroyed
    })
    expect(heard()).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
    await works()
  })

  test('is answered on a raw connection before it is all sent', async () => {
    const { socket, heard } = await connect()
    socket.write(head(used.workspace.key, 'Content-Length: 2000000'))
    await waitFor('the answer', () => heard().includes('payload_too_large'))
    expect(heard()).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
    await works()
  })

  test('without a key is refused for the key', async () => {
    const response = await post(big, { headers: { 'content-type': 'application/json' } })
    await expectProblem(response, 401, 'unauthorized')
    await works()
  })
})

describe('a client that hangs up', () => {
  test.each([
    ['amid a body with a length', 'Content-Length: 500', '{"firstName":"Gone"'],
    ['amid a chunked body', 'Transfer-Encoding: chunked', '13\r\n{"firstName":"Gone"\r\n'],
    ['where a chunk looks whole', 'Transfer-Encoding: chunked', '14\r\n{"firstName":"Gone"}\r\n'],
    ['where a length promised more', 'Content-Length: 21', '{"firstName":"Gone"}'],
  ])('%s leaves nothing stored', async (_name, header, sent) => {
    const workspace = await makeWorkspace(used.gateway.db)
    await storesNothing(used.gateway.db, workspace.id, async () => {
      for (const hangUp of ['end', 'destroy', 'resetAndDestroy'] as const) {
        const { socket, closed } = await connect()
        socket.write(head(workspace.key, header))
        await new Promise((resolve) => socket.write(sent, resolve))
        socket[hangUp]()
        await waitFor('the connection to close', closed)
      }
      await works()
      await works()
    })
  })

  test('before the answer changes nothing about the write', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const { socket } = await connect()
    const body = '{"firstName":"Gone"}'
    socket.write(`${head(workspace.key, `Content-Length: ${body.length}`)}${body}`, () => socket.destroy())
    await works()
    const stored = await used.gateway.db
      .selectFrom('leads')
      .select('first_name')
      .where('workspace_id', '=', workspace.id)
      .execute()
    expect(stored.length).toBeLessThanOrEqual(1)
  })
})

describe('a slow client', () => {
  test('that dribbles its headers and body holds nobody up, and is served', async () => {
    const { socket, heard } = await connect()
    const body = '{"firstName":"Slow"}'
    for (const part of `${head(used.workspace.key, `Content-Length: ${body.length}`)}${body}`.match(
      /.{1,20}/gs,
    ) ?? []) {
      socket.write(part)
      await works()
    }
    await waitFor('the answer', () => heard().includes('"firstName":"Slow"'))
    expect(heard()).toMatch(/^HTTP\/1\.1 200 /)
    socket.destroy()
  })

  test('two hundred that never finish hold nobody up', async () => {
    const clients = await Promise.all(Array.from({ length: 200 }, connect))
    for (const [index, { socket }] of clients.entries())
      socket.write(
        index % 2
          ? 'POST /api/v1/leads HTTP/1.1\r\nHost: x\r\n'
          : head(used.workspace.key, 'Content-Length: 9'),
      )
    await works()
    for (const { socket } of clients) socket.destroy()
  })
})

test.each([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['a huge header', `GET / HTTP/1.1\r\nHost: x\r\nx-big: ${'x'.repeat(100_000)}\r\n\r\n`],
  [
    'two lengths',
    'POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  ],
  [
    'a length and chunks',
    'POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
])('%s gets a 4xx and a closed connection', async (_name, sent) => {
  const { socket, heard, closed } = await connect()
  socket.write(sent)
  await waitFor('the connection to close', closed)
  expect(heard()).toMatch(/^HTTP\/1\.1 4\d\d /)
  await works()
})

test('a hundred requests one after the other on kept connections', async () => {
  for (let index = 0; index < 100; index++) {
    const response = await post(index % 3 ? '{"firstName":"Ada"}' : '{}')
    expect(response.status).toBe(index % 3 ? 200 : 400)
    await response.arrayBuffer()
  }
})
