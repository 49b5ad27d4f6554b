import type { AnalyticsCounts, AnalyticsLead } from '@intake/contracts/analytics'
import type { Db } from '@intake/database/create-database'
import type { ChecklistItemRow, LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { leadStatus, requiredItems } from '../checklist/lead-status.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { idAt } from '../ids/id-at.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'

/** Times of creation: from `start` on, before `end`. */
export interface Range {
  start: Date
  end: Date
}

/** Ids are made by the gateways, `created_at` by the database; their clocks are taken to be less than this apart. */
const clockSlackMs = 24 * 3600_000

type CountedLead = Pick<
  LeadRow,
  'id' | 'external_lead_id' | 'created_at' | 'opt_out_at' | 'status_set' | 'checklist'
>

function leadsIn(db: Db, workspaceId: string, { start, end }: Range) {
  return db
    .selectFrom('leads')
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
    .where('is_test', '=', false)
    .where('created_at', '>=', start)
    .where('created_at', '<', end)
    .where('id', '>=', idAt(start.getTime() - clockSlackMs, '0'))
    .where('id', '<=', idAt(end.getTime() + clockSlackMs, 'f'))
}

/** How many live leads a range has, at most `limit`. */
export async function sizeOf(db: Db, workspaceId: string, range: Range, limit: number): Promise<number> {
  const { count } = await db
    .selectFrom(leadsIn(db, workspaceId, range).select('id').limit(limit).as('found'))
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The next `limit` live leads of a range behind the lead `after`, oldest first, each with its counts. */
export async function countLeads(
  db: Db,
  workspace: WorkspaceConfiguration,
  range: Range,
  { after, limit }: { after: string | null; limit: number },
): Promise<AnalyticsLead[]> {
  const from = leadsIn(db, workspace.id, range)
  const leads = await (after === null ? from : from.where('id', '>', after))
    .select(['id', 'external_lead_id', 'created_at', 'opt_out_at', 'status_set', 'checklist'])
    .orderBy('id')
    .limit(limit)
    .execute()
  if (leads.length === 0) return []
  const ids = leads.map(({ id }) => id)
  const entries = new Map((await countEntries(db, workspace.id, ids)).map((row) => [row.lead_id, row]))
  const ofLead = new Map<string | null, ChecklistItemRow[]>()
  for (const item of await readOneOffItems(db, workspace.id, ids))
    ofLead.set(item.lead_id, [...(ofLead.get(item.lead_id) ?? []), item])
  return leads.map((lead) => countsOf(workspace, lead, ofLead.get(lead.id) ?? [], entries.get(lead.id)))
}

interface Entries {
  lead_id: string
  manual_updates: number
  inbound: number
  outbound: number
  sms_in: number
  sms_out: number
  email_in: number
  email_out: number
}

/** Leads without any entry that counts are left out. */
async function countEntries(db: Db, workspaceId: string, ids: readonly string[]): Promise<Entries[]> {
  const of = (direction: string, channel?: string) =>
    sql.raw(
      `count(*) filter (where m.direction = '${direction}'${channel ? ` and lower(m.channel) = '${channel}'` : ''})::int`,
    )
  const { rows } = await sql<Entries>`
    select a.lead_id, count(distinct a.id) filter (where a.type = 'MANUAL_UPDATE')::int as manual_updates,
      ${of('INBOUND')} as inbound, ${of('OUTBOUND')} as outbound, ${of('INBOUND', 'sms')} as sms_in,
      ${of('OUTBOUND', 'sms')} as sms_out, ${of('INBOUND', 'email')} as email_in, ${of('OUTBOUND', 'email')} as email_out
    from unnest(${ids}::uuid[]) as wanted (id) cross join lateral (
      select lead_id, id, type from action_logs where workspace_id = ${workspaceId} and lead_id = wanted.id
        and status = 'COMPLETED' and type in ('MESSAGE', 'FOLLOW_UP_MESSAGE', 'MANUAL_UPDATE') offset 0) a
    left join lateral (
      select direction, channel from messages where workspace_id = ${workspaceId} and lead_id = a.lead_id
        and action_log_id = a.id offset 0) m on true
    group by a.lead_id`.execute(db)
  return rows
}

function countsOf(
  { template }: WorkspaceConfiguration,
  lead: CountedLead,
  oneOffItems: readonly ChecklistItemRow[],
  entries: Entries | undefined,
): AnalyticsLead {
  const checklist = leadChecklist(lead.id, template, oneOffItems, lead.checklist)
  const status = leadStatus(lead, checklist)
  const required = requiredItems(checklist)
  const completed = required.filter((item) => item.status === 'COMPLETED').length
  const { inbound = 0, outbound = 0 } = entries ?? {}
  return {
    leadId: lead.id,
    externalId: lead.external_lead_id,
    createdAt: lead.created_at.toISOString(),
    status,
    count: 1,
    leadsCompleted: status === 'COMPLETED' ? 1 : 0,
    leadsOptedOut: status === 'OPTED_OUT' ? 1 : 0,
    totalMessages: inbound + outbound,
    inboundMessages: inbound,
    outboundMessages: outbound,
    channels: {
      sms: { inbound: entries?.sms_in ?? 0, outbound: entries?.sms_out ?? 0 },
      email: { inbound: entries?.email_in ?? 0, outbound: entries?.email_out ?? 0 },
    },
    completion: {
      totalRequired: required.length,
      totalCompleted: completed,
      bySource: { agent: null, imported: completed, manual: null, portal: null },
    },
    interventions: {
      documentOverrides: null,
      escalations: null,
      manualUpdates: entries?.manual_updates ?? 0,
      messageEdits: null,
      messageRejects: null,
    },
  }
}

/** The counts of no lead. */
export const noCounts: AnalyticsCounts = {
  count: 0,
  leadsCompleted: 0,
  leadsOptedOut: 0,
  totalMessages: 0,
  inboundMessages: 0,
  outboundMessages: 0,
  channels: { sms: { inbound: 0, outbound: 0 }, email: { inbound: 0, outbound: 0 } },
  completion: {
    totalRequired: 0,
    totalCompleted: 0,
    bySource: { agent: null, imported: 0, manual: null, portal: null },
  },
  interventions: {
    documentOverrides: null,
    escalations: null,
    manualUpdates: 0,
    messageEdits: null,
    messageRejects: null,
  },
}

type Counts = { readonly [name: string]: number | null | Counts }

/** Adds the counts of a lead to others, member by member. */
export function addCounts(sum: AnalyticsCounts, more: AnalyticsCounts): AnalyticsCounts {
  return added(sum as Counts, more as Counts) as AnalyticsCounts
}

function added(sum: Counts, more: Counts): Counts {
  const entries = Object.entries(sum).map(([name, value]): [string, Counts[string]] => {
    const other = more[name] ?? null
    if (value === null || other === null) return [name, value]
    if (typeof value === 'number') return [name, value + Number(other)]
    return [name, typeof other === 'number' ? value : added(value, other)]
  })
  return Object.fromEntries(entries)
}
