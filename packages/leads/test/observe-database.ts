import { createHash } from 'node:crypto'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { IdempotencyClaim } from '../src/idempotency/stored-answer.ts'

/** A claim of a key for a minute, always for the same body. */
export const keyed = (key: string): IdempotencyClaim => ({
  route: 'POST /api/v1/leads',
  key,
  fingerprint: createHash('sha256').update('body').digest(),
  keepSeconds: 60,
})

/** All that a lead has, without what tells it from another one. */
export async function rowsOf(db: Db, id: string) {
  const { rows } = await sql<Record<string, object[] | null>>`
    select (select json_agg(l) from leads l where l.id = ${id}) as leads,
      (select json_agg(t) from lead_tags t where lead_id = ${id}) as tags,
      (select json_agg(a) from action_logs a where lead_id = ${id}) as logs,
      (select json_agg(o) from owed_enrichments o where lead_id = ${id}) as owed,
      (select json_agg(topic) from outbox where ${id} = any (lead_ids)) as topics`.execute(db)
  return JSON.parse(JSON.stringify(rows[0]), (name, value) =>
    /(^|_)id$|_at$/.test(name) && value !== null ? 'set' : value,
  )
}
