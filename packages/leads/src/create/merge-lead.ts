import { maxTags } from '@intake/contracts/create-lead'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { isTemplateInForce } from '../checklist/is-template-in-force.ts'
import type { FileSigner } from '../documents/file-signer.ts'
import { oweEnrichment } from '../enrichment/owe-enrichment.ts'
import { claimKey, keepBody } from '../idempotency/claim-key.ts'
import { fieldsOf } from '../lead/change-lead.ts'
import { lockLeadRow } from '../lead/lock-lead.ts'
import { matchedOn } from '../lead/present-lead.ts'
import { readLeadAnswer } from '../lead/read-lead-answer.ts'
import { readLeads } from '../lead/read-leads.ts'
import { tagOf } from '../tags/tags.ts'
import { cancelOutbound } from '../timeline/cancel-outbound.ts'
import { leadUpdated } from '../webhooks/events.ts'
import { recordCompletion } from '../webhooks/record-completion.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import type { GuardedLead } from './flush-guarded.ts'
import type { FlushOutcome } from './writer/flush-batch.ts'

/**
 * Merges a call's lead into one that is there: fills what is empty, adds tags and checklist values, writes one timeline
 * entry and owes the enrichment anew, in the caller's transaction. Nothing that is filled changes, but an inferred time
 * zone gives way to a given one. Null when the lead is gone.
 */
export async function mergeLead(
  db: Db,
  files: FileSigner,
  leadId: string,
  given: GuardedLead,
): Promise<FlushOutcome | null> {
  const { workspace_id } = given.fields
  const locked = await lockLeadRow(db, workspace_id, leadId)
  if (!locked || locked.lead.deleted_at) return null
  const { lead, at } = locked
  // A change that was waited for may have given it another phone or e-mail.
  if (matchedOn(given.fields, lead).length === 0) return null
  if (!(await isTemplateInForce(db, workspace_id, given.template.revision))) return { kind: 'refused' }
  if (given.idempotency && !(await claimKey(db, workspace_id, given.idempotency))) return { kind: 'refused' }
  await db
    .updateTable('leads')
    .set({ ...emptyFields(lead, given, at), updated_at: at })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', leadId)
    .execute()
  if (given.fields.did_opt_out && !lead.opt_out_at) await cancelOutbound(db, lead, 'all', at)
  const written = await addValues(db, leadId, given)
  const tagsAdded = await addTags(db, leadId, given)
  await sql`
    insert into action_logs (workspace_id, lead_id, id, type, status, summary, input, created_at, completed_at)
    values (${workspace_id}, ${leadId}, ${given.actionLog.id}, 'API_ACTIVITY', 'COMPLETED', 'Lead merged',
      ${given.actionLog.inputJson}::jsonb, ${at}, ${at})`.execute(db)
  await oweEnrichment(db, {
    workspaceId: workspace_id,
    leadId,
    actionLogId: given.actionLog.id,
    requestId: given.requestId,
    traceparent: given.traceparent,
  })
  const [tagged] = await readLeads(db, workspace_id, [leadId])
  if (!tagged) return null
  const told = { requestId: given.requestId, at }
  const changes = {
    fields: filledFields(lead, tagged.lead),
    tags: tagsAdded ? tagged.tags : undefined,
    items: given.values.filter(({ item }) => written.has(item.id)),
  }
  const message = leadUpdated(tagged.lead, changes)
  await recordEvents(db, given.workspace, [{ lead, message }], told)
  await recordCompletion(db, given.workspace, tagged.lead, told)
  const body = given.toMergedBody(await readLeadAnswer(db, files, tagged, given.template))
  if (given.idempotency) await keepBody(db, workspace_id, given.idempotency, body)
  return { kind: 'written', body, result: 'merged', matched: true }
}

