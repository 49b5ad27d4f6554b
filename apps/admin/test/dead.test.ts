import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function makeDead(): Promise<{ slug: string; leadId: string }> {
  const { id } = await makeWorkspace(database.db)
  const leadId = await insertLead(database, id)
  await database.pool.query(
    `update owed_enrichments set dead_at = '2026-11-24T00:00:00Z', dead_job = 'duplicate-matching',
      dead_reason = 'SQLSTATE P0001', dead_attempts = 8 where workspace_id = $1 and lead_id = $2`,
    [id, leadId],
  )
  const { rows } = await database.pool.query('select slug from workspaces where id = $1', [id])
  return { slug: rows[0].slug, leadId }
}

test('dead leads are listed, and redriven by lead, by workspace and all', async () => {
  expect((await admin('dead', 'list')).stdout).toBe('Nothing is dead.\n')
  const [one, two, three] = [await makeDead(), await makeDead(), await makeDead()]
  const listed = await admin('dead', 'list', '--workspace', one.slug, '--json')
  expect(JSON.parse(listed.stdout)).toEqual([
    {
      workspace: one.slug,
      leadId: one.leadId,
      job: 'duplicate-matching',
      reason: 'SQLSTATE P0001',
      since: '2026-11-24T00:00:00.000Z',
      attempts: 8,
    },
  ])
  const shown = (await admin('dead', 'list')).stdout
  expect(shown).toMatch(/^WORKSPACE +LEADID +JOB +REASON +ATTEMPTS +SINCE\n/)
  for (const { leadId } of [one, two, three]) expect(shown).toContain(leadId)

  const elsewhere = await admin('dead', 'redrive', '--lead', one.leadId, '--workspace', two.slug, '--json')
  expect(JSON.parse(elsewhere.stdout)).toEqual({ redriven: 0 })
  expect((await admin('dead', 'redrive', '--lead', one.leadId)).stdout).toBe('1 dead lead sent again.\n')
  const byWorkspace = await admin('dead', 'redrive', '--workspace', two.slug, '--json')
  expect(JSON.parse(byWorkspace.stdout)).toEqual({ redriven: 1 })
  expect((await admin('dead', 'redrive', '--all')).stdout).toBe('1 dead lead sent again.\n')
  expect((await admin('dead', 'list', '--json')).stdout).toBe('[]\n')
})

test.each([
  [[], 2],
  [['--all', '--workspace', 'x'], 2],
  [['--lead', 'no-uuid'], 2],
  [['--workspace', 'nobody'], 1],
])('redrive with %j is refused', async (args, exit) => {
  const { code, stdout, stderr } = await admin('dead', 'redrive', ...args)
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' })
  expect(stderr).toMatch(/^error: /)
})
