import { becomeLeader } from '@intake/database/become-leader'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { doomFilesOf } from '../documents/pending-files.ts'
import { idAt } from '../ids/id-at.ts'
import { deleteWords } from '../searching/write-words.ts'

/** Any constant will do; all schedulers must share it. */
const lockKey = 7_265_012
/** Leads that go in one transaction. */
const batch = 200
/** Transactions of one call. */
const maxBatches = 20
/** A call that removed as many may have left some that are due. */
export const leadsAtOnce = batch * maxBatches
const dayMs = 86_400_000

interface Keeping {
  id: string
  keep_leads_days: number | null
  keep_deleted_days: number | null
}

/**
 * Removes leads whose time is over in their workspace, with all that is theirs, some at a time: deleted ones by the time of their deletion, others by
 * that of their making. What they opted out of still holds. Files go by the sweeper. One process at a time, by advisory lock. Answers how many went.
 */
export async function pruneLeads(ctx: { db: Db }, now: () => number = Date.now): Promise<number> {
  const { rows: workspaces } = await sql<Keeping>`
    select id, keep_leads_days, keep_deleted_days from workspaces
    where keep_leads_days is not null or keep_deleted_days is not null`.execute(ctx.db)
  let leads = 0
  for (let batches = 0, open = workspaces; open.length > 0 && batches < maxBatches; batches++) {
    const goOn: Keeping[] = []
    // In turns, so that none waits for another's millions.
    for (const workspace of open) {
      const removed = await pruneSome(ctx.db, workspace, now())
      leads += removed
      if (removed === batch) goOn.push(workspace)
    }
    open = goOn
  }
  return leads
}

function pruneSome(db: Db, { id: workspaceId, keep_leads_days, keep_deleted_days }: Keeping, now: number) {
  return db.transaction().execute(async (trx): Promise<number> => {
    if (!(await becomeLeader(trx, lockKey))) return 0
    const deleted = keep_deleted_days ? await findDeleted(trx, workspaceId, keep_deleted_days) : []
    const old =
      keep_leads_days && deleted.length < batch
        ? await findOld(trx, workspaceId, idAt(now - keep_leads_days * dayMs, '0'))
        : []
    const ids = [...new Set([...deleted, ...old])].slice(0, batch)
    if (ids.length > 0) await removeLeads(trx, workspaceId, await withPartsOf(trx, workspaceId, ids))
    return ids.length
  })
}

/** What was merged into another lead goes with that one. */
const isWhole = sql`not exists (
  select from lead_merges m where m.workspace_id = leads.workspace_id and m.lead_id = leads.id)`

/** The same with the leads that are part of them. */
async function withPartsOf(trx: Db, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  const all = [...ids]
  for (let some = ids; some.length > 0; ) {
    const { rows } = await sql<{ lead_id: string }>`
      select lead_id from lead_merges where workspace_id = ${workspaceId} and into_id = any(${some}::uuid[])`.execute(
      trx,
    )
    some = rows.map(({ lead_id }) => lead_id)
    all.push(...some)
  }
  return all
}

async function findDeleted(trx: Db, workspaceId: string, days: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from leads where workspace_id = ${workspaceId} and deleted_at < now() - make_interval(days => ${days}) and ${isWhole}
    order by deleted_at limit ${batch} for update skip locked`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Ids tell when leads were made. */
async function findOld(trx: Db, workspaceId: string, before: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from leads where workspace_id = ${workspaceId} and id < ${before} and ${isWhole}
    order by id limit ${batch} for update skip locked`.execute(trx)
  return rows.map(({ id }) => id)
}

/** In the order that references allow. */
const tables = [
  'documents',
  'messages',
  'activity_facts',
  'action_logs',
  'consents',
  'checklist_items',
  'lead_tags',
  'lead_searchables',
  'lead_timezones',
  'lead_matches',
  'lead_completions',
  'lead_merges',
  'webhook_deliveries',
  'submissions',
  'erasures',
] as const

async function removeLeads(trx: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  // A job that writes for them ends first, and none begins.
  await trx
    .deleteFrom('owed_enrichments')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', 'in', ids)
    .execute()
  await deleteWords(trx, workspaceId, ids)
  await doomFilesOf(trx, workspaceId, ids)
  for (const table of tables)
    await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('lead_id', 'in', ids).execute()
  await trx.deleteFrom('leads').where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute()
}
