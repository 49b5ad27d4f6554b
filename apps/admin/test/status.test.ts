import { createDatabase, type Database } from '@intake/database/create-database'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
let processes: Database[]
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)
const status = async () => {
  const { code, stdout, stderr } = await admin('status', '--json')
  expect(stderr).toBe('')
  return { code, ...JSON.parse(stdout) }
}
/** Connects as a process of this kind does. */
const connect = async (applicationName: string) => {
  const connected = createDatabase({ url: database.url, maxConnections: 1, applicationName })
  await connected.db.selectFrom('workspaces').select('id').execute()
  return connected
}
beforeAll(async () => {
  database = await createTestDatabase()
  await admin('workspace', 'create', 'acme')
  processes = await Promise.all(['intake-gateway', 'intake-worker'].map(connect))
})
afterAll(async () => {
  await Promise.all(processes.map((one) => one.close()))
  await database.close()
})
const query = (text: string) => database.pool.query(text.replaceAll('ACME', `(select id from workspaces)`))

test('nothing to do is exit code 0, for a person and for a program', async () => {
  expect(await status()).toMatchObject({
    code: 0,
    ok: true,
    todo: [],
    connections: { gateway: 1, worker: 1 },
  })
  const { code, stdout } = await admin('status')
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Nothing needs a person.') })
  expect(stdout).toContain('Outbox       0 events, the oldest 0 s old')
})

test('all that waits for a person is told with the command that says more, and is exit code 1', async () => {
  const { rows } = await query('select id from workspaces')
  await insertLead(database, rows[0].id)
  await query(`update owed_enrichments set requested_at = now() - interval '2 hours'`)
  const leadId = await insertLead(database, rows[0].id)
  await database.pool.query(`update owed_enrichments set dead_at = now() where lead_id = $1`, [leadId])
  await query(`insert into outbox (workspace_id, topic, lead_ids, created_at)
    values (ACME, 'lead.written', '{}', now() - interval '5 minutes')`)
  const { source } = JSON.parse(
    (await admin('source', 'create', 'json', 'CRM', '--workspace', 'acme', '--json')).stdout,
  )
  await query(`update sources set health = 'SILENT', health_reason = 'nothing for 3 days'`)
  await database.pool.query(
    `insert into submissions (workspace_id, id, source_id, status, received_at, is_test)
    values ($1, gen_random_uuid(), $2, 'QUARANTINED', now(), false)`,
    [rows[0].id, source.id],
  )
  await admin('webhook', 'create', 'acme', 'https://example.com')
  await query(`update webhook_endpoints set disabled_at = now(), disabled_reason = 'it only failed'`)
  await query(`insert into erasures (workspace_id, id, lead_id, suppress, requested_at)
    values (ACME, gen_random_uuid(), gen_random_uuid(), false, now() - interval '2 hours')`)

  const told = await status()
  expect(told).toMatchObject({ code: 1, ok: false, deadLeads: 1, submissions: { quarantined: 1, silent: 1 } })
  expect(told.todo).toEqual([
    'The outbox isn’t emptied: its oldest event is 5 min old. Look at Redis: “doctor”.',
    'A lead has waited 2 h for its enrichment. Look at the workers.',
    'acme: 1 dead. Look: “dead list --workspace acme”.',
    'acme: 1 quarantined. Look: “submission list --workspace acme --status QUARANTINED”.',
    'acme: 1 webhook endpoints are disabled. Look: “webhook list acme”.',
    'acme: 1 erasures aren’t done after an hour.',
    'acme: the source “CRM” is silent, nothing for 3 days. Look: “source list --workspace acme”.',
  ])
  const { code, stdout, stderr } = await admin('status')
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(stdout).toContain('Needs a person:\n- The outbox')
})

test('an endpoint that was disabled by hand needs nobody', async () => {
  await query(`update webhook_endpoints set disabled_reason = 'disabled by hand'`)
  expect(JSON.stringify((await status()).todo)).not.toContain('webhook endpoints')
})

test('gateways and workers that aren’t there are missed', async () => {
  await Promise.all(processes.splice(0).map((one) => one.close()))
  // Postgres ends a connection a moment after its client.
  const { todo } = await waitFor('both to be gone', async () => {
    const { connections, ...told } = await status()
    return connections.gateway + connections.worker === 0 ? told : null
  })
  expect(todo.slice(0, 2)).toEqual([
    'No gateway is connected to this database: nothing is taken in.',
    'No worker is connected to this database: nothing is enriched or sent.',
  ])
})
