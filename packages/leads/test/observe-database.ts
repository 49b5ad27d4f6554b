import { createHash } from 'node:crypto'
import type { Database, Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { vi } from 'vitest'
import type { IdempotencyClaim } from '../src/create/new-lead.ts'

/** A claim of a key for a minute, always for the same body. */
export const keyed = (key: string): IdempotencyClaim => ({
  route: 'POST /api/v1/leads',
  key,
  fingerprint: createHash('sha256').update('body').digest(),
  keepSeconds: 60,
})

/** The names of the statements that the write path sends meanwhile; those without one are `undefined`. */
export async function statementsOf({ pool }: Pick<Database, 'pool'>, work: () => Promise<unknown>) {
  const query = vi.spyOn(pool, 'query')
  await work()
  const names = query.mock.calls.map(([statement]) => (statement as unknown as { name?: string }).name)
  query.mockRestore()
  return names
}

/** All that a lead has, without what tells it from another one. */
export async function rowsOf(db: Db, id: string) {
  const { rows } = await sql<Record<string, object[] | null>>`
    select (select json_agg(l) from leads l where l.id = ${id}) as leads,
      (select json_agg(v) from lead_checklist_values v where lead_id = ${id}) as values,
      (select json_agg(t) from lead_tags t where lead_id = ${id}) as tags,
      (select json_agg(a) from action_logs a where lead_id = ${id}) as logs,
      (select json_agg(o) from owed_enrichments o where lead_id = ${id}) as owed,
      (select json_agg(topic) from outbox where ${id} = any (lead_ids)) as topics`.execute(db)
  return JSON.parse(JSON.stringify(rows[0]), (name, value) =>
    /(^|_)id$|_at$/.test(name) && value !== null ? 'set' : value,
  )
}
