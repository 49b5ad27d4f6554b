import { randomUUID } from 'node:crypto'
import { newId } from '@intake/leads/ids/new-id'
import { createQueues, type Queues } from '@intake/queue/create-queues'
import { singleRedis } from '@intake/queue/redis-settings'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { addFleetGauges } from '../src/add-fleet-gauges.ts'
import { createMetrics } from '../src/create-metrics.ts'

let database: TestDatabase
let queues: Queues
beforeAll(async () => {
  database = await createTestDatabase()
  queues = createQueues({ redis: singleRedis(inject('redisUrl')), prefix: `{test-${randomUUID()}}` })
  await waitFor('the connection', () =>
    queues.ping().then(
      () => true,
      () => false,
    ),
  )
})
afterAll(async () => {
  await Promise.all(Object.values(queues.queues).map((queue) => queue.obliterate({ force: true })))
  await queues.close()
  await database.close()
})

function makeMetrics(of: Queues = queues, timeoutMs = 5000) {
  const errors: unknown[] = []
  const metrics = createMetrics((error) => errors.push(error))
  addFleetGauges(metrics, { db: database.db, queues: of, maxAgeMs: 0, timeoutMs })
  return { metrics, errors }
}

/** Name with labels → value. */
async function scrape({ metrics }: ReturnType<typeof makeMetrics>): Promise<Map<string, number>> {
  const lines = (await metrics.scrape()).split('\n').filter((line) => line && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}

test('what waits in Postgres and Redis is told by number and age', async () => {
  const { id: workspaceId } = await makeWorkspace(database.db)
  const { id: other } = await makeWorkspace(database.db)
  const owed = await Promise.all([1, 2, 3].map(() => insertLead(database, workspaceId)))
  await database.pool.query(
    `update owed_enrichments set requested_at = now() - interval '100 seconds', dead_at = case when lead_id = $1 then now() end`,
    [owed[0]],
  )
  await database.pool.query(
    `insert into outbox (workspace_id, topic, lead_ids, created_at)
     values ($1, 'lead.written', array[$1]::uuid[], now() - interval '20 seconds'),
       ($2, 'lead.written', array[$2]::uuid[], now() - interval '50 seconds'), ($2, 'lead.written', array[$2]::uuid[], now())`,
    [workspaceId, other],
  )
  const payload = { workspaceId, leadIds: [workspaceId] }
  await queues.add('duplicate-matching', [{ payload, since: new Date(Date.now() - 70_000) }, { payload }])
  await queues.queues['activity-enrichment'].pause()

  const made = makeMetrics()
  const seen = await scrape(made)
  expect(Object.fromEntries(seen)).toMatchObject({
    intake_outbox_events: 3,
    intake_owed_leads: 2,
    intake_dead_leads: 1,
    'intake_queue_jobs{queue="duplicate-matching",state="waiting"}': 2,
    'intake_queue_jobs{queue="timezone-inference",state="waiting"}': 0,
    'intake_queue_paused{queue="activity-enrichment"}': 1,
    'intake_queue_paused{queue="duplicate-matching"}': 0,
    'intake_queue_oldest_age_seconds{queue="timezone-inference"}': 0,
    intake_redis_memory_max_bytes: 0,
    'intake_reading_failures_total{source="postgres"}': 0,
  })
  const between = (name: string, from: number) => {
    expect(seen.get(name), name).toBeGreaterThanOrEqual(from)
    expect(seen.get(name), name).toBeLessThan(from + 25)
  }
  between('intake_outbox_oldest_age_seconds', 50)
  between('intake_owed_oldest_age_seconds', 100)
  between('intake_queue_oldest_age_seconds{queue="duplicate-matching"}', 70)
  expect(seen.get('intake_redis_memory_used_bytes')).toBeGreaterThan(100_000)

  await database.pool.query('delete from outbox')
  expect((await scrape(made)).get('intake_outbox_oldest_age_seconds')).toBe(0)
  expect(made.errors).toEqual([])
})

test('what waits for a person, and how sources are, is told over all workspaces', async () => {
  const before = await scrape(makeMetrics())
  expect(before.get('intake_submissions_oldest_quarantined_seconds')).toBe(0)
  const [one, other] = [await makeWorkspace(database.db), await makeWorkspace(database.db)]
  const add = (workspaceId: string, status: string, secondsAgo: number) =>
    database.pool.query(
      `insert into submissions (workspace_id, id, source_id, received_at, status)
       values ($1, $2, $3, now() - make_interval(secs => $4), $5)`,
      [workspaceId, newId(), randomUUID(), secondsAgo, status],
    )
  await add(one.id, 'QUARANTINED', 500)
  await add(one.id, 'QUARANTINED', 100)
  await add(one.id, 'REFUSED', 9000)
  await add(other.id, 'QUARANTINED', 4000)
  await add(other.id, 'RECEIVED', 10)
  await add(other.id, 'ACCEPTED', 9000)
  for (const [health, ended] of [
    ['OK', ''],
    ['SILENT', ''],
    ['DEGRADED', ''],
    ['DEGRADED', 'paused_at'],
    ['DEGRADED', 'deleted_at'],
  ])
    await database.pool.query(
      `insert into sources (workspace_id, id, kind, name, token, health${ended ? `, ${ended}` : ''})
       values ($1, $2, 'json', 'x', $3, $4${ended ? ', now()' : ''})`,
      [one.id, randomUUID(), randomUUID(), health],
    )
  const seen = await scrape(makeMetrics())
  expect(Object.fromEntries(seen)).toMatchObject({
    'intake_submissions_open{status="QUARANTINED"}': 3,
    'intake_submissions_open{status="RECEIVED"}': 1,
    'intake_sources{health="OK"}': 1,
    'intake_sources{health="SILENT"}': 1,
    'intake_sources{health="DEGRADED"}': 1,
  })
  const oldest = seen.get('intake_submissions_oldest_quarantined_seconds')
  expect(oldest).toBeGreaterThanOrEqual(4000)
  expect(oldest).toBeLessThan(4100)
})

test('without Redis the rest is told all the same, and nothing old in its place', async () => {
  const away = createQueues({ redis: singleRedis('redis://127.0.0.1:9') })
  const seen = await scrape(makeMetrics(away))
  await away.close()
  expect([...seen.keys()].filter((name) => /^intake_(queue|redis)/.test(name))).toEqual([])
  expect(seen.has('intake_outbox_events')).toBe(true)
  expect(seen.get('intake_reading_failures_total{source="queues"}')).toBe(1)
  expect(seen.get('intake_reading_failures_total{source="redis"}')).toBe(1)
})

test('a Postgres that does not answer holds no scrape up, and its figures come back', async () => {
  const made = makeMetrics(queues, 300)
  expect((await scrape(made)).has('intake_dead_leads')).toBe(true)
  const holder = await database.pool.connect()
  await holder.query('begin; lock table outbox in access exclusive mode')
  const seen = await scrape(made)
  expect(seen.has('intake_dead_leads')).toBe(false)
  expect(seen.has('intake_queue_jobs{queue="duplicate-matching",state="waiting"}')).toBe(true)
  expect(seen.get('intake_reading_failures_total{source="postgres"}')).toBe(1)
  await holder.query('rollback')
  holder.release()
  await waitFor('the figures to be back', async () => (await scrape(made)).has('intake_dead_leads'))
})