function emptyFields(
  lead: LeadRow,
  { fields }: GuardedLead,
  at: Date,
): Partial<Omit<LeadRow, 'timezone_inference'>> & { timezone_inference?: null } {
  const emailKey = lead.email_key ?? fields.email_key
  return {
    middle_name: lead.middle_name ?? fields.middle_name,
    last_name: lead.last_name ?? fields.last_name,
    business_name: lead.business_name ?? fields.business_name,
    external_lead_id: lead.external_lead_id ?? fields.external_lead_id,
    ...(lead.email === null ? { email: fields.email, email_key: fields.email_key } : {}),
    ...(lead.phone_raw === null ? { phone_raw: fields.phone_raw, phone_e164: fields.phone_e164 } : {}),
    ...(lead.timezone_source !== 'provided' && fields.timezone !== null
      ? {
          timezone: fields.timezone,
          timezone_source: 'provided',
          timezone_confidence: null,
          timezone_inference: null,
        }
      : {}),
    opt_out_at: lead.opt_out_at ?? (fields.did_opt_out ? at : null),
    // What was verified is the address that the call gave.
    email_verified_at:
      lead.email_verified_at ?? (fields.email_verified && emailKey === fields.email_key ? at : null),
  }
}

function filledFields(before: LeadRow, after: LeadRow): Record<string, unknown> {
  const old = fieldsOf(before)
  return Object.fromEntries(
    Object.entries(fieldsOf(after)).filter(([name, value]) => value !== Reflect.get(old, name)),
  )
}

/** An item that holds a value, or was settled without one, stays as it is. Answers the ids of the items written. */
async function addValues(
  db: Db,
  leadId: string,
  { fields, values }: GuardedLead,
): Promise<ReadonlySet<string>> {
  if (values.length === 0) return new Set()
  const rows = values.map(({ item, value, status, validationError }) => ({
    item_id: item.id,
    value: value ?? null,
    status,
    validation_error: validationError,
  }))
  const { rows: written } = await sql<{ checklist_item_id: string }>`
    insert into lead_checklist_values as v (workspace_id, lead_id, checklist_item_id, value, status, validation_error, updated_at)
    select ${fields.workspace_id}, ${leadId}, g.item_id, nullif(g.value, 'null'::jsonb), g.status, g.validation_error, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as g (item_id uuid, value jsonb, status text, validation_error text)
    on conflict (workspace_id, lead_id, checklist_item_id) do update
      set value = excluded.value, status = excluded.status, validation_error = excluded.validation_error, updated_at = now()
      where v.value is null and v.status = 'TODO'
    returning checklist_item_id`.execute(db)
  return new Set(written.map((row) => row.checklist_item_id))
}

/** New tags come after those that are there, up to the limit of a lead. Answers whether there were any. */
async function addTags(db: Db, leadId: string, { fields, tags }: GuardedLead): Promise<boolean> {
  if (tags.length === 0) return false
  const workspaceId = fields.workspace_id
  const rows = JSON.stringify(tags.map((name) => tagOf(workspaceId, name)))
  await sql`
    insert into tags (workspace_id, id, name, tag_key)
    select ${workspaceId}, id, name, key from jsonb_to_recordset(${rows}::jsonb) as t (id uuid, name text, key text)
    order by key on conflict do nothing`.execute(db)
  const { numAffectedRows } = await sql`
    insert into lead_tags (workspace_id, lead_id, tag_id, position)
    select ${workspaceId}, ${leadId}, fresh.id, there.next + row_number() over (order by fresh.ord)
    from (
      select t.id, t.ord from rows from (jsonb_to_recordset(${rows}::jsonb) as (id uuid)) with ordinality as t (id, ord)
      where not exists (select from lead_tags lt where lt.workspace_id = ${workspaceId} and lt.lead_id = ${leadId} and lt.tag_id = t.id)
    ) fresh cross join (
      select coalesce(max(position), -1) as next from lead_tags
      where workspace_id = ${workspaceId} and lead_id = ${leadId}
    ) there
    order by fresh.ord limit (
      select greatest(0, ${sql.lit(maxTags)} - count(*)) from lead_tags
      where workspace_id = ${workspaceId} and lead_id = ${leadId})`.execute(db)
  return (numAffectedRows ?? 0n) > 0n
}
