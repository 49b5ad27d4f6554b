import { createTestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diskPerLead, sumOf, vacuumDatabase } from './disk-use.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('a lead takes what tables, TOAST and indexes have grown by', async () => {
  const { id: workspaceId } = await makeWorkspace(database.db)
  const before = await vacuumDatabase(database.url)
  const lead = await insertLead(database, workspaceId)
  await database.pool.query(
    `update leads set external_portal_link = (select string_agg(md5(n::text), '') from generate_series(1, 3000) n) where id = $1`,
    [lead],
  )
  const after = await vacuumDatabase(database.url)
  expect([before.leads, after.leads]).toEqual([0, 1])
  const bytes = diskPerLead(after, before)
  // A link of 96,000 characters, and a page of the first lead.
  expect(bytes.leads).toBeGreaterThan(60_000)
  expect(bytes['leads: leads_pkey']).toBeGreaterThan(0)
  expect(bytes.workspaces).toBe(0)
})

test('bytes a lead are those since an earlier look', () => {
  const since = { leads: 10, bytes: { leads: 1000, tags: 50 } }
  const now = { leads: 30, bytes: { leads: 5000, tags: 50, matches: 400 } }
  expect(diskPerLead(now, since)).toEqual({ leads: 200, tags: 0, matches: 20 })
  expect(sumOf(diskPerLead(now, since))).toBe(220)
})
