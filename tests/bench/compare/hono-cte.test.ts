import { createTestDatabase } from '@intake/testing/create-test-database'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBody } from '../load/make-body.ts'
import { type PgbenchDatabase, preparePgbench } from './prepare-pgbench.ts'
import { type Baseline, startBaseline } from './start-baseline.ts'

let server: Awaited<ReturnType<typeof createTestDatabase>>
let beside: PgbenchDatabase
let client: pg.Client
let baseline: Baseline
beforeAll(async () => {
  server = await createTestDatabase()
  beside = await preparePgbench(server.url)
  client = new pg.Client({ connectionString: beside.databaseUrl })
  await client.connect()
  baseline = await startBaseline('hono-cte', {
    DATABASE_URL: beside.databaseUrl,
    WORKSPACE_ID: beside.workspaceId,
    ANSWER_BYTES: '900',
    KEPT_BYTES: '900',
  })
})
afterAll(async () => {
  baseline.stop()
  await client.end()
  await server.close()
})

test('one statement a request writes the rows that the service writes', async () => {
  const post = async (index: number, headers: Record<string, string>) => {
    const body = makeBody(1, index)
    const response = await fetch(baseline.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
    expect(response.status).toBe(200)
    return (await response.json()) as { id: string; matches: string[] | null }
  }
  const first = await post(1, { 'idempotency-key': 'one' })
  const again = await post(1, {})
  expect(again.matches).toEqual([first.id])
  const { rows } = await client.query(
    `select (select count(*)::int from lead_checklist_values where lead_id = l.id) as items,
      (select array_agg(t.name order by position) from lead_tags join tags t on t.id = tag_id where lead_id = l.id) as tags,
      (select count(*)::int from action_logs a where a.lead_id = l.id) as logs,
      (select count(*)::int from owed_enrichments o where o.lead_id = l.id) as owed,
      (select count(*)::int from outbox where lead_ids = array[l.id]) as events,
      (select count(*)::int from idempotency_keys) as keys, length(phone_e164) as phone
    from leads l where workspace_id = $1`,
    [beside.workspaceId],
  )
  const row = { items: 2, tags: ['solar', 'campaign 1'], logs: 1, owed: 1, events: 1, keys: 1, phone: 12 }
  expect(rows).toEqual([row, row])
})
