import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** What the database itself doesn't check, as columns beside `workspace_id`: child, its column, parent. */
const references = [
  ['lead_tags', 'lead_id', 'leads'],
  ['lead_tags', 'tag_id', 'tags'],
  ['lead_searchables', 'lead_id', 'leads'],
  ['lead_words', 'lead_id', 'leads'],
  ['lead_timezones', 'lead_id', 'leads'],
  ['lead_matches', 'lead_id', 'leads'],
  ['activity_facts', 'lead_id', 'leads'],
  ['activity_facts', 'action_log_id', 'action_logs'],
  ['action_logs', 'lead_id', 'leads'],
  ['owed_enrichments', 'lead_id', 'leads'],
] as const
const ofWorkspaces = ['leads', 'idempotency_keys', 'outbox'] as const

/** References of rows, as text, to a row that there isn't or that is another workspace's; none in a sound database. */
export async function findOrphans(db: Db): Promise<string[]> {
  const queries = [
    ...references.map(
      ([child, column, parent]) => sql<{ orphan: string }>`
        select ${`${child}.${column} `} || c.${sql.ref(column)} as orphan from ${sql.table(child)} c
        where c.${sql.ref(column)} is not null and not exists (select from ${sql.table(parent)} p where p.workspace_id = c.workspace_id and p.id = c.${sql.ref(column)})`,
    ),
    ...ofWorkspaces.map(
      (child) => sql<{ orphan: string }>`
        select ${`${child}.workspace_id `} || c.workspace_id as orphan from ${sql.table(child)} c
        where not exists (select from workspaces w where w.id = c.workspace_id)`,
    ),
  ]
  const found: string[] = []
  for (const query of queries) for (const { orphan } of (await query.execute(db)).rows) found.push(orphan)
  return found
}
