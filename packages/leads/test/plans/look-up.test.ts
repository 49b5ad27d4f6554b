import { createDatabase, type Database } from '@intake/database/create-database'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookUp } from '../../src/create/writer/look-up.ts'

let database: TestDatabase
/** One connection, for plans belong to theirs. */
let single: Database
beforeAll(async () => {
  database = await createTestDatabase()
  single = createDatabase({ url: database.url, maxConnections: 1 })
})
afterAll(async () => {
  await single.close()
  await database.close()
})

test('a look-up reads no more leads when there are many, on a connection that began when there were few', async () => {
  const { id: workspaceId } = await makeWorkspace(database.db)
  let leads = 0
  const addLeads = async (count: number) => {
    await sql`
      insert into leads (workspace_id, id, first_name, email, email_key, phone_raw, phone_key, assignee_type, source, is_test, created_at, updated_at)
      select ${workspaceId}, gen_random_uuid(), 'Ada', n || '@example.com', n || '@example.com', '+1' || n, '+1' || n, 'AI_AGENT', 'api', false, now(), now()
      from generate_series(${leads}::int, ${leads + count - 1}::int) as n`.execute(single.db)
    leads += count
  }
  const look = () =>
    lookUp(single.db, {
      contacts: [
        { workspace_id: workspaceId, phone_key: '+1none', email_key: 'none@example.com', is_test: false },
      ],
      tags: [],
    })
  for (let batch = 0; batch < 60; batch++) {
    await look()
    await addLeads(32)
  }
  await addLeads(5000)
  for (let batch = 0; batch < 60; batch++) await look()

  await single.db.transaction().execute(async (trx) => {
    // Within a transaction the counts stand still but for what it reads itself; before, they may hold reads not yet reported.
    const leadsRead = async () => {
      const { rows } = await sql<{ read: number }>`
        select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables where relname = 'leads'`.execute(
        trx,
      )
      return rows[0]?.read ?? 0
    }
    const before = await leadsRead()
    await lookUp(trx, {
      contacts: [{ workspace_id: workspaceId, phone_key: '+11', email_key: '2@example.com', is_test: false }],
      tags: [],
    })
    expect((await leadsRead()) - before).toBe(2)
  })
})
