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
  const { id } = await makeWorkspace(database.aside)
  await sql`insert into tags (workspace_id, id, name, tag_key)
    select ${id}::uuid, gen_random_uuid(), name, name from unnest(${tagNames}::text[]) as name`.execute(
    database.aside,
  )
  await fillLeads({ databaseUrl: database.url, workspaceId: id, leads: 50, owed })
  await fillLeads({ databaseUrl: database.url, workspaceId: id, leads: 50, first: 51, owed })
  const { rows } = await sql`
    select count(distinct id)::int as leads, count(distinct phone_e164)::int as phones, count(distinct email_key)::int as emails,
      bool_and(phone_e164 ~ '^\\+1\\d{10}$') as readable, (select count(*)::int from lead_timezones where workspace_id = ${id}) as zones,
      (select count(*)::int from activity_facts where workspace_id = ${id}) as facts,
      sum((select count(*) from jsonb_object_keys(checklist)))::int as items, sum(cardinality(tag_ids))::int as own_tags,
      (select count(*)::int from lead_tags where workspace_id = ${id}) as tags,
      (select count(*)::int from action_logs where workspace_id = ${id}) as logs,
      (select count(*)::int from lead_matches where workspace_id = ${id}) as matches,
      (select count(*)::int from owed_enrichments where workspace_id = ${id}) as owed
    from leads where workspace_id = ${id}`.execute(database.aside)
  return rows[0]
}

const stored = {
  leads: 100,
  phones: 95,
  emails: 98,
  readable: true,
  items: 200,
  own_tags: 200,
  tags: 200,
  logs: 100,
}

test('enriched leads have everything, with what they match', async () => {
  expect(await fill(false)).toEqual({ ...stored, zones: 100, facts: 100, matches: 7, owed: 0 })
})

test('leads that are owed their enrichment have what the write path gives them', async () => {
  expect(await fill(true)).toEqual({ ...stored, zones: 0, facts: 0, matches: 0, owed: 100 })
})
