import { createApiKey } from '@intake/leads/admin/create-api-key'
import { revokeApiKey } from '@intake/leads/admin/revoke-api-key'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { describe, expect, test } from 'vitest'
import { storesNothing } from './count-stored.ts'
import { create } from './create.ts'
import { expectProblem } from './expect-problem.ts'
import { useGateway } from './use-gateway.ts'

const used = useGateway()
const prefixOf = (key: string) => key.split('_')[2] ?? ''
const calls = {
  'POST /leads': (key: string | null) => used.gateway.post(key, { firstName: 'Ada' }),
  'POST /leads/check': (key: string | null) =>
    used.gateway.app.request('/api/v1/leads/check', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'x-api-key': key }) },
      body: JSON.stringify({ email: 'ada@example.com' }),
    }),
  'GET /leads/{id}': (key: string | null) =>
    used.gateway.app.request('/api/v1/leads/0198c0de-0000-7000-8000-000000000000', {
      headers: key === null ? {} : { 'x-api-key': key },
    }),
  'GET /phone/{number}': (key: string | null) =>
    used.gateway.app.request('/api/v1/phone/6782319992', {
      headers: key === null ? {} : { 'x-api-key': key },
    }),
}

async function refusedKeys(): Promise<Record<string, string | null>> {
  const { db } = used.gateway
  const workspaceId = used.workspace.id
  const revoked = await createApiKey({ db }, { workspaceId, name: 'revoked' })
  await revokeApiKey({ db }, { workspaceId, key: revoked.id })
  const expired = await createApiKey(
    { db },
    { workspaceId, name: 'old', expiresAt: new Date(Date.now() - 1) },
  )
  const good = used.workspace.key
  const other = (await makeWorkspace(db)).key
  return {
    missing: null,
    empty: '',
    malformed: 'abc',
    'with a scheme': `Bearer ${good}`,
    'outside ASCII': 'caf\u00e9',
    'very long': `intake_live_${'a'.repeat(5000)}`,
    unknown: `intake_live_${'a'.repeat(16)}_${'b'.repeat(43)}`,
    'with a wrong secret': `${good.slice(0, -4)}${good.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`,
    'with the secret of another': `intake_live_${prefixOf(good)}_${other.slice(29)}`,
    'in other case': good.toUpperCase(),
    'given twice': `${good}, ${good}`,
    revoked: revoked.key,
    expired: expired.key,
  }
}

describe.each(Object.entries(calls))('%s', (_route, call) => {
  test('refuses every bad key with one and the same body, and stores nothing', async () => {
    const keys = await refusedKeys()
    const bodies = new Set<string>()
    await storesNothing(used.gateway.db, used.workspace.id, async () => {
      for (const [name, key] of Object.entries(keys)) {
        const response = await call(key)
        expect(response.status, name).toBe(401)
        const text = await response.clone().text()
        const { requestId, retryable, errors } = await expectProblem(response, 401, 'unauthorized')
        expect({ retryable, errors }).toEqual({ retryable: false, errors: [] })
        bodies.add(text.replace(requestId, ''))
      }
    })
    expect([...bodies]).toHaveLength(1)
  })

  test('stops taking a key within a second of its revocation', async () => {
    const { db } = used.gateway
    const workspaceId = used.workspace.id
    const { id, key } = await createApiKey({ db }, { workspaceId, name: 'short-lived' })
    const before = await call(key)
    expect(before.status).not.toBe(401)
    await revokeApiKey({ db }, { workspaceId, key: id })
    const response = await waitFor(
      'the key to be refused',
      async () => {
        const answer = await call(key)
        return answer.status === 401 && answer
      },
      1000,
    )
    await expectProblem(response, 401, 'unauthorized')
  })

  test('stops taking a key when it expires', async () => {
    const expiresAt = new Date(Date.now() + 400)
    const { db } = used.gateway
    const { key } = await createApiKey({ db }, { workspaceId: used.workspace.id, name: 'brief', expiresAt })
    expect((await call(key)).status).not.toBe(401)
    await waitFor('the key to expire', async () => (await call(key)).status === 401, 2000)
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime())
  })
})

describe('scopes', () => {
  test.each(['leads:read', 'leads:write'] as const)('a key with %s alone', async (scope) => {
    const { db } = used.gateway
    const { lead } = await create(used.gateway, used.workspace.key)
    const input = { workspaceId: used.workspace.id, name: scope, scopes: [scope] }
    const { key } = await createApiKey({ db }, input)
    const posted = await used.gateway.post(key, { firstName: 'Ada' })
    const got = await used.gateway.get(key, lead.id)
    const [allowed, refused] = scope === 'leads:read' ? [got, posted] : [posted, got]
    expect(allowed.status).toBe(200)
    await expectProblem(refused, 403, 'forbidden')
  })
})

test('a body is not read for a caller without a key', async () => {
  await expectProblem(await used.gateway.post(null, '{'), 401, 'unauthorized')
})
