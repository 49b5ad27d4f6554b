import type { Db } from '@intake/database/create-database'
import type { SuppressionRow } from '@intake/database/tables'
import { sql } from 'kysely'
import type { LeadStore } from '../lead/lead-store.ts'
import { lockLeadRow } from '../lead/lock-lead.ts'
import { keysOf } from '../matching/contact-keys.ts'
import { cancelSuppressed } from './cancel-suppressed.ts'

/** Leads that one look finds. Each is changed in a transaction of its own. */
const batch = 200
/** Leads of a workspace that one look for a domain goes through. */
const stride = 20_000

/**
 * `suppression-enforcement`: cancels what is still to be sent to the leads that suppressions hold for. What is accepted meanwhile was accepted in a
 * transaction that held their contacts' locks, so it came before the suppression, and is found, or saw it. Safe to repeat. Answers how many leads had
 * something open.
 */
export async function enforceSuppressions(
  store: LeadStore,
  { workspaceId, ids }: { workspaceId: string; ids: readonly string[] },
): Promise<number> {
  const { db } = store
  const rows = await db
    .selectFrom('suppressions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .where('enforced_at', 'is', null)
    .execute()
  let leads = 0
  for (const row of rows) {
    if (!row.lifted_at) leads += await enforce(store, row)
    await db
      .updateTable('suppressions')
      .set({ enforced_at: sql`now()` })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', row.id)
      .execute()
  }
  return leads
}

async function enforce(store: LeadStore, row: SuppressionRow): Promise<number> {
  let leads = 0
  for (let after: string | null = nobody; after !== null; ) {
    const found: Found = await findOpen(store.db, row, after)
    for (const leadId of found.ids)
      await store.db.transaction().execute(async (trx) => {
        const locked = await lockLeadRow(trx, row.workspace_id, leadId)
        if (locked) await cancelSuppressed({ ...store, db: trx }, locked.lead, locked.at)
      })
    leads += found.ids.length
    after = found.next
  }
  return leads
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** Leads that may have something open, and after which to look on; null at the end. */
interface Found {
  ids: string[]
  next: string | null
}

const hasOpen = sql`exists (
  select from action_logs a where a.workspace_id = l.workspace_id and a.lead_id = l.id
    and a.status in ('PENDING', 'AWAITING_APPROVAL') and a.type in ('MESSAGE', 'FOLLOW_UP_MESSAGE'))`

async function findOpen(db: Db, row: SuppressionRow, after: string): Promise<Found> {
  const { workspace_id: workspaceId, kind, key } = row
  if (kind === 'lead') return { ids: [key], next: null }
  if (kind === 'domain') return findAtDomain(db, row, after)
  const column = `${kind}_key` as const
  const keys = keysOf({ phone_key: null, phone_extension: null, email_key: null, [column]: key })[kind]
  const { rows } = await sql<{ id: string }>`
    select l.id from leads l
    where l.workspace_id = ${workspaceId} and ${sql.ref(`l.${column}`)} = any(${keys}::text[]) and l.deleted_at is null and not l.is_test
      and l.id > ${after} and ${hasOpen}
    order by l.id limit ${batch}`.execute(db)
  return { ids: rows.map(({ id }) => id), next: rows.length === batch ? (rows.at(-1)?.id ?? null) : null }
}

/** No index knows domains: the workspace's leads are gone through, so many at once. */
async function findAtDomain(
  db: Db,
  { workspace_id: workspaceId, key }: SuppressionRow,
  after: string,
): Promise<Found> {
  const { rows } = await sql<{ last: string | null; read: number; ids: string[] | null }>`
    select max(l.id::text)::uuid as last, count(*)::int as read,
      array_agg(l.id) filter (where l.email_key like ${`%${key.replace(/[\\%_]/g, '\\$&')}`} and ${hasOpen}) as ids
    from (select * from leads where workspace_id = ${workspaceId} and id > ${after} and deleted_at is null and not is_test
      order by id limit ${stride}) l`.execute(db)
  const [{ last = null, read = 0, ids = null } = {}] = rows
  return { ids: ids ?? [], next: read === stride ? last : null }
}
