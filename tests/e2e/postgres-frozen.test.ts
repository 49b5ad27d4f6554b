import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: BreakableStack
beforeAll(async () => {
  stack = await startBreakableStack({ gateways: 1, workers: 1, env: { STATEMENT_TIMEOUT: '1s' } })
}, 120_000)
afterAll(() => stack.close(), 60_000)

const statusOf = async (path: string) => (await fetch(`${stack.gateways[0]?.url}${path}`)).status

async function post(key: string) {
  const response = await fetch(`${stack.gateways[0]?.url}/api/v1/leads`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': stack.workspace.key,
      'idempotency-key': key,
    },
    body: JSON.stringify({ firstName: 'Ada', email: `${key}@example.com` }),
    // Without a bound of ours the answer would not come at all.
    signal: AbortSignal.timeout(20_000),
  })
  await response.text()
  return response.status
}

test('Postgres frozen: 503 within a bound, unready, and back by itself with every lead once', async () => {
  const keys = Array.from({ length: 30 }, (_, index) => `lead-${index}`)
  expect(await Promise.all(keys.slice(0, 10).map(post))).toEqual(Array(10).fill(200))
  stack.postgres.signalAll('SIGSTOP')
  try {
    expect(await Promise.all(keys.slice(10).map(post))).toEqual(Array(20).fill(503))
    await waitFor('the gateway to be unready', async () => (await statusOf('/readyz')) === 503)
    expect(await statusOf('/livez')).toBe(200)
    expect(await post('lead-29')).toBe(503)
  } finally {
    stack.postgres.signalAll('SIGCONT')
  }
  await waitFor('the gateway to be ready again', async () => (await statusOf('/readyz')) === 200)
  // What a frozen server was sent before it was given up it may yet have done: the keys keep that from being done twice.
  expect(await Promise.all(keys.map(post))).toEqual(Array(30).fill(200))
  const leads = await stack.database.db.selectFrom('leads').select('email').execute()
  expect(leads.map(({ email }) => email).sort()).toEqual(keys.map((key) => `${key}@example.com`).sort())
  await waitFor('every lead to be enriched', async () => {
    const owed = await stack.database.db.selectFrom('owed_enrichments').select('lead_id').execute()
    return owed.length === 0
  })
}, 120_000)
