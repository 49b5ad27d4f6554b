import { planName } from '@intake/database/prepared'
import type { Queryable } from '@intake/database/queryable'
import type { LeadRow } from '@intake/database/tables'
import type { NewLead } from './new-lead.ts'
import type { TaggedLead } from './read-leads.ts'

/** Ids of the leads that leads of a batch match, newest first, by their index in it; leads without any are left out. */
export type MatchIds = ReadonlyMap<number, string[]>

/** The same with the leads themselves. */
export type Matches = ReadonlyMap<number, readonly TaggedLead[]>

// Each is looked up by itself: a join may read all leads instead. As JSON, for the statement is kept prepared, and its columns must not
// change with the table's.
const text = `
select to_json(l) as lead, (
    select coalesce(json_agg((
      select t.name from tags t where t.workspace_id = g.workspace_id and t.id = g.tag_id) order by g.position), '[]')
    from lead_tags g where g.workspace_id = l.workspace_id and g.lead_id = l.id) as tags
  from unnest($1::uuid[], $2::uuid[]) as wanted (workspace_id, id) cross join lateral (
    select * from leads l where l.workspace_id = wanted.workspace_id and l.id = wanted.id limit 1) l`

/** The leads behind the ids, as `readLeads` would answer them; no round trip where there are none. */
export async function readMatches(
  client: Queryable,
  batch: readonly NewLead[],
  matchIds: MatchIds,
): Promise<Matches> {
  if (matchIds.size === 0) return new Map()
  const workspaceOf = new Map<string, string>()
  for (const [ord, ids] of matchIds)
    for (const id of ids) workspaceOf.set(id, batch[ord]?.fields.workspace_id ?? '')
  const { rows } = await client.query<{ lead: LeadJson; tags: string[] }>({
    name: planName('read-matches'),
    text,
    values: [[...workspaceOf.values()], [...workspaceOf.keys()]],
  })
  const byId = new Map(rows.map(({ lead, tags }) => [lead.id, { lead: readRow(lead), tags }]))
  return new Map([...matchIds].map(([ord, ids]) => [ord, ids.flatMap((id) => byId.get(id) ?? [])]))
}

type LeadJson = {
  [Column in keyof LeadRow]: LeadRow[Column] extends Date | null
    ? string | Exclude<LeadRow[Column], Date>
    : LeadRow[Column]
}

const times = [
  'phone_verified_at',
  'submitted_at',
  'enriched_at',
  'deleted_at',
  'opt_out_at',
  'email_verified_at',
  'created_at',
  'updated_at',
] as const

function readRow(json: LeadJson): LeadRow {
  const read: Partial<Record<(typeof times)[number], Date | null>> = {}
  for (const column of times) {
    const time = json[column]
    read[column] = time === null ? null : new Date(time)
  }
  return { ...json, ...read } as LeadRow
}
