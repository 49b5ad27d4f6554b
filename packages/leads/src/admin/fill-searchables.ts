import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { searchKeyText } from '../searching/searchables.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'
import { olderWritesEnd } from './older-writes-end.ts'

const batchSize = 5000

/**
 * Indexes stored leads by the searchable fields that their workspace declares and that aren't ready, 5,000 leads at a time; afterwards lists may
 * ask for these. What is indexed goes where no name is declared. Safe to repeat, and beside traffic: a lead that changes meanwhile is indexed by
 * its change too, and a row too many finds nothing. Hears after each batch how many it
 * has looked at.
 */
export async function fillSearchables(
  { db }: { db: Db },
  { workspaceId, onBatch }: { workspaceId: string; onBatch?: ((looked: number) => void) | undefined },
): Promise<void> {
  const { declared, ready } = await db
    .selectFrom('workspaces')
    .select(['searchable_fields as declared', 'searchable_ready as ready'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const names = declared.filter((name) => !ready.includes(name))
  if (declared.length === 0) return clear(db, workspaceId)
  if (names.length === 0) return
  await olderWritesEnd(db)
  let after = '00000000-0000-0000-0000-000000000000'
  let looked = 0
  for (;;) {
    const { leads, last } = await fillBatch(db, { workspaceId, names, after })
    looked += leads
    onBatch?.(looked)
    if (last === null) break
    after = last
  }
  await db.transaction().execute(async (trx) => {
    // Names that were taken back meanwhile aren't ready.
    await sql`
      update workspaces set searchable_ready = array(
        select name from unnest(searchable_fields) as name where name = any(${[...ready, ...names]}::text[]))
      where id = ${workspaceId}`.execute(trx)
    await raiseRevision(trx)
  })
}

interface Batch {
  leads: number
  /** The last lead looked at; null for the end. */
  last: string | null
}

async function fillBatch(
  db: Db,
  { workspaceId, names, after }: { workspaceId: string; names: readonly string[]; after: string },
): Promise<Batch> {
  const { rows } = await sql<{ leads: number; newest: string | null }>`
    with page as materialized (
      select id, custom from leads where workspace_id = ${workspaceId} and id > ${after}
      order by id limit ${sql.lit(batchSize)}
    ), filled as (
      insert into lead_searchables (workspace_id, key, lead_id)
      select ${workspaceId}::uuid, ${sql.raw(searchKeyText('name', 'custom ->> name'))}, id
      from page cross join lateral unnest(${names}::text[]) as name
      where jsonb_typeof(custom -> name) in ('string', 'number', 'boolean')
      on conflict do nothing
    )
    select count(*)::int as leads, (select id from page order by id desc limit 1) as newest from page`.execute(
    db,
  )
  const [{ leads, newest } = { leads: 0, newest: null }] = rows
  return { leads, last: leads === batchSize ? newest : null }
}

/** No name is declared. */
async function clear(db: Db, workspaceId: string): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from lead_searchables s using (
        select key, lead_id from lead_searchables where workspace_id = ${workspaceId} limit ${sql.lit(batchSize)}) gone
      where s.workspace_id = ${workspaceId} and s.key = gone.key and s.lead_id = gone.lead_id`.execute(db)
    if (Number(numAffectedRows ?? 0) < batchSize) return
  }
}
