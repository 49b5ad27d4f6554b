import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { jobNames, type LeadsJob, nextJob } from '@intake/contracts/jobs'
import { UpdateLeadRequest } from '@intake/contracts/update-lead'
import { createDatabase } from '@intake/database/create-database'
import { createLead } from '@intake/leads/create/create-lead'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { updateLead } from '@intake/leads/lead/update-lead'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import type { Ctx } from '@intake/leads/workspace/ctx'
import type { NewJob } from '@intake/queue/create-queues'
import { createLogger } from '@intake/runtime/logger'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createHandlers } from '../src/handlers.ts'

let database: TestDatabase
let ctx: Ctx
let deps: Parameters<typeof createHandlers>[0]
let handlers: ReturnType<typeof createHandlers>
/** What a job handed on, as Redis would have it. */
let added: { name: string; jobs: NewJob[] }[]
/** What Redis answers the next time. */
let refusal: Error | null

beforeAll(async () => {
  database = await createTestDatabase()
  const configuration = createConfigurationCache(database, { pollMs: 50 })
  const { id } = await makeWorkspace(database.aside)
  const caller = { workspaceId: id, keyId: id, isTest: false, scopes: ['leads:write'], rateLimit: null }
  const { db } = database
  const sealer = createSealer([])
  const writer = createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer }))
  ctx = {
    db,
    configuration,
    writer,
    files: noAddresses,
    sealer,
    caller,
    requestId: 'chain',
    idempotency: null,
    preference: 'full',
  }
  const queues = {
    add: async (name: string, jobs: readonly NewJob[]) => {
      if (refusal) throw refusal
      added.push({ name, jobs: [...jobs] })
    },
  }
  const webhooks = { deliver: async () => undefined }
  deps = {
    ...{ db, configuration, queues, webhooks },
    logger: createLogger({ name: 'chain', level: 'silent' }),
  } as unknown as typeof deps
  handlers = createHandlers(deps)
})
beforeEach(() => {
  added = []
  refusal = null
})
afterAll(async () => {
  ctx.configuration.close()
  await database.close()
})

const since = new Date('2026-11-30T12:00:00Z')
const run = (name: (typeof jobNames)[number], job: LeadsJob) =>
  handlers[name](job, { attempt: 1, jobId: '1', since })

async function create(request: Record<string, unknown>): Promise<string> {
  const { written } = await createLead(ctx, { request: CreateLeadRequest.parse(request) })
  return written?.leadId ?? ''
}

function jobOf(leadIds: string[]): LeadsJob {
  return { workspaceId: ctx.caller.workspaceId, leadIds, requestIds: leadIds.map(() => 'chain') }
}

/** The one job that was handed on. */
function handedOn() {
  expect(added).toHaveLength(1)
  const [{ name, jobs } = { name: '', jobs: [] }] = added.splice(0)
  expect(jobs).toHaveLength(1)
  const [{ payload, since: age } = { payload: jobOf([]), since: undefined }] = jobs
  return { name, payload: payload as LeadsJob, since: age }
}

const owed = () => database.aside.selectFrom('owed_enrichments').select('lead_id').execute()

test('each job hands its leads on to the next, with their generations and the age of the first', async () => {
  const ids = [
    await create({ firstName: 'Ada', phoneNumber: '6782319992' }),
    await create({ firstName: 'Ada', phoneNumber: '6782319992' }),
  ]
  await run('timezone-inference', jobOf(ids))
  const second = handedOn()
  expect(second).toMatchObject({ name: 'duplicate-matching', since })
  expect(second.payload).toMatchObject({ leadIds: ids, requestIds: ['chain', 'chain'], generations: [1, 1] })
  await run('duplicate-matching', second.payload)
  const third = handedOn()
  expect(third).toEqual({ ...second, name: 'activity-enrichment' })
  await run('activity-enrichment', third.payload)
  expect(added).toEqual([])
  expect(await owed()).toEqual([])
})

test.each(jobNames.filter((name) => nextJob(name) !== null))(
  '%s that Redis refuses its next job fails, and repeated it has its effect once',
  async (name) => {
    const ids = [
      await create({ firstName: 'Grace', email: `${name}@some-company.com`, phoneNumber: '3125550100' }),
      await create({ firstName: 'Grace', email: `${name}@some-company.com` }),
    ]
    refusal = new Error("READONLY You can't write against a read only replica.")
    await expect(run(name, jobOf(ids))).rejects.toThrow('READONLY')
    refusal = null
    await run('timezone-inference', jobOf(ids))
    await run('duplicate-matching', handedOn().payload)
    await run('activity-enrichment', handedOn().payload)
    const rowsOf = (table: 'lead_timezones' | 'lead_matches' | 'activity_facts') =>
      database.aside.selectFrom(table).select('lead_id').where('lead_id', 'in', ids).execute()
    expect(await rowsOf('lead_timezones')).toHaveLength(1)
    expect(await rowsOf('lead_matches')).toHaveLength(2)
    expect(await rowsOf('activity_facts')).toHaveLength(2)
    expect(await owed()).toEqual([])
  },
)

