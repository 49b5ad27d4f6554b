import { leadColumns } from '@intake/database/columns'
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
  const settle = async (db: Db): Promise<number[]> => {
    const rows = await settleEntries(db, workspace.id, enriched)
    const done = new Set(rows.map((row) => row.lead_id))
    await recordEvents(db, workspace, enrichedEvents(entries, enriched, done))
    return rows.map(({ seconds }) => seconds)
  }
  // A statement is a transaction of its own: it takes more only where somebody is told.
  return workspace.webhooks.length === 0 ? settle(ctx.db) : ctx.db.transaction().execute(settle)
}

type Enriched = Awaited<ReturnType<typeof describeEntries>>[number]

/**
 * Leads are locked before what they are owed, as a change of a lead locks them, and both in order, as everywhere. Only entries count that
 * are still owed in the same generation.
 */
async function settleEntries(db: Db, workspaceId: string, enriched: readonly Enriched[]) {
  const ids = enriched.map((each) => each.lead_id)
  const { rows } = await sql<{ lead_id: string; seconds: number }>`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(enriched)}::jsonb)
        as g (lead_id uuid, generation int, action_log_id uuid, newest boolean, summary text, output jsonb)
    ), held as materialized (
      select id from leads where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])
      order by id for no key update
    ), locked as materialized (
      select o.lead_id from owed_enrichments o join given using (lead_id)
      where o.workspace_id = ${workspaceId} and o.lead_id = any(${ids}::uuid[]) and o.generation = given.generation and given.newest
        and (select count(*) from held) is not null
      order by o.lead_id for update of o
    ), owed as materialized (
      select given.* from locked join given using (lead_id)
    ), logs as (
      update action_logs a set output = owed.output from owed
      where a.workspace_id = ${workspaceId} and a.lead_id = any(${ids}::uuid[]) and a.lead_id = owed.lead_id and a.id = owed.action_log_id
    ), changed as (
      update leads l set activity_summary = owed.summary, enriched_at = now(), updated_at = now() from owed
      where l.workspace_id = ${workspaceId} and l.id = any(${ids}::uuid[]) and l.id = owed.lead_id and owed.newest
    )
    delete from owed_enrichments o using locked
    where o.workspace_id = ${workspaceId} and o.lead_id = any(${ids}::uuid[]) and o.lead_id = locked.lead_id
    returning o.lead_id, greatest(0, extract(epoch from clock_timestamp() - o.requested_at))::float8 as seconds
    ${prepared('settle-entries')}`.execute(db)
  return rows
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
    .where('log.lead_id', '=', sql<string>`any(${input.leadIds}::uuid[])`)
    .where('owed.timezone_done_at', 'is not', null)
    .where('owed.matching_done_at', 'is not', null)
    .select(leadColumns.map((column) => `leads.${column}` as const))
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
