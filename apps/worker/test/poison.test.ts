import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createQueues } from '@intake/queue/create-queues'
import { singleRedis } from '@intake/queue/redis-settings'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const name = 'timezone-inference'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 0, env: { RELAY_LEADS_PER_JOB: '200', RECONCILE_AFTER: '1s' } })
})
afterAll(() => stack.close())

async function admin(...args: string[]) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'apps/admin/src/main.ts', ...args, '--json'],
    { cwd: root, env: { DATABASE_URL: stack.database.url } },
  )
  return JSON.parse(stdout)
}

async function post(number: number): Promise<string> {
  // Two leads each share an address, so that every lead has one match to be noted once.
  const response = await stack.post({
    firstName: 'One of many',
    phoneNumber: `416555${1000 + number}`,
    email: `pair-${number >> 1}@example.com`,
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { lead: { id: string } }).lead.id
}

async function effects(): Promise<{ id: string; activities: number; notes: number }[]> {
  const { rows } = await stack.database.pool.query(
    `select id, (select count(*)::int from action_logs a where a.workspace_id = l.workspace_id and a.lead_id = l.id
        and type = 'API_ACTIVITY' and exists (select from activity_facts f where f.workspace_id = a.workspace_id
          and f.lead_id = a.lead_id and f.action_log_id = a.id)) as activities,
      (select count(*)::int from action_logs a where a.workspace_id = l.workspace_id and a.lead_id = l.id
        and type = 'SYSTEM_NOTE') as notes
    from leads l where exists (select from lead_timezones z where z.workspace_id = l.workspace_id and z.lead_id = l.id
      and z.zone = 'America/Toronto') order by id`,
  )
  return rows
}

test('a poison lead among 200 of one job harms only itself, and is enriched once its cause is gone', async () => {
  const { pool } = stack.database
  await stack.stopRedis()
  const ids = (await Promise.all(Array.from({ length: 200 }, (_, number) => post(number)))).toSorted()
  const poison = ids[77] ?? ''
  await pool.query(`
    create function poison() returns trigger language plpgsql as $$ begin
      if new.lead_id = '${poison}' then raise exception 'poisoned'; end if;
      return new;
    end $$;
    create trigger poison before insert on lead_timezones for each row execute function poison()`)
  await stack.startRedis()
  const queues = createQueues({ redis: singleRedis(stack.redisUrl) })
  const jobs = await waitFor('the relay to hand over', async () => {
    const waiting = await queues.queues[name].getWaiting()
    const { rowCount } = await pool.query('select from outbox limit 1')
    return rowCount === 0 && waiting.length > 0 && waiting
  })
  expect(jobs.map((job) => job.data.leadIds.length)).toEqual([200])

  await stack.add('worker')
  const dead = await waitFor(
    'the poison lead to be dead and the others enriched',
    async () => {
      for (const job of await queues.queues[name].getDelayed()) await job.promote().catch(() => undefined)
      const { rows } = await pool.query('select lead_id, dead_at from owed_enrichments')
      return rows.length === 1 && rows[0].dead_at !== null && (await admin('dead', 'list'))
    },
    60_000,
  )
  expect(dead).toEqual([
    {
      workspace: expect.any(String),
      leadId: poison,
      job: name,
      reason: 'SQLSTATE P0001',
      since: expect.any(String),
      attempts: 8,
    },
  ])
  const once = (id: string) => ({ id, activities: 1, notes: 1 })
  // Each pair is noted by the one whose job found the other there.
  expect(await effects()).toEqual(ids.filter((id) => id !== poison).map(once))

  await pool.query('drop trigger poison on lead_timezones')
  expect(await admin('dead', 'redrive', '--lead', poison)).toEqual({ redriven: 1 })
  await waitFor(
    'the last lead',
    async () => (await pool.query('select from owed_enrichments')).rowCount === 0,
  )
  expect(await effects()).toEqual(ids.map(once))
  expect(await admin('dead', 'list')).toEqual([])
  await queues.close()
}, 180_000)