test('a lead that changes between two jobs is dropped by the rest, and ends on its newest values', async () => {
  const id = await create({ firstName: 'Edsger', phoneNumber: '6782319992' })
  await run('timezone-inference', jobOf([id]))
  const { payload } = handedOn()
  await updateLead(ctx, { leadId: id, request: UpdateLeadRequest.parse({ phoneNumber: '+14165550123' }) })
  await run('duplicate-matching', payload)
  expect(added).toEqual([])
  expect(await owed()).toHaveLength(1)
  await run('timezone-inference', jobOf([id]))
  await run('duplicate-matching', handedOn().payload)
  await run('activity-enrichment', handedOn().payload)
  expect(await owed()).toEqual([])
  const facts = await database.aside
    .selectFrom('activity_facts')
    .selectAll()
    .where('lead_id', '=', id)
    .execute()
  expect(JSON.stringify(facts)).toContain('America/Toronto')
})

test('of leads that fail by themselves each goes on alone, and the others go on at once', async () => {
  const ids = await Promise.all(
    [0, 1, 2].map((n) => create({ firstName: 'Poison', phoneNumber: `415555012${n}` })),
  )
  const poison = ids[1] ?? ''
  await database.pool.query(`
    create function poison() returns trigger language plpgsql as $$ begin
      if new.lead_id = '${poison}' then raise exception 'poisoned'; end if;
      return new;
    end $$;
    create trigger poison before insert on lead_timezones for each row execute function poison()`)
  await run('timezone-inference', jobOf(ids))
  expect(added.map(({ name }) => name)).toEqual(['duplicate-matching', 'timezone-inference'])
  const [next, again] = added.map(({ jobs }) => jobs.map(({ payload }) => (payload as LeadsJob).leadIds))
  expect(next).toEqual([ids.filter((id) => id !== poison)])
  expect(again).toEqual([[poison]])
  added = []
  await expect(run('timezone-inference', jobOf([poison]))).rejects.toThrow('poisoned')
  expect(added).toEqual([])
  await database.pool.query('drop trigger poison on lead_timezones; drop function poison')
})

test('a job whose statement runs out of time goes on in halves, at the end of the line, until each lead is done', async () => {
  const ids = await Promise.all(
    [0, 1, 2, 3, 4].map((n) => create({ firstName: 'Slow', phoneNumber: `415555013${n}` })),
  )
  await database.pool.query(`
    create function slow() returns trigger language plpgsql as $$ begin
      if (select count(*) from inserted) > 1 then perform pg_sleep(60); end if;
      return null;
    end $$;
    create trigger slow after insert on lead_timezones referencing new table as inserted
      for each statement execute function slow()`)
  const impatient = createDatabase({ url: database.url, maxConnections: 2, statementTimeoutMs: 100 })
  const hasty = createHandlers({ ...deps, db: impatient.db })
  const line: LeadsJob[] = [jobOf(ids)]
  const sizes: number[] = []
  const handedOver: string[] = []
  for (let job = line.shift(); job; job = line.shift()) {
    sizes.push(job.leadIds.length)
    await hasty['timezone-inference'](job, { attempt: 1, jobId: '1', since })
    for (const { name: to, jobs } of added.splice(0))
      for (const { payload } of jobs)
        if (to === 'timezone-inference') line.push(payload as LeadsJob)
        else handedOver.push(...(payload as LeadsJob).leadIds)
  }
  expect(sizes).toEqual([5, 3, 2, 2, 1, 1, 1, 1, 1])
  expect(handedOver.toSorted()).toEqual(ids.toSorted())
  // By itself it is tried again, and never split.
  await database.pool.query(
    `create or replace function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(60); end $$`,
  )
  const alone = jobOf([await create({ firstName: 'Slow', phoneNumber: '4155550139' })])
  const context = { attempt: 1, jobId: '1', since }
  await expect(hasty['timezone-inference'](alone, context)).rejects.toMatchObject({ code: '57014' })
  expect(added).toEqual([])
  await impatient.close()
  await database.pool.query('drop trigger slow on lead_timezones; drop function slow')
})
