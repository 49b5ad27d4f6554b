import type { Db } from '@intake/database/create-database'
import type { ErasureRow, LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { fieldColumns } from '../create/lead-fields.ts'
import { doomFilesOf } from '../documents/pending-files.ts'
import type { LeadStore } from '../lead/lead-store.ts'
import { lockLeadRow, timeOf } from '../lead/lock-lead.ts'
import { contactsOf, keysOf } from '../matching/contact-keys.ts'
import { lockContacts } from '../matching/lock-contacts.ts'
import { deleteWords } from '../searching/write-words.ts'
import { enforceSuppressions } from '../suppression/enforce-suppressions.ts'
import { suppress } from '../suppression/suppress.ts'
import { contactKeys, erasedKeys } from '../suppression/suppression-keys.ts'
import { leadErased } from '../webhooks/events.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import type { ConfigurationCache, WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { eraseAnswers } from './erase-answers.ts'
import { eraseImportLines } from './erase-import-lines.ts'

/** What the job works with. */
export interface ErasingCtx extends LeadStore {
  configuration: ConfigurationCache
}

/**
 * `lead-erasure`: removes what is kept of people. What came in and went out goes first, each by itself; the lead, its timeline and what holds for its
 * contacts go in one transaction, last, since the rest is found by them. A killed one starts anew and finishes. Answers how many were finished.
 */
export async function eraseLeads(
  ctx: ErasingCtx,
  { workspaceId, ids }: { workspaceId: string; ids: readonly string[] },
): Promise<number> {
  const rows = await ctx.db
    .selectFrom('erasures')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .where('done_at', 'is', null)
    .execute()
  const workspace = await ctx.configuration.workspace(workspaceId)
  for (const row of rows) await erase(ctx, row, workspace)
  return rows.length
}

async function erase(
  store: LeadStore,
  erasure: ErasureRow,
  workspace: WorkspaceConfiguration | null,
): Promise<void> {
  const { db } = store
  const { workspace_id: workspaceId, lead_id: leadId } = erasure
  const locked = await lockLeadRow(db, workspaceId, leadId)
  if (!locked) return
  const { lead } = locked
  await stopEnrichment(db, lead)
  if (erasure.suppress) await suppressFirst(store, lead)
  await eraseSubmissions(store, lead)
  await eraseImportLines(db, lead)
  await eraseDeliveries(db, lead)
  await eraseAnswers(db, lead)
  await db.transaction().execute(async (trx) => {
    await lockContacts(trx, workspaceId, { exclusive: contactsOf(lead) })
    const again = await lockLeadRow(trx, workspaceId, leadId)
    if (!again) return
    await hashSuppressions({ ...store, db: trx }, again.lead)
    await eraseTimeline(trx, again.lead)
    await eraseRow(trx, again.lead, again.at)
    // What was written while the rest was erased.
    await stopEnrichment(trx, again.lead)
    await eraseDeliveries(trx, again.lead)
    await trx
      .updateTable('erasures')
      .set({ done_at: again.at })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', erasure.id)
      .execute()
    const event = { lead: again.lead, message: leadErased(again.lead, again.at) }
    if (workspace) await recordEvents(trx, workspace, [event], { at: again.at })
  })
}

/** Waits for a job that is writing, and lets no other one write any more. */
async function stopEnrichment(db: Db, { workspace_id, id }: LeadRow): Promise<void> {
  for (const table of ['owed_enrichments', 'activity_facts', 'lead_matches', 'lead_timezones'] as const)
    await db.deleteFrom(table).where('workspace_id', '=', workspace_id).where('lead_id', '=', id).execute()
  await deleteWords(db, workspace_id, [id])
}

/** The contacts are suppressed while they are still known, so that what is to be sent to others with them is cancelled. */
async function suppressFirst(store: LeadStore, lead: LeadRow): Promise<void> {
  const { workspace_id: workspaceId, id: leadId } = lead
  if (lead.is_test) return
  const rows = await store.db.transaction().execute(async (trx) => {
    await lockContacts(trx, workspaceId, { exclusive: contactsOf(lead) })
    const given = contactKeys(lead).map(({ kind, key }) => ({
      kind,
      key,
      channels: ['any' as const],
      reason: 'erased',
      leadId,
    }))
    return suppress(trx, workspaceId, given, { at: await timeOf(trx), requestId: null })
  })
  if (rows.length > 0) await enforceSuppressions(store, { workspaceId, ids: rows.map(({ id }) => id) })
}

/** What holds for the contacts stays, under keyed hashes; what was lifted goes. */
async function hashSuppressions({ db: trx, sealer }: LeadStore, lead: LeadRow): Promise<void> {
  const { workspace_id: workspaceId } = lead
  const { phone, email } = keysOf(lead)
  for (const { kind, key } of contactKeys(lead)) {
    const [hash] = erasedKeys(workspaceId, kind, key, sealer)
    const keys = kind === 'phone' ? phone : email
    await sql`
      delete from suppressions s where s.workspace_id = ${workspaceId} and s.key = any(${keys}::text[]) and (s.lifted_at is not null
        or exists (select from suppressions o where o.workspace_id = ${workspaceId} and o.key = ${hash} and o.lifted_at is null
          and o.channels = s.channels and o.lead_id is not distinct from s.lead_id))`.execute(trx)
    await trx
      .updateTable('suppressions')
      .set({ key: hash ?? key, enforced_at: sql<Date>`coalesce(enforced_at, now())` })
      .where('workspace_id', '=', workspaceId)
      .where('key', 'in', keys)
      .execute()
  }
}

async function eraseSubmissions({ db, sealer }: LeadStore, lead: LeadRow): Promise<void> {
  const { workspace_id: workspaceId, id } = lead
  const hashes = contactKeys(lead).flatMap(({ kind, key }) => erasedKeys(workspaceId, kind, key, sealer))
  await sql`
    update submissions set body = null, headers = null, ip = null, user_agent = null, external_id = null, errors = null, contact_keys = null,
      next_attempt_at = null, status = case when status in ('RECEIVED', 'QUARANTINED') then 'REFUSED' else status end,
      code = case when status in ('RECEIVED', 'QUARANTINED') then 'erased' else code end
    where workspace_id = ${workspaceId} and (lead_id = ${id}
      or (status in ('RECEIVED', 'QUARANTINED', 'REFUSED') and contact_keys && ${hashes}::text[]))`.execute(
    db,
  )
}

async function eraseDeliveries(db: Db, { workspace_id, id }: LeadRow): Promise<void> {
  await db
    .deleteFrom('webhook_deliveries')
    .where('workspace_id', '=', workspace_id)
    .where('lead_id', '=', id)
    .where('status', '=', 'PENDING')
    .where('event', '<>', 'lead.erased')
    .execute()
  await db
    .updateTable('webhook_deliveries')
    .set({ payload: '{"erased":true}', response_excerpt: null })
    .where('workspace_id', '=', workspace_id)
    .where('lead_id', '=', id)
    .where('event', '<>', 'lead.erased')
    .execute()
}

async function eraseTimeline(trx: Db, { workspace_id, id }: LeadRow): Promise<void> {
  await doomFilesOf(trx, workspace_id, [id])
  for (const table of ['documents', 'messages', 'consents', 'checklist_items'] as const)
    await trx.deleteFrom(table).where('workspace_id', '=', workspace_id).where('lead_id', '=', id).execute()
  await trx
    .updateTable('action_logs')
    .set({ summary: null, input: null, output: null, error: null })
    .where('workspace_id', '=', workspace_id)
    .where('lead_id', '=', id)
    .execute()
}

/** What a lead keeps: its id, its times, and what is no person's. */
const keptColumns: ReadonlySet<string> = new Set(['source', 'assignee_type', 'opt_out_at'])

async function eraseRow(trx: Db, { workspace_id, id }: LeadRow, at: Date): Promise<void> {
  const empty = Object.fromEntries(
    fieldColumns.filter((column) => !keptColumns.has(column)).map((column) => [column, null]),
  )
  await trx
    .updateTable('leads')
    .set({ ...empty, first_name: '', checklist: null, tag_ids: null, updated_at: at })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .execute()
  for (const table of ['lead_tags', 'lead_searchables', 'lead_merges'] as const)
    await trx.deleteFrom(table).where('workspace_id', '=', workspace_id).where('lead_id', '=', id).execute()
}
