import { createApiKey } from '@intake/leads/admin/create-api-key'
import { revokeApiKey } from '@intake/leads/admin/revoke-api-key'
import { hasScope, scopes } from '@intake/leads/workspace/caller'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'
import { callRoute, missingRoutes, nameOf, securedRoutes, unknownLead } from './secured-routes.ts'

const used = useGateway()
const prefixOf = (key: string) => key.split('_')[2] ?? ''
const routes = securedRoutes.map((route) => [nameOf(route), route] as const)

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
    'a live key called a test key': good.replace('_live_', '_test_'),
    'a test key called a live key': used.workspace.testKey.replace('_test_', '_live_'),
    'given twice': `${good}, ${good}`,
    revoked: revoked.key,
    expired: expired.key,
  }
}

describe.each(routes)('%s', (_name, route) => {
  const call = (key: string | null) => callRoute(used.gateway, route, key)

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

describe.each(routes)('%s', (_name, route) => {
  test('takes a live key, and a test key unless it changes what is live', async () => {
    for (const key of [used.workspace.key, used.workspace.testKey]) {
      const { lead } = await create(used.gateway, key)
      const refused = route.liveOnly && key === used.workspace.testKey
      const { status } = await callRoute(used.gateway, route, key, { leadId: lead.id })
      expect(status).toBe(refused ? 403 : 200)
    }
  })

  test('needs its scopes and no other, and does not read the body before', async () => {
    const { db } = used.gateway
    const { lead } = await create(used.gateway, used.workspace.key)
    const keyWith = async (granted: (typeof scopes)[number][]) =>
      (await createApiKey({ db }, { workspaceId: used.workspace.id, name: 'scoped', scopes: granted })).key
    const needed = [route.scope, ...(route.besides ? [route.besides] : [])]
    for (const missing of needed) {
      const others = await keyWith(scopes.filter((scope) => !hasScope({ scopes: [scope] }, missing)))
      for (const body of [undefined, '{'])
        await expectProblem(await callRoute(used.gateway, route, others, { body }), 403, 'forbidden')
    }
    const enough = await keyWith(needed)
    expect((await callRoute(used.gateway, route, enough, { leadId: lead.id })).status).toBe(200)
  })

  test('does not read the body of a caller without a key', async () => {
    await expectProblem(await callRoute(used.gateway, route, null, { body: '{' }), 401, 'unauthorized')
  })
})

describe.each(routes.filter(([, route]) => route.namesLead))('%s', (_name, route) => {
  test('answers for a lead of another workspace as for none', async () => {
    const other = await makeWorkspace(used.gateway.db)
    const { lead } = await create(used.gateway, other.key)
    const answers = await Promise.all(
      [lead.id, lead.id.toUpperCase(), unknownLead].map(async (leadId) => {
        const response = await callRoute(used.gateway, route, used.workspace.key, { leadId })
        const { requestId, instance, ...rest } = await expectProblem(response, 404, 'not_found')
        expect([requestId, instance].join()).not.toContain(other.id)
        return rest
      }),
    )
    expect(answers[0]).toEqual(answers[2])
    expect(answers[1]).toEqual(answers[2])
  })
})

for (const route of securedRoutes)
  if (route.pages) {
    const { first, cursorOf, at } = route.pages
    test(`${nameOf(route)} shows nothing of another workspace by its cursor`, async () => {
      const other = await makeWorkspace(used.gateway.db)
      const theirs = await Promise.all([1, 2, 3].map(() => create(used.gateway, other.key)))
      const read = (key: string, path: string) =>
        used.gateway.app.request(path, { headers: { 'x-api-key': key } })
      const cursor = cursorOf(await (await read(other.key, first)).json())
      const response = await read(used.workspace.key, at(cursor))
      expect([200, 400]).toContain(response.status)
      const text = await response.text()
      for (const { lead } of theirs) expect(text).not.toContain(lead.id)
    })
  }

test('every route of the app is in the list, or open on purpose', () => {
  expect(missingRoutes(used.gateway.app)).toEqual([])
})
