import { randomBytes } from 'node:crypto'
import { maxBadKeys } from '@intake/leads/workspace/bad-keys'
import { expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const post = (path: string) =>
  used.gateway.app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"firstName":"Ada"}',
  })

test('whoever tries addresses is refused before they cost a query; a source that is known goes on', async () => {
  const { source } = (await taken(
    call(used.gateway, used.workspace.key, 'POST', '/sources', { kind: 'json', name: 'Any' }),
  )) as { source: { path: string } }
  expect((await post(source.path)).status).toBe(200)
  for (const path of ['/in/short', `/in/${'a'.repeat(33)}`, '/in/%2e%2e%2f'])
    expect((await post(path)).status).toBe(404)
  const statuses = []
  for (let tries = 0; tries <= maxBadKeys; tries++)
    statuses.push((await post(`/in/${randomBytes(24).toString('base64url')}`)).status)
  expect(statuses).toEqual([...Array(maxBadKeys).fill(404), 429])
  expect((await post(source.path)).status).toBe(200)
})
