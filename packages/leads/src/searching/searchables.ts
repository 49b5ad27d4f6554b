import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { type RawBuilder, sql } from 'kysely'

type Custom = LeadRow['custom']

const none: readonly string[] = []

/** Those of the declared names under which a lead has a value that lists can ask for: a text, a number, true or false. */
export function searchableNames(custom: Custom, declared: readonly string[]): readonly string[] {
  if (custom === null || declared.length === 0) return none
  return declared.filter((name) => isPlain(custom[name]))
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** SQL of the hash that a name and its value are found by. Others may share it: who looks one up compares the value too. */
export function searchKeyText(name: string, value: string): string {
  return `hashtextextended(${name} || '=' || (${value}), 0)`
}

/**
 * Leads of a workspace that have these values under these declared names, at least one; `found.lead_id` is in the index's order. Begins with the
 * first name and visits nothing but what has it: a planner that doesn't know the workspace would rather read all its leads.
 */
export function leadsWith(
  workspaceId: string,
  fields: Readonly<Record<string, string>>,
): RawBuilder<LeadRow> {
  const [first, ...others] = Object.entries(fields).map(
    ([name, value]) =>
      sql`workspace_id = ${workspaceId} and key = hashtextextended(${name}::text || '=' || ${value}::text, 0)`,
  )
  const also = others.map(
    (has) => sql`cross join lateral (
      select from lead_searchables where ${has} and lead_id = found.lead_id offset 0) as also`,
  )
  const values = Object.entries(fields).map(([name, value]) => sql`l.custom ->> ${name} = ${value}`)
  return sql<LeadRow>`(select lead_id from lead_searchables where ${first}) as found ${sql.join(also, sql` `)} cross join lateral (
      select * from leads l where l.workspace_id = ${workspaceId} and l.id = found.lead_id and ${sql.join(values, sql` and `)} offset 0)`
}

/** Makes what a lead is found by agree with its custom fields, which the caller writes. */
export async function indexSearchables(
  trx: Db,
  before: LeadRow,
  after: LeadRow,
  declared: readonly string[],
): Promise<void> {
  if (before.custom === after.custom) return
  const changed = declared.filter((name) => before.custom?.[name] !== after.custom?.[name])
  const gone = searchableNames(before.custom, changed)
  const fresh = searchableNames(after.custom, changed)
  const keysOf = (custom: Custom, names: readonly string[]) =>
    sql`select ${sql.raw(searchKeyText('name', 'value'))} as key
      from jsonb_each_text(${JSON.stringify(custom)}::jsonb) as f (name, value) where name = any(${names}::text[])`
  const { workspace_id, id } = after
  if (gone.length > 0)
    await sql`
      delete from lead_searchables where workspace_id = ${workspace_id} and lead_id = ${id}
        and key = any(array(${keysOf(before.custom, gone)}))`.execute(trx)
  if (fresh.length > 0)
    await sql`
      insert into lead_searchables (workspace_id, key, lead_id)
      select ${workspace_id}::uuid, key, ${id}::uuid from (${keysOf(after.custom, fresh)}) k
      on conflict do nothing`.execute(trx)
}
