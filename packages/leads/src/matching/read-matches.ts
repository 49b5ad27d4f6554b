import { leadColumns } from '@intake/database/columns'
import { planName } from '@intake/database/prepared'
import type { Queryable } from '@intake/database/queryable'
import type { LeadRow } from '@intake/database/tables'
import type { NewLead } from '../create/new-lead.ts'
import type { TaggedLead } from '../lead/read-leads.ts'

/** Ids of the leads that leads of a batch match, newest first, by their index in it; leads without any are left out. */
export type MatchIds = ReadonlyMap<number, string[]>

/** The same with the leads themselves. */
export type Matches = ReadonlyMap<number, readonly TaggedLead[]>

// Each is looked up by itself: a join may read all leads instead.
const text = `
select ${leadColumns.map((column) => `l.${column}`).join(', ')}, (
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
  const { rows } = await client.query<LeadRow & { tags: string[] }>({
    name: planName('read-matches'),
    text,
    values: [[...workspaceOf.values()], [...workspaceOf.keys()]],
  })
  const byId = new Map(rows.map(({ tags, ...lead }) => [lead.id, { lead, tags }]))
  return new Map([...matchIds].map(([ord, ids]) => [ord, ids.flatMap((id) => byId.get(id) ?? [])]))
}
