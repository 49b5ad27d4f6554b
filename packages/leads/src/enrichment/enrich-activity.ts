import type { LeadsJob } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import type { LeadRow, StoredValues } from '@intake/database/tables'
import { parsePhone } from '@intake/phone/parse-phone'
import { sql } from 'kysely'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { requiredItems } from '../checklist/lead-status.ts'
import type { OneOffItem } from '../checklist/read-one-off-items.ts'
import { zoneOf } from '../lead/lead-zone.ts'
import { type InferredZone, readStoredLeads, zoneText } from '../lead/read-leads.ts'
import { type NamedLead, namedColumns } from '../searching/lead-words.ts'
import { wordsText } from '../searching/write-words.ts'
import { describeActivity } from '../timeline/describe-activity.ts'
import { leadIds } from '../webhooks/events.ts'
import { isSubscribed } from '../webhooks/new-deliveries.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { askedLeads, heldText } from './leads-job.ts'
import type { StageResult } from './stage-result.ts'

/** A lead that is owed its enrichment, with what facts are made of. */
interface OwedLead
  extends Pick<LeadRow, 'id' | 'external_lead_id' | 'is_test' | 'phone_raw' | 'phone_e164' | 'timezone'> {
  generation: number
  /** Entries of the calls that wrote the lead, as far as they wait; the last call's comes last. */
  log_ids: string[]
  checklist: StoredValues | null
  zone: InferredZone | null
  items: OneOffItem[] | null
  matches: number | null
  phone_matches: number | null
  email_matches: number | null
  /** What a search finds it by, where its workspace has leads found by name. */
  named: NamedLead | null
}

/**
 * `activity-enrichment`: freezes what was found for the timeline entry of each call that wrote a lead, and ends what is owed to it. Answers for
 * each lead how many seconds that took since it was asked for. Safe to repeat.
 */
export async function enrichActivity(
  ctx: Pick<Ctx, 'db' | 'configuration'>,
  job: LeadsJob,
): Promise<StageResult> {
  const workspace = await ctx.configuration.workspace(job.workspaceId)
  const leads = workspace ? await readOwed(ctx.db, job) : []
  if (!workspace || leads.length === 0) return { next: null, counts: { leads: 0 } }
  const seconds = await settle(ctx.db, workspace, leads)
  return { next: null, counts: { leads: seconds.length }, seconds }
}

const namedText = `json_build_object(${namedColumns.map((column) => `'${column}', l.${column}`).join(', ')})`

async function readOwed(db: Db, { workspaceId, leadIds: ids, generations }: LeadsJob): Promise<OwedLead[]> {
  const counted = (field: 'phone' | 'email') =>
    sql.raw(`(select count(*) from jsonb_array_elements(m.found) f where f -> 'on' ? '${field}')`)
  const ownItems = () =>
    sql.raw(
      `select * from checklist_items where workspace_id = l.workspace_id and lead_id = l.id and retired_at is null`,
    )
  const { rows } = await sql<{ leads: OwedLead[] | null }>`
    select json_agg(json_build_object('id', l.id, 'external_lead_id', l.external_lead_id, 'is_test', l.is_test, 'phone_raw', l.phone_raw,
      'phone_e164', l.phone_e164, 'timezone', l.timezone, 'checklist', l.checklist, 'generation', o.generation,
      'log_ids', o.earlier_log_ids || o.action_log_id, 'zone', ${sql.raw(zoneText)},
      'items', case when exists (${ownItems()}) then
        (select json_agg(json_build_object('id', i.id, 'code', i.code, 'label', i.label, 'is_required', i.is_required,
          'conditions', i.conditions) order by i.position) from (${ownItems()}) i) end,
      'matches', m.total, 'phone_matches', m.phone, 'email_matches', m.email,
      'named', case when (select name_search <> 'off' from workspaces where id = ${workspaceId}) then ${sql.raw(namedText)} end)) as leads
    from unnest(${ids}::uuid[], ${generations ?? null}::int[]) as asked (lead_id, generation)
    cross join lateral (
      select generation, action_log_id, earlier_log_ids from owed_enrichments
      where workspace_id = ${workspaceId} and lead_id = asked.lead_id and generation = coalesce(asked.generation, generation) offset 0) o
    cross join lateral (
      select workspace_id, id, external_lead_id, is_test, timezone, checklist, ${sql.raw(namedColumns.join(', '))} from leads
      where workspace_id = ${workspaceId} and id = asked.lead_id offset 0) l
    left join lateral (
      select jsonb_array_length(m.found) as total, ${counted('phone')} as phone, ${counted('email')} as email from lead_matches m
      where m.workspace_id = ${workspaceId} and m.lead_id = asked.lead_id) m on true
    ${prepared('read-owed')}`.execute(db)
  return rows[0]?.leads ?? []
}

/** Facts in, what is owed out, and who listens told: one statement, or one transaction where somebody listens. */
async function settle(
  db: Db,
  workspace: WorkspaceConfiguration,
  leads: readonly OwedLead[],
): Promise<number[]> {
  if (!isSubscribed(workspace.webhooks, 'lead.enriched'))
    return [...(await writeFacts(db, workspace, leads)).values()]
  return db.transaction().execute(async (trx) => {
    const done = await writeFacts(trx, workspace, leads)
    await recordEvents(trx, workspace, await enrichedEvents(trx, workspace.id, leads, done))
    return [...done.values()]
  })
}

