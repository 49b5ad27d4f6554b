import type { MatchField } from '@intake/contracts/lead'
import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { sql } from 'kysely'
import { newId } from '../ids/new-id.ts'
import { maxMatches } from '../lead/read-leads.ts'
import { dropStaleMatches } from '../matching/drop-stale-matches.ts'

interface Pair {
  lead_id: string
  matched_lead_id: string
  matched_on: MatchField[]
  /** Of the matched lead. */
  first_name: string
  last_name: string | null
}

/** How many leads a lead has recorded matches with, and for which reason. */
export interface MatchCounts {
  phone: number
  email: number
  total: number
}

/**
 * Records the newest 100 others with the same phone or e-mail as each of these leads: on both, and once on the timeline of each. Of leads
 * that have matches already (`matchedIds`) those go that no longer hold. In the caller's transaction; safe to repeat.
 */
export async function recordMatches(
  trx: Db,
  workspaceId: string,
  leadIds: readonly string[],
  matchedIds: readonly string[] = leadIds,
): Promise<void> {
  if (matchedIds.length > 0) await dropStaleMatches(trx, workspaceId, matchedIds)
  const recorded = await insertPairs(trx, workspaceId, leadIds)
  if (recorded.length > 0) await noteMatches(trx, workspaceId, recorded)
}

/** Of these leads, by id; those without are left out. */
export async function countMatches(
  db: Db,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, MatchCounts>> {
  if (leadIds.length === 0) return new Map()
  const { rows } = await sql<{ lead_id: string } & MatchCounts>`
    select lead_id, count(*)::int as total, (count(*) filter (where 'phone' = any(matched_on)))::int as phone,
      (count(*) filter (where 'email' = any(matched_on)))::int as email
    from lead_matches where workspace_id = ${workspaceId} and lead_id = any(${leadIds}::uuid[]) group by lead_id
    ${prepared('count-matches')}`.execute(db)
  return new Map(rows.map(({ lead_id, phone, email, total }) => [lead_id, { phone, email, total }]))
}

/**
 * Both directions of each new pair. Inserted in order, so that jobs which find the same pairs don't deadlock. The ids stand aside in `asked`:
 * where Postgres sees how few they are, it makes a plan anew for each job.
 */
async function insertPairs(trx: Db, workspaceId: string, leadIds: readonly string[]): Promise<Pair[]> {
  const limit = sql.lit(maxMatches)
  const { rows } = await sql<Pair>`
    with asked as materialized (select ${workspaceId}::uuid as workspace_id, ${leadIds}::uuid[] as ids), found as (
      select l.id as lead_id, other.id as matched_lead_id,
        array_remove(array[case when l.phone_e164 = other.phone_e164 then 'phone' end,
          case when l.email_key = other.email_key then 'email' end], null) as matched_on
      from leads l cross join lateral (
        (select o.id, o.phone_e164, o.email_key from leads o
         where o.workspace_id = l.workspace_id and o.phone_e164 = l.phone_e164
           and o.deleted_at is null and not o.is_test and o.id <> l.id order by o.id desc limit ${limit})
        union
        (select o.id, o.phone_e164, o.email_key from leads o
         where o.workspace_id = l.workspace_id and o.email_key = l.email_key
           and o.deleted_at is null and not o.is_test and o.id <> l.id order by o.id desc limit ${limit})
        order by id desc limit ${limit}
      ) other
      where l.workspace_id = (select workspace_id from asked) and l.id = any((select ids from asked)::uuid[])
        and l.deleted_at is null and not l.is_test
    ), recorded as (
      insert into lead_matches (workspace_id, lead_id, matched_lead_id, matched_on)
      select asked.workspace_id, lead_id, matched_lead_id, matched_on from asked cross join (
        select lead_id, matched_lead_id, matched_on from found
        union
        select matched_lead_id, lead_id, matched_on from found
      ) pairs
      order by lead_id, matched_lead_id
      on conflict do nothing
      returning lead_id, matched_lead_id, matched_on
    )
    select r.lead_id, r.matched_lead_id, array_to_json(r.matched_on) as matched_on, o.first_name, o.last_name
    from recorded r cross join lateral (
      select first_name, last_name from leads where workspace_id = (select workspace_id from asked) and id = r.matched_lead_id offset 0) o
    ${prepared('record-matches')}`.execute(trx)
  return rows
}

async function noteMatches(trx: Db, workspaceId: string, pairs: readonly Pair[]): Promise<void> {
  const notes = pairs.map((pair) => ({
    lead_id: pair.lead_id,
    id: newId(),
    summary: `Possible duplicate of ${[pair.first_name, pair.last_name].filter(Boolean).join(' ')}: same ${shared(pair.matched_on)}`,
    output: { matchingLeadId: pair.matched_lead_id, matchedOn: pair.matched_on },
  }))
  await sql`
    insert into action_logs (workspace_id, lead_id, id, type, status, summary, output, created_at, completed_at)
    select ${workspaceId}::uuid, n.lead_id, n.id, 'SYSTEM_NOTE', 'COMPLETED', n.summary, n.output, now(), now()
    from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as n (lead_id uuid, id uuid, summary text, output jsonb)
    ${prepared('note-matches')}`.execute(trx)
}

function shared(matchedOn: readonly MatchField[]): string {
  return matchedOn.map((field) => (field === 'phone' ? 'phone number' : 'e-mail address')).join(' and ')
}
