import { once } from 'node:events'
import { Agent, createServer, get, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { createServerExit } from './close-server.ts'

async function serve(listener: RequestListener, graceMs?: number) {
  const server = createServer(listener)
  const exit = createServerExit(server, graceMs)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { exit, port }
}

test('a client that goes on sending over a kept connection does not keep the server open', async () => {
  const { exit, port } = await serve((_request, response) => void response.end('ok'))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = () =>
    new Promise<string | undefined>((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent }, (response) => {
        response.resume().on('end', () => resolve(response.headers.connection))
      }).on('error', reject)
    })
  expect(await ask()).toBe('keep-alive')
  exit.leave()
  expect(await ask()).toBe('close')
  const closed = exit.close()
  await expect(ask()).rejects.toThrow('ECONNREFUSED')
  await closed
})

test('a request that has arrived is answered, however long that takes', async () => {
  let finish: (() => void) | undefined
  const { exit, port } = await serve((_request, response) => {
    finish = () => response.end('done')
  }, 100)
  const answer = fetch(`http://127.0.0.1:${port}/`)
  await vi.waitFor(() => expect(finish).toBeDefined())
  const closed = exit.close()
  setTimeout(() => finish?.(), 400)
  expect(await (await answer).text()).toBe('done')
  await closed
})

test.each(['', 'POST / HTTP/1.1\r\nHost', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf'])(
  'a client that never finishes its request is cut off: %j',
  async (sent) => {
    const { exit, port } = await serve((request, response) => {
      request.resume().on('end', () => response.end())
    }, 100)
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect')
    if (sent) await new Promise((resolve) => socket.write(sent, resolve))
    // Not `once`, which a reset would reject.
    const gone = new Promise((resolve) => socket.once('close', resolve))
    await exit.close()
    await gone
  },
)

const large = 'x'.repeat(50_000_000)

async function ask(port: number) {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.pause()
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  return socket
}

test('a client that reads nothing of its answer is cut off', async () => {
  let answered = false
  const { exit, port } = await serve((_request, response) => {
    response.end(large)
    answered = true
  }, 100)
  const socket = await ask(port)
  await vi.waitFor(() => expect(answered).toBe(true))
  await exit.close()
  socket.destroy()
})

test('a client that reads slowly gets all of its answer', async () => {
  let answered = false
  const { exit, port } = await serve((_request, response) => {
    response.end(large)
    answered = true
  }, 300)
  const socket = await ask(port)
  await vi.waitFor(() => expect(answered).toBe(true))
  const closed = exit.close()
  let received = 0
  for await (const chunk of socket) {
    received += chunk.length
    if (received < 10_000_000) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(received).toBeGreaterThan(large.length)
  await closed
})

test.each(['reads nothing of it', 'reads it for ever'])(
  'an answer that is made of a stream without end, of which the client %s, is cut off',
  async (how) => {
    const { exit, port } = await serve((_request, response) => {
      Readable.from(endless()).pipe(response)
    }, 100)
    const socket = await ask(port)
    await once(socket.resume(), 'data')
    if (how === 'reads nothing of it') socket.pause()
    await exit.close()
    socket.destroy()
  },
)

async function* endless() {
  for (;;) {
    yield Buffer.alloc(65_536)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
