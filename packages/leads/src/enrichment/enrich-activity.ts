import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { sql } from 'kysely'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { requiredItems } from '../checklist/lead-status.ts'
import type { ConfigurationCache, WorkspaceConfiguration } from '../configuration-cache.ts'
import { readChecklistValues, readOneOffItems } from '../read-checklist.ts'
import { leadIds } from '../webhooks/events.ts'
import { type LeadEvent, recordEvents } from '../webhooks/record-events.ts'
import { describeActivity } from './describe-activity.ts'
import { type LeadsInput, selectOwed } from './owed.ts'

export interface EnrichActivityContext {
  db: Db
  configuration: ConfigurationCache
}

/**
 * Completes the timeline entries of the calls that wrote each lead, sets the lead's activitySummary and records the
 * enrichment as done. Takes only leads whose zone and matches are settled. Answers for each lead that is now done how many
 * seconds that took since it was asked for. Safe to repeat.
 */
export async function enrichActivity(ctx: EnrichActivityContext, input: LeadsInput): Promise<number[]> {
  const workspace = await ctx.configuration.workspace(input.workspaceId)
  if (!workspace) return []
  const entries = await readEntries(ctx.db, input)
  if (entries.length === 0) return []
  const enriched = await describeEntries(ctx.db, workspace, entries)
  return ctx.db.transaction().execute(async (trx) => {
    // Leads before what they are owed, as a change of a lead locks them.
    await sql`
      select from leads where workspace_id = ${workspace.id} and id = any(${entries.map((entry) => entry.id)}::uuid[])
      order by id for no key update ${prepared('lock-leads')}`.execute(trx)
    // Only entries that are still owed in the same generation; locked in order, as everywhere.
    const { rows } = await sql<{ lead_id: string; seconds: number }>`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(enriched)}::jsonb)
          as g (lead_id uuid, generation int, action_log_id uuid, newest boolean, summary text, output jsonb)
      ), locked as materialized (
        select o.lead_id from owed_enrichments o join given using (lead_id)
        where o.workspace_id = ${workspace.id} and o.generation = given.generation and given.newest
        order by o.lead_id for update of o
      ), owed as materialized (
        select given.* from locked join given using (lead_id)
      ), logs as (
        update action_logs a set output = owed.output from owed
        where a.workspace_id = ${workspace.id} and a.lead_id = owed.lead_id and a.id = owed.action_log_id
      ), leads as (
        update leads l set activity_summary = owed.summary, enriched_at = now(), updated_at = now() from owed
        where l.workspace_id = ${workspace.id} and l.id = owed.lead_id and owed.newest
      )
      delete from owed_enrichments o using locked where o.workspace_id = ${workspace.id} and o.lead_id = locked.lead_id
      returning o.lead_id, greatest(0, extract(epoch from clock_timestamp() - o.requested_at))::float8 as seconds
      ${prepared('enrich-activity')}`.execute(trx)
    await recordEvents(
      trx,
      workspace,
      enrichedEvents(entries, enriched, new Set(rows.map((row) => row.lead_id))),
    )
    return rows.map(({ seconds }) => seconds)
  })
}

function enrichedEvents(
  entries: readonly Entry[],
  enriched: readonly { lead_id: string; newest: boolean; summary: string }[],
  done: ReadonlySet<string>,
): LeadEvent[] {
  const leads = new Map(entries.map((entry) => [entry.id, entry]))
  return enriched.flatMap(({ lead_id, newest, summary }) => {
    const lead = leads.get(lead_id)
    if (!lead || !newest || !done.has(lead_id)) return []
    const data = {
      ...leadIds(lead),
      timezone: lead.timezone,
      timezoneSource: lead.timezone_source,
      timezoneConfidence: lead.timezone_confidence,
      activitySummary: summary,
    }
    return [{ lead, message: { event: 'lead.enriched', data } }]
  })
}

function readEntries(db: Db, input: LeadsInput) {
  return selectOwed(db, input)
    .innerJoin('action_logs as log', (join) =>
      join
        .onRef('log.workspace_id', '=', 'owed.workspace_id')
        .onRef('log.lead_id', '=', 'owed.lead_id')
        .on(sql<boolean>`log.id = any(owed.action_log_id || owed.earlier_log_ids)`),
    )
    .where('owed.timezone_done_at', 'is not', null)
    .where('owed.matching_done_at', 'is not', null)
    .selectAll('leads')
    .select([
      'owed.generation',
      'owed.action_log_id as newest_log_id',
      'log.id as log_id',
      'log.summary as headline',
      'log.input',
    ])
    .modifyEnd(prepared('read-entries'))
    .execute()
}

type Entry = Awaited<ReturnType<typeof readEntries>>[number]

async function describeEntries(db: Db, workspace: WorkspaceConfiguration, entries: readonly Entry[]) {
  const leadIds = entries.map((entry) => entry.id)
  const at = new Date()
  const [values, oneOffItems, matches] = await Promise.all([
    readChecklistValues(db, workspace.id, leadIds),
    readOneOffItems(db, workspace.id, leadIds),
    countMatches(db, workspace.id, leadIds),
  ])
  return entries.map(({ generation, newest_log_id, log_id, headline, input, ...lead }) => {
    const items = oneOffItems.filter((item) => item.lead_id === lead.id)
    const checklist = leadChecklist(lead.id, workspace.template, items, values.get(lead.id) ?? new Map())
    const required = requiredItems(checklist)
    const { summary, output } = describeActivity({
      lead,
      defaultRegion: workspace.defaultRegion,
      headline: headline ?? 'Lead written',
      ...readInput(input),
      matches: matches.get(lead.id) ?? { phone: 0, email: 0, total: 0 },
      missing: required
        .filter((item) => item.status === 'TODO' || item.status === 'INVALID')
        .map((item) => item.label),
      at,
    })
    return {
      lead_id: lead.id,
      generation,
      action_log_id: log_id,
      newest: log_id === newest_log_id,
      summary,
      output,
    }
  })
}

/** What the call's own record says was set. */
function readInput(input: unknown): { fieldsSet: string[]; tagsSet: number; checklistItemsSet: number } {
  const record: Record<string, unknown> = typeof input === 'object' && input !== null ? { ...input } : {}
  const size = (value: unknown) => (Array.isArray(value) ? value.length : 0)
  const { lead } = record
  return {
    fieldsSet: typeof lead === 'object' && lead !== null ? Object.keys(lead).sort() : [],
    tagsSet: size(record.tags),
    checklistItemsSet: size(record.checklistItems),
  }
}

async function countMatches(db: Db, workspaceId: string, leadIds: readonly string[]) {
  const rows = await db
    .selectFrom('lead_matches')
    .select(({ fn, val }) => [
      'lead_id',
      fn.countAll<string>().as('total'),
      sql<string>`count(*) filter (where ${val('phone')} = any(matched_on))`.as('phone'),
      sql<string>`count(*) filter (where ${val('email')} = any(matched_on))`.as('email'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', sql<string>`any(${leadIds}::uuid[])`)
    .groupBy('lead_id')
    .modifyEnd(prepared('count-matches'))
    .execute()
  return new Map(
    rows.map(({ lead_id, phone, email, total }) => [
      lead_id,
      { phone: Number(phone), email: Number(email), total: Number(total) },
    ]),
  )
}
