import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: BreakableStack
beforeAll(async () => {
  stack = await startBreakableStack({ gateways: 1, workers: 0 })
}, 120_000)
afterAll(() => stack.close(), 60_000)

const url = (path: string) => `${stack.gateways[0]?.url}${path}`
const statusOf = async (path: string) => (await fetch(url(path))).status

function post(key: string): Promise<Response> {
  return fetch(url('/api/v1/leads'), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': stack.workspace.key,
      'idempotency-key': key,
    },
    body: JSON.stringify({ firstName: 'Ada', tags: ['vip'], email: `${key}@example.com` }),
    // Far below any time-out of ours: an answer that takes this long is no answer.
    signal: AbortSignal.timeout(8000),
  })
}

test('Postgres away: 503 that says when to try again, unready but alive, nothing half-written, and back by itself', async () => {
  expect((await post('before')).status).toBe(200)
  await stack.postgres.kill()
  const keys = Array.from({ length: 20 }, (_, index) => `away-${index}`)
  const refused = await Promise.all(keys.map(post))
  for (const response of refused) {
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    expect(await response.json()).toMatchObject({ code: 'unavailable', retryable: true })
  }
  await waitFor('the gateway to be unready', async () => (await statusOf('/readyz')) === 503)
  expect(await statusOf('/livez')).toBe(200)

  await stack.postgres.start()
  await waitFor('the gateway to be ready again', async () => (await statusOf('/readyz')) === 200)
  const answers = await Promise.all(keys.map(post))
  expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200))
  const tables = ['leads', 'action_logs', 'lead_tags', 'owed_enrichments', 'idempotency_keys'] as const
  const counts = await Promise.all(
    tables.map((table) => stack.database.db.selectFrom(table).select('workspace_id').execute()),
  )
  expect(counts.map((rows) => rows.length)).toEqual(tables.map(() => 21))
}, 120_000)
