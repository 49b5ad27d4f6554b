import { randomBytes } from 'node:crypto'
import { createDatabase, type Database } from '@intake/database/create-database'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { generateKey } from '@intake/leads/workspace/api-key'
import { authenticate } from '@intake/leads/workspace/authenticate'
import { createBadKeys, maxBadKeys } from '@intake/leads/workspace/bad-keys'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../expect-problem.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let behindProxy: TestGateway
let watched: Database
const lookUps: string[] = []
beforeAll(async () => {
  behindProxy = await makeGateway({ sharing: used.gateway, trustedProxies: ['10.0.0.0/8'] })
  watched = createDatabase({
    url: used.gateway.databaseUrl,
    maxConnections: 2,
    onStatement: (text) => void (/api_keys/.test(text) && lookUps.push(text)),
  })
})
afterAll(async () => {
  await behindProxy.close()
  await watched.close()
})

const from = (gateway: TestGateway, remoteAddress: string, key: string, headers = {}) =>
  gateway.app.request(
    '/api/v1/leads',
    {},
    { incoming: { headers: { 'x-api-key': key, ...headers }, socket: { remoteAddress } } },
  )
const unknownKey = () => generateKey('live').key

test('many unknown keys of an address are refused 429; known keys go on there, and so does every other address', async () => {
  const { gateway, workspace } = used
  const address = '203.0.113.50'
  expect((await from(gateway, address, workspace.key)).status).toBe(200)
  for (let time = 0; time < maxBadKeys; time++)
    await expectProblem(await from(gateway, address, unknownKey()), 401, 'unauthorized')
  const refused = await from(gateway, address, unknownKey())
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  await expectProblem(refused, 429, 'rate_limited')
  expect((await from(gateway, address, workspace.key)).status).toBe(200)
  // A change makes each process read its keys anew; this one is known all the same.
  const other = await createApiKey({ db: gateway.db }, { workspaceId: workspace.id, name: 'new' })
  await waitFor(
    'the change to be seen',
    async () => (await from(gateway, '203.0.113.51', other.key)).status === 200,
  )
  expect((await from(gateway, address, workspace.key)).status).toBe(200)
  await expectProblem(await from(gateway, '203.0.113.51', unknownKey()), 401, 'unauthorized')
})

test('X-Forwarded-For counts from a trusted proxy only', async () => {
  const client = { 'x-forwarded-for': '198.51.100.9' }
  const exhaust = async (gateway: TestGateway, address: string, headers: object) => {
    for (let time = 0; time < maxBadKeys; time++) await from(gateway, address, unknownKey(), headers)
    return (await from(gateway, address, unknownKey(), headers)).status
  }
  expect(await exhaust(behindProxy, '10.1.2.3', client)).toBe(429)
  expect((await from(behindProxy, '10.1.2.4', unknownKey(), client)).status).toBe(429)
  const beside = { 'x-forwarded-for': '198.51.100.9, 198.51.100.10' }
  expect((await from(behindProxy, '10.1.2.3', unknownKey(), beside)).status).toBe(401)
  // Without trust it is what a client says of itself.
  expect(await exhaust(used.gateway, '10.1.2.3', client)).toBe(429)
  expect((await from(used.gateway, '10.1.2.3', unknownKey(), beside)).status).toBe(429)
  expect((await from(used.gateway, '10.1.2.4', unknownKey(), client)).status).toBe(401)

  const { key } = await createApiKey(
    { db: used.gateway.db },
    { workspaceId: used.workspace.id, name: 'there', allowedAddresses: ['192.0.2.0/24'] },
  )
  const there = { 'x-forwarded-for': '192.0.2.1' }
  expect((await from(behindProxy, '10.1.2.3', key, there)).status).toBe(200)
  expect((await from(used.gateway, '10.1.2.9', key, there)).status).toBe(401)
  expect((await from(behindProxy, '192.0.2.1', key, { 'x-forwarded-for': '203.0.113.1' })).status).toBe(200)
})

test('a key with a wrong checksum costs no query; one of before the checksum is taken as ever', async () => {
  const configuration = createConfigurationCache(watched, { pollMs: 50, staleMs: 60_000 })
  const checks = { configuration, badKeys: createBadKeys() }
  const check = (key: string) =>
    authenticate(checks, key, { now: new Date(), address: '203.0.113.60' }).then(
      () => 'taken',
      (error) => error.code,
    )
  const mistyped = () => `${unknownKey().slice(0, -6)}${randomBytes(9).toString('base64url').slice(0, 6)}`
  try {
    const { key } = await createApiKey(
      { db: used.gateway.db },
      { workspaceId: used.workspace.id, name: 'of before' },
    )
    const [, , prefix] = key.split('_')
    // As if its last characters had never been a checksum.
    const old = `${key.slice(0, -6)}AAAAAA`
    await sql`update api_keys set has_checksum = false, secret_sha256 = sha256(convert_to(${old.slice(-43)}, 'UTF8'))
      where prefix = ${prefix}`.execute(used.gateway.db)
    await waitFor('the revision to be known', async () => {
      lookUps.length = 0
      const answers = [await check(old), await check(old)]
      expect(answers).toEqual(['taken', 'taken'])
      return lookUps.length === 0
    })
    for (let time = 0; time < 3 * maxBadKeys; time++) expect(await check(mistyped())).toBe('unauthorized')
    expect(lookUps).toEqual([])
    const unknown = unknownKey()
    for (let time = 0; time < 3; time++) expect(await check(unknown)).toBe('unauthorized')
    expect(lookUps).toHaveLength(1)
    for (let time = 1; time < maxBadKeys; time++) expect(await check(unknownKey())).toBe('unauthorized')
    expect(await check(unknownKey())).toBe('rate_limited')
    expect(lookUps).toHaveLength(maxBadKeys)
    expect([await check(old), await check(unknown)]).toEqual(['taken', 'unauthorized'])
    expect(lookUps).toHaveLength(maxBadKeys)
  } finally {
    configuration.close()
  }
})
