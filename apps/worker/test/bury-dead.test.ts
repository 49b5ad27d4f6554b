import { randomUUID } from 'node:crypto'
import { listDead } from '@intake/leads/admin/list-dead'
import { reconcile } from '@intake/leads/enrichment/reconcile'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { createQueues, type Queues } from '@intake/queue/create-queues'
import { singleRedis } from '@intake/queue/redis-settings'
import { type JobHandler, startWorkers, type Workers } from '@intake/queue/start-workers'
import { createLogger } from '@intake/runtime/logger'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { buryDead } from '../src/bury-dead.ts'
import { chained } from '../src/chain.ts'

const name = 'timezone-inference'
const logger = createLogger({ name: 'test', level: 'silent' })
let database: TestDatabase
let prefix: string
let queues: Queues
let workers: Workers | undefined

beforeEach(async () => {
  database = await createTestDatabase()
  prefix = `{test-${randomUUID()}}`
  queues = createQueues({ redis: singleRedis(inject('redisUrl')), prefix })
  await waitFor('the connection', () =>
    queues.ping().then(
      () => true,
      () => false,
    ),
  )
})
afterEach(async () => {
  await workers?.close()
  await queues.close()
  await database.close()
})

async function oweLeads(count: number) {
  const { id: workspaceId } = await makeWorkspace(database.aside)
  const leadIds = []
  for (let number = 0; number < count; number++) leadIds.push(await insertLead(database, workspaceId))
  return { workspaceId, leadIds }
}

/** Runs the worker until no job is left to be tried; waiting retries are brought forward. Answers the jobs that died. */
async function runOut(handler: JobHandler): Promise<string[]> {
  const dead: string[] = []
  workers = startWorkers({
    redis: singleRedis(inject('redisUrl')),
    prefix,
    handlers: {
      'timezone-inference': handler,
      'duplicate-matching': handler,
      'activity-enrichment': handler,
      'submission-processing': handler,
      'source-reconcile': handler,
      'suppression-enforcement': handler,
      'lead-erasure': handler,
      'webhook-delivery': handler,
    },
    onDead: async (job) => {
      await buryDead({ db: database.db, queues }, job)
      dead.push(...(job.payload?.leadIds ?? []))
    },
    logger,
  })
  await waitFor('all attempts to be made', async () => {
    for (const job of await queues.queues[name].getDelayed()) await job.promote().catch(() => undefined)
    return dead.length > 0 && (await queues.oldestJobAt()) === null
  })
  return dead
}

const nothingMore = { next: null, counts: {} }

const breakConnection = () => sql`select pg_terminate_backend(pg_backend_pid())`.execute(database.aside)

test('with only the database away nobody is buried, and the reconciler brings the leads back', async () => {
  const { workspaceId, leadIds } = await oweLeads(3)
  await queues.add(name, [{ payload: { workspaceId, leadIds } }])
  let tries = 0
  const dead = await runOut(async () => {
    tries += 1
    await breakConnection()
    return undefined
  })
  expect({ tries, dead }).toEqual({ tries: 8, dead: leadIds })
  expect(await listDead(database, { workspaceId })).toEqual([])
  const requeued = await reconcile(database, { oldestJobAt: await queues.oldestJobAt(), graceSeconds: 30 })
  expect(requeued.requeued).toBe(3)
})

test('a lead that fails for good is dead, with class and code of the error and nothing of the lead', async () => {
  const { workspaceId, leadIds } = await oweLeads(2)
  await queues.add(name, [{ payload: { workspaceId, leadIds } }])
  const configuration = createConfigurationCache(database)
  const [poison] = leadIds
  await runOut(
    chained(
      name,
      async ({ db }, payload) => {
        if (payload.leadIds.includes(poison ?? '')) await sql`select ${'Ada Lovelace'}::text::int`.execute(db)
        return nothingMore
      },
      { db: database.db, configuration, queues, logger },
    ),
  )
  configuration.close()
  expect(await listDead(database, { workspaceId })).toEqual([
    { leadId: poison, job: name, reason: 'SQLSTATE 22P02', since: expect.any(Date), attempts: 8 },
  ])
  const failed = await queues.queues[name].getFailed()
  expect(JSON.stringify(failed.map((job) => job.asJSON()))).not.toContain('Lovelace')
})

test('a poison lead is buried by its own time, not by that of the oldest in its job', async () => {
  const earlier = Date.now() - 60_000
  const { workspaceId, leadIds } = await oweLeads(2)
  const announcedAt = [earlier, Date.now()]
  await queues.add(name, [{ payload: { workspaceId, leadIds, announcedAt }, since: new Date(earlier) }])
  const configuration = createConfigurationCache(database)
  const poison = leadIds[1] ?? ''
  await runOut(
    chained(
      name,
      async ({ db }, payload) => {
        if (payload.leadIds.includes(poison)) await sql`select 'x'::text::int`.execute(db)
        return nothingMore
      },
      { db: database.db, configuration, queues, logger },
    ),
  )
  configuration.close()
  expect((await listDead(database, { workspaceId })).map(({ leadId }) => leadId)).toEqual([poison])
})

test('a hint that fails for good buries no lead', async () => {
  const { workspaceId, leadIds } = await oweLeads(1)
  const payload = { workspaceId, leadIds }
  const job = { name: 'webhook-delivery', payload, attempts: 3, since: new Date() } as const
  await buryDead({ db: database.db, queues }, { ...job, error: new Error('no') })
  expect(await listDead(database, { workspaceId })).toEqual([])
})

test('a job of many leads that died as a whole goes on lead by lead', async () => {
  const { workspaceId, leadIds } = await oweLeads(2)
  const error = new Error('job stalled more than allowable limit')
  error.name = 'UnrecoverableError'
  const job = { name, payload: { workspaceId, leadIds }, attempts: 1, since: new Date() } as const
  await buryDead({ db: database.db, queues }, { ...job, error })
  const singles = (await queues.queues[name].getWaiting()).map(({ data }) => data.leadIds)
  expect(singles.toSorted()).toEqual(leadIds.map((id) => [id]).toSorted())
  expect(await listDead(database, { workspaceId })).toEqual([])
})
