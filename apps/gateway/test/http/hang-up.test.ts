import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'
import { makeGateway } from '../make-gateway.ts'

const multipart = 'multipart/form-data; boundary=x'
const file = '--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nhalf of'
const calls = [
  ['/api/v1/leads', 'application/json', 'Content-Length: 500', '{"firstName":"Gone"'],
  ['/api/v1/leads', 'application/json', 'Transfer-Encoding: chunked', '13\r\n{"firstName":"Gone"\r\n'],
  ['/api/v1/leads/batch', 'application/json', 'Content-Length: 90000', '{"leads":['],
  ['/api/v1/imports', 'application/x-ndjson', 'Content-Length: 90000', '{"firstName":"Gone"}\n'],
  ['/api/v1/documents', multipart, 'Content-Length: 90000', file],
] as const

test('a client that hangs up amid a body is not taken for a database that is away', async () => {
  const refused: string[] = []
  const metrics = {
    answered: () => undefined,
    refused: (code: string) => void refused.push(code),
    replayed: () => undefined,
  }
  const gateway = await makeGateway({ metrics })
  const { key } = await makeWorkspace(gateway.db)
  let begun = 0
  const begin: typeof gateway.app.fetch = (...call) => {
    begun += 1
    return gateway.app.fetch(...call)
  }
  const server = serve({ fetch: begin, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  let sent = 0
  for (const [path, type, length, body] of calls)
    for (const hangUp of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nx-api-key: ${key}\r\nContent-Type: ${type}\r\n${length}\r\n\r\n`,
      )
      await new Promise((resolve) => socket.write(body, resolve))
      await waitFor('the call to begin', () => begun > sent)
      socket[hangUp]()
      sent += 1
      await waitFor('its end', () => refused.length === sent)
    }
  // Of a body that was cut some of it may be there, which is no JSON.
  expect(refused.filter((code) => code !== 'invalid_json' && code !== 'invalid_request')).toEqual([])
  server.close()
  await once(server, 'close')
  await gateway.close()
})
