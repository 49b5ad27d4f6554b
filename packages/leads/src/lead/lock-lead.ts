import { leadColumns } from '@intake/database/columns'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import type { Caller } from '../workspace/caller.ts'
import { sees } from '../workspace/sight.ts'
import { noSuchLead } from './read-leads.ts'

export interface LockedLead {
  lead: LeadRow
  /** The time of the change, whole milliseconds: after the lock, so that changes of a lead are in order. */
  at: Date
}

/**
 * Locks a lead for a change until the transaction ends; changes of one lead follow one another. Throws `not_found` for a
 * lead that the caller may not know of or that is deleted (unless `deletedToo`).
 */
export async function lockLead(
  trx: Db,
  caller: Caller,
  leadId: string,
  { deletedToo = false } = {},
): Promise<LockedLead> {
  const locked = await lockLeadRow(trx, caller.workspaceId, leadId)
  checkChangeable(caller, locked?.lead, { deletedToo })
  return locked as LockedLead
}

/** Throws what {@link lockLead} throws for a lead that was found, or wasn't. */
export function checkChangeable(
  caller: Caller,
  lead: LeadRow | undefined,
  { deletedToo = false } = {},
): void {
  if (!lead || !sees(caller, lead) || (lead.deleted_at && !deletedToo)) throw noSuchLead()
}

/** The same for any lead of the workspace, deleted ones too; null when there is none. */
export async function lockLeadRow(trx: Db, workspaceId: string, leadId: string): Promise<LockedLead | null> {
  const lead = await trx
    .selectFrom('leads')
    .select(leadColumns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', leadId)
    // Not `for update`: rows that only refer to the lead, such as matches, may be written meanwhile.
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!lead) return null
  return { lead, at: await timeOf(trx) }
}

/** The database's time, whole milliseconds: right now, or when the transaction began, which is the time of what the write statement writes. */
export async function timeOf(trx: Db, when: 'now' | 'begin' = 'now'): Promise<Date> {
  const time = sql.raw(when === 'now' ? 'clock_timestamp()' : 'now()')
  const { rows } = await sql<{ at: Date }>`select date_trunc('milliseconds', ${time}) as at`.execute(trx)
  return rows[0]?.at ?? new Date()
}
