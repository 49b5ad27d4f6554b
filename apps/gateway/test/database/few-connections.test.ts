import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countStored } from '../count-stored.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  // The least that DATABASE_CONNECTIONS allows.
  gateway = await makeGateway({ maxConnections: 2 })
})
afterAll(() => gateway.close())

test.each<[string, (index: number) => Record<string, string>]>([
  ['without keys', () => ({})],
  ['with an Idempotency-Key each', (index) => ({ 'idempotency-key': `few ${index}` })],
])('leads that match each other are all written over two connections, %s', async (_name, headersOf) => {
  const workspace = await makeWorkspace(gateway.db)
  const send = (index: number) =>
    gateway.post(workspace.key, { firstName: 'Ada', email: 'same@example.com' }, headersOf(index))
  expect((await send(0)).status).toBe(200)
  const responses = await Promise.all(Array.from({ length: 200 }, (_, index) => send(index + 1)))
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
  expect((await countStored(gateway.db, workspace.id)).leads).toBe(201)
})
