import { AppError } from '@intake/contracts/app-error'
import type { Suppressed } from '@intake/contracts/opt-out-channels'
import { leadColumns } from '@intake/database/columns'
import type { Db } from '@intake/database/create-database'
import { runPrepared } from '@intake/database/prepared'
import type { LeadRow, LeadTimezoneRow } from '@intake/database/tables'
import { consentStateText, type StoredState } from '../consent/consents.ts'
import { readSuppressed } from '../suppression/read-suppressed.ts'
import { type ActivityFacts, factsText } from '../timeline/activity-facts.ts'
import type { Caller } from '../workspace/caller.ts'
import { sees } from '../workspace/sight.ts'
import type { LeadStore } from './lead-store.ts'

/** A lead as it is stored, with what its answers need besides its row. */
export interface StoredLead {
  lead: LeadRow
  /** Spelled as the workspace saw them first, in the lead's order. */
  tags: string[]
  /** What was inferred from its present phone; null before, and where that can't be read. */
  zone: InferredZone | null
  /** What the jobs found last; null until then. */
  activity: ActivityFacts | null
  /** What was said of consents. */
  consent: StoredState
  /** The lead that it was merged into; null for none. */
  merged_into?: string | null
}

/** The same with what holds for its number and address. */
export interface ReadLead extends StoredLead {
  suppressed: Suppressed | null
}

export type InferredZone = Pick<LeadTimezoneRow, 'zone' | 'confidence' | 'alternatives' | 'basis'>

/** SQL: the names of a lead `l`'s tags, in its order. */
const tagsText = `
  (select coalesce(json_agg(t.name order by g.place), '[]') from unnest(l.tag_ids) with ordinality g (id, place)
   join tags t on t.workspace_id = l.workspace_id and t.id = g.id)`

/** SQL: the zone of a lead `l`'s present phone as JSON, or null. */
export const zoneText = `
  (select json_build_object('zone', z.zone, 'confidence', z.confidence, 'alternatives', z.alternatives, 'basis', z.basis)
   from lead_timezones z
   where z.workspace_id = l.workspace_id and z.lead_id = l.id and z.phone_e164 = l.phone_e164)`

/** SQL: what the jobs found last for a lead `l` as JSON, or null. */
const activityText = `
  (select ${factsText} from activity_facts f
   join action_logs a on a.workspace_id = f.workspace_id and a.lead_id = f.lead_id and a.id = f.action_log_id
   where f.workspace_id = l.workspace_id and f.lead_id = l.id order by f.at desc limit 1)`

/** SQL: the lead that a lead `l` was merged into, or null. */
const mergedText = `case when l.deleted_at is not null then
  (select m.into_id from lead_merges m where m.workspace_id = l.workspace_id and m.lead_id = l.id) end`

// Each is looked up by itself: a join may read all leads instead.
const text = `
select ${leadColumns.map((column) => `l.${column}`).join(', ')}, ${tagsText} as tags, ${zoneText} as zone,
  ${activityText} as activity, ${consentStateText} as consent, ${mergedText} as merged_into
from unnest($1::uuid[], $2::uuid[]) with ordinality as wanted (workspace_id, id, place) cross join lateral (
  select * from leads l where l.workspace_id = wanted.workspace_id and l.id = wanted.id limit 1) l
order by wanted.place`

type Row = LeadRow & Omit<StoredLead, 'lead'>

/** Leads by id, deleted ones too; ids that don't exist are left out, the order is the ids'. */
export async function readLeads(
  store: LeadStore,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadLead[]> {
  return readLeadsOf(
    store,
    ids.map((id) => ({ workspaceId, id })),
  )
}

/** The same over several workspaces, each id with its own. */
export async function readLeadsOf(
  store: LeadStore,
  wanted: readonly { workspaceId: string; id: string }[],
): Promise<ReadLead[]> {
  const leads = await readStoredLeads(store.db, wanted)
  const suppressed = await readSuppressed(
    store,
    leads.map(({ lead }) => lead),
  )
  return leads.map((read, place) => ({ ...read, suppressed: suppressed[place] ?? null }))
}

/** The same for who neither shows leads nor contacts them. */
export async function readStoredLeads(
  db: Db,
  wanted: readonly { workspaceId: string; id: string }[],
): Promise<StoredLead[]> {
  if (wanted.length === 0) return []
  const workspaceIds = wanted.map(({ workspaceId }) => workspaceId)
  const ids = wanted.map(({ id }) => id)
  const rows = await runPrepared<Row>(db, 'read-leads', text, [workspaceIds, ids])
  return rows.map(({ tags, zone, activity, consent, merged_into, ...lead }) => ({
    lead,
    tags,
    zone,
    activity,
    consent,
    merged_into,
  }))
}

/** A lead that the caller may know of, deleted or not. Throws `not_found`. */
export async function readLead(store: LeadStore, caller: Caller, id: string): Promise<ReadLead> {
  const [read] = await readLeads(store, caller.workspaceId, [id])
  if (!read || !sees(caller, read.lead)) throw noSuchLead()
  return read
}

/** Throws what {@link readLead} throws, and reads no more than that takes. */
export async function requireLead(db: Db, caller: Caller, id: string): Promise<void> {
  if (!(await hasLead(db, caller, id))) throw noSuchLead()
}

/** Whether the workspace has this lead, deleted or not, and the caller may know of it. */
export async function hasLead(
  db: Db,
  caller: Pick<Caller, 'workspaceId' | 'isTest'>,
  id: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('leads')
    .select('is_test')
    .where('workspace_id', '=', caller.workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined && sees(caller, row)
}

/** One error for all that a caller may not know of. */
export function noSuchLead(): AppError {
  return new AppError('not_found', 'There is no such lead.')
}
