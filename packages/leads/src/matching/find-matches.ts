import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { MatchSubject } from './contact-keys.ts'

/** Leads that an answer names at most. */
export const maxMatches = 100

/**
 * SQL: `id`, `phone_key` and `email_key` of the leads that a row `of` matches, newest first, at most `limit`. The row has `workspace_id`,
 * `phone_key` and `email_key`. Test and deleted leads never match. `except` is the SQL of an id that doesn't count.
 */
export function matchingText(of: string, limit: number, except?: string): string {
  const by = (key: 'phone_key' | 'email_key') => `
      (select other.id, other.phone_key, other.email_key from leads other
       where other.workspace_id = ${of}.workspace_id and other.${key} = ${of}.${key} and other.deleted_at is null and not other.is_test${
         except ? ` and other.id <> ${except}` : ''
       }
       order by other.id desc limit ${limit})`
  return `${by('phone_key')} union ${by('email_key')} order by id desc limit ${limit}`
}

/** SQL: the ids of {@link matchingText} as one array, null for none. */
export function matchingIdsText(of: string, where = 'true'): string {
  return `select array_agg(id order by id desc) as ids from (${matchingText(of, maxMatches)}) matching where ${where}`
}

const findText = sql.raw(matchingText('c', maxMatches, 'c.itself'))
const nobody = '00000000-0000-0000-0000-000000000000'

/** Ids of the newest 100 leads with the same phone or e-mail, not the lead itself; none for a test lead. */
export async function findMatchIds(
  db: Db,
  lead: MatchSubject & { id?: string; deleted_at?: Date | null },
): Promise<string[]> {
  if (lead.is_test || lead.deleted_at) return []
  const { rows } = await sql<{ id: string }>`
    select found.id from (select ${lead.workspace_id}::uuid as workspace_id, ${lead.phone_key}::text as phone_key,
      ${lead.email_key}::text as email_key, ${lead.id ?? nobody}::uuid as itself) c cross join lateral (${findText}) found
    order by found.id desc`.execute(db)
  return rows.map((row) => row.id)
}