/** Answers how many seconds each lead waited that is now done. */
async function writeFacts(
  db: Db,
  workspace: WorkspaceConfiguration,
  leads: readonly OwedLead[],
): Promise<ReadonlyMap<string, number>> {
  const asked = {
    workspaceId: workspace.id,
    leadIds: leads.map(({ id }) => id),
    generations: leads.map(({ generation }) => generation),
  }
  const facts = JSON.stringify(leads.flatMap((lead) => factsOf(workspace, lead)))
  const named = leads.flatMap((lead) => (lead.named ? [{ ...lead.named, id: lead.id }] : []))
  const { rows } = await sql<{ done: [string, number][] | null }>`
    with ${askedLeads(asked)}, ${heldText}, done as (
      delete from owed_enrichments where workspace_id = ${workspace.id} and lead_id = any(array(select lead_id from held))
      returning workspace_id, lead_id, greatest(0, extract(epoch from clock_timestamp() - requested_at))::float8 as seconds
    ), facts as (
      insert into activity_facts (workspace_id, lead_id, action_log_id, at, phone, phone_country, phone_kind, zone, zone_confidence,
        zone_alternatives, matches, phone_matches, email_matches, missing)
      select done.workspace_id, done.lead_id, f.action_log_id, (select clock_timestamp()) + f.ord * interval '1 microsecond',
        f.phone, f.phone_country, f.phone_kind, f.zone,
        f.zone_confidence, f.zone_alternatives, f.matches, f.phone_matches, f.email_matches, f.missing
      from jsonb_to_recordset(${facts}::jsonb) as f (ord int, lead_id uuid, action_log_id uuid, phone text, phone_country text,
        phone_kind text, zone text, zone_confidence text, zone_alternatives text[], matches smallint, phone_matches smallint,
        email_matches smallint, missing uuid[]) join done using (lead_id)
      on conflict (workspace_id, lead_id, action_log_id) do update
        set at = excluded.at, phone = excluded.phone, phone_country = excluded.phone_country, phone_kind = excluded.phone_kind,
          zone = excluded.zone, zone_confidence = excluded.zone_confidence, zone_alternatives = excluded.zone_alternatives,
          matches = excluded.matches, phone_matches = excluded.phone_matches, email_matches = excluded.email_matches,
          missing = excluded.missing
    )${named.length > 0 ? sql`, ${wordsText(named)}` : sql``}
    select json_agg(json_build_array(lead_id, seconds)) as done from done
    ${prepared(named.length > 0 ? 'write-facts-and-words' : 'write-facts')}`.execute(db)
  return new Map(rows[0]?.done)
}

/** Members that are null are left out: Postgres reads fewer. */
function factsOf(workspace: WorkspaceConfiguration, lead: OwedLead) {
  const phone =
    lead.phone_raw === null ? null : parsePhone(lead.phone_e164 ?? lead.phone_raw, workspace.defaultRegion)
  const { zone, source, confidence, alternatives } = zoneOf({ lead, zone: lead.zone })
  const checklist = leadChecklist(lead.id, workspace.template, lead.items ?? [], lead.checklist)
  const missing = requiredItems(checklist).filter(({ status }) => status === 'TODO' || status === 'INVALID')
  const found = {
    phone: phone ? (phone.e164 ?? phone.raw) : undefined,
    phone_country: phone?.country ?? undefined,
    phone_kind: phone?.e164 ? phone.kind : undefined,
    zone: zone ?? undefined,
    zone_confidence: source === 'provided' ? undefined : (confidence ?? undefined),
    zone_alternatives: alternatives.length > 0 ? alternatives : undefined,
    matches: lead.matches ?? undefined,
    phone_matches: lead.phone_matches || undefined,
    email_matches: lead.email_matches || undefined,
    // As Postgres writes an array: one text is read faster than a JSON array of ids.
    missing: missing.length > 0 ? `{${missing.map(({ id }) => id).join(',')}}` : undefined,
  }
  return lead.log_ids.map((action_log_id, ord) => ({ ord, lead_id: lead.id, action_log_id, ...found }))
}

async function enrichedEvents(
  trx: Db,
  workspaceId: string,
  leads: readonly OwedLead[],
  done: ReadonlyMap<string, number>,
) {
  const ids = leads.flatMap(({ id, is_test }) => (done.has(id) && !is_test ? [id] : []))
  return (
    await readStoredLeads(
      trx,
      ids.map((id) => ({ workspaceId, id })),
    )
  ).flatMap((read) => {
    if (!read.activity) return []
    const { zone, source, confidence } = zoneOf(read)
    const data = {
      ...leadIds(read.lead),
      timezone: zone,
      timezoneSource: source,
      timezoneConfidence: confidence,
      activitySummary: describeActivity(read.activity).summary,
    }
    return [{ lead: read.lead, message: { event: 'lead.enriched' as const, data } }]
  })
}
