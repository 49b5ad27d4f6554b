import { randomUUID } from 'node:crypto'
import type { Db } from '@intake/database/create-database'
import type { ImportRow } from '@intake/database/tables'
import { sql } from 'kysely'

/** An import that is this caller's to read until its lease ends. */
export interface ImportLease {
  workspaceId: string
  id: string
  leaseId: string
}

/**
 * Claims the import that has waited longest and that nobody reads, since it came or was handed back, a workspace that has none under way first, for `leaseSeconds`; null when
 * there is none. Two callers never get the same. `only` names one that the caller itself has the file of.
 */
export async function claimImport(
  ctx: { db: Db },
  { leaseSeconds, only }: { leaseSeconds: number; only?: { workspaceId: string; id: string } },
): Promise<ImportLease | null> {
  const leaseId = randomUUID()
  const chosen = only
    ? sql`i.workspace_id = ${only.workspaceId} and i.id = ${only.id} and i.runner = 'admin'`
    : sql`i.runner = 'gateway'`
  // A pause of half a day makes the ids of the next leads younger: lists go by their times.
  const { rows } = await sql<{ workspace_id: string; id: string }>`
    with due as materialized (
      select i.workspace_id, i.id from imports i
      where i.status in ('RECEIVED', 'RUNNING') and (i.leased_until is null or i.leased_until <= now()) and ${chosen}
      order by (select count(*) from imports r where r.workspace_id = i.workspace_id and r.status = 'RUNNING'
        and r.leased_until > now()), coalesce(i.leased_until, i.created_at)
      limit 1 for no key update of i skip locked
    )
    update imports i set status = 'RUNNING', lease_id = ${leaseId}, attempts = i.attempts + 1,
      leased_until = now() + make_interval(secs => ${leaseSeconds}), started_at = coalesce(i.started_at, now()),
      ids_at = case when i.started_at is null or i.next_ids_at < now() - interval '12 hours' then now() else i.ids_at end,
      next_ids_at = case when i.started_at is null or i.next_ids_at < now() - interval '12 hours' then now() else i.next_ids_at end
    from due where i.workspace_id = due.workspace_id and i.id = due.id
    returning i.workspace_id, i.id`.execute(ctx.db)
  const [claimed] = rows
  return claimed ? { workspaceId: claimed.workspace_id, id: claimed.id, leaseId } : null
}

/** Whether a workspace that has no import under way waits for a gateway to read one. */
export async function isWorkspaceWaiting({ db }: { db: Db }): Promise<boolean> {
  const { rows } = await sql`
    select from imports i
    where i.status in ('RECEIVED', 'RUNNING') and (i.leased_until is null or i.leased_until <= now()) and i.runner = 'gateway'
      and not exists (select from imports r where r.workspace_id = i.workspace_id and r.status = 'RUNNING' and r.leased_until > now())
    limit 1`.execute(db)
  return rows.length > 0
}

/** The row of an import as long as the lease is the one in force; null when it isn't any more. */
export async function readLeased(ctx: { db: Db }, lease: ImportLease): Promise<ImportRow | null> {
  const row = await ofLease(ctx.db.selectFrom('imports').selectAll(), lease).executeTakeFirst()
  return row ?? null
}

/** Makes a lease last for another while. False when it is not in force any more. */
export async function renewLease(
  ctx: { db: Db },
  lease: ImportLease,
  leaseSeconds: number,
): Promise<boolean> {
  const { numUpdatedRows } = await ofLease(
    ctx.db
      .updateTable('imports')
      .set({ leased_until: sql<Date>`now() + make_interval(secs => ${leaseSeconds})` }),
    lease,
  ).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Hands an import back: anyone may go on with it at once, after those that have waited for longer. */
export async function handBack(ctx: { db: Db }, lease: ImportLease): Promise<void> {
  await ofLease(
    ctx.db.updateTable('imports').set({ lease_id: null, leased_until: sql<Date>`now()` }).set('attempts', 0),
    lease,
  ).execute()
}

interface Filterable {
  where(column: 'workspace_id' | 'id' | 'lease_id' | 'status', operator: '=', value: string): this
}

function ofLease<Query>(query: Query, { workspaceId, id, leaseId }: ImportLease): Query {
  return (query as Filterable)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('lease_id', '=', leaseId)
    .where('status', '=', 'RUNNING') as Query
}
