import { createTestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tagNames } from '../load/make-body.ts'
import { fillLeads } from './fill-leads.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function fill(owed: boolean) {
  const { id } = await makeWorkspace(database.db)
  await sql`insert into tags (workspace_id, id, name, tag_key)
    select ${id}::uuid, gen_random_uuid(), name, name from unnest(${tagNames}::text[]) as name`.execute(
    database.db,
  )
  await fillLeads({ databaseUrl: database.url, workspaceId: id, leads: 50, owed })
  await fillLeads({ databaseUrl: database.url, workspaceId: id, leads: 50, first: 51, owed })
  const { rows } = await sql`
    select count(distinct id)::int as leads, count(distinct phone_e164)::int as phones, count(distinct email_key)::int as emails,
      bool_and(phone_e164 ~ '^\\+1\\d{10}$') as readable, count(timezone)::int as zones, count(activity_summary)::int as summaries,
      (select count(*)::int from lead_checklist_values where workspace_id = ${id}) as items,
      (select count(*)::int from lead_tags where workspace_id = ${id}) as tags,
      (select count(*)::int from action_logs where workspace_id = ${id}) as logs,
      (select count(*)::int from lead_matches where workspace_id = ${id}) as matches,
      (select count(*)::int from owed_enrichments where workspace_id = ${id}) as owed
    from leads where workspace_id = ${id}`.execute(database.db)
  return rows[0]
}

const stored = { leads: 100, phones: 95, emails: 98, readable: true, items: 200, tags: 200, logs: 100 }

test('enriched leads have everything, with matches on both sides', async () => {
  expect(await fill(false)).toEqual({ ...stored, zones: 100, summaries: 100, matches: 14, owed: 0 })
})

test('leads that are owed their enrichment have what the write path gives them', async () => {
  expect(await fill(true)).toEqual({ ...stored, zones: 0, summaries: 0, matches: 0, owed: 100 })
})
