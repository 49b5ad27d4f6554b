import { createApiKey } from '@intake/leads/admin/create-api-key'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../expect-problem.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let limitedByDefault: TestGateway
beforeAll(async () => {
  limitedByDefault = await makeGateway({
    sharing: used.gateway,
    defaultRateLimit: { perSecond: 0.01, burst: 2 },
  })
})
afterAll(() => limitedByDefault.close())

async function keyWith(rateLimit: number | null, rateBurst: number | null = null) {
  const { db } = used.gateway
  return (
    await createApiKey({ db }, { workspaceId: used.workspace.id, name: 'limited', rateLimit, rateBurst })
  ).key
}

test('a key without a limit is told nothing of one', async () => {
  const response = await used.gateway.post(used.workspace.key, { firstName: 'Ada' })
  expect(response.status).toBe(200)
  expect([response.headers.get('ratelimit'), response.headers.get('ratelimit-policy')]).toEqual([null, null])
})

test('a key is told what is left, and refused beyond, before its body is read', async () => {
  const key = await keyWith(1, 3)
  const first = await used.gateway.post(key, { firstName: 'Ada' })
  expect(first.status).toBe(200)
  expect(first.headers.get('ratelimit-policy')).toBe('"default";q=3;w=3')
  expect(first.headers.get('ratelimit')).toBe('"default";r=2;t=1')
  let refused: Response | undefined
  for (let call = 0; call < 200 && !refused; call++) {
    const response = await used.gateway.post(key, 'no JSON at all')
    if (response.status === 429) refused = response
    else expect(response.status).toBe(400)
  }
  if (!refused) throw new Error('never refused')
  expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
  expect(refused.headers.get('ratelimit')).toMatch(/^"default";r=0;t=[1-9]\d*$/)
  expect(await expectProblem(refused, 429, 'rate_limited')).toMatchObject({ retryable: true })
})

test('the setting holds for keys without a limit of their own, each key for itself', async () => {
  const statuses = async (key: string) => {
    const seen: number[] = []
    for (let call = 0; call < 4; call++)
      seen.push((await limitedByDefault.get(key, '0198c0de-0000-7000-8000-000000000000')).status)
    return seen
  }
  expect(await statuses(await keyWith(null))).toEqual([404, 404, 429, 429])
  expect(await statuses(await keyWith(null))).toEqual([404, 404, 429, 429])
  expect(await statuses(await keyWith(1000))).toEqual([404, 404, 404, 404])
})

test('a call without a valid key takes no token, and health is never limited', async () => {
  for (let call = 0; call < 5; call++) {
    expect((await limitedByDefault.get('nonsense', 'x')).status).toBe(401)
    expect((await limitedByDefault.app.request('/livez')).status).toBe(200)
  }
})
