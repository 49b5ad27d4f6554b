import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import type { LeadsInput } from './owed.ts'

/** A timeline entry of a lead that is owed its enrichment, with what the jobs need of the lead. */
export interface Entry
  extends Pick<
    LeadRow,
    | 'id'
    | 'external_lead_id'
    | 'is_test'
    | 'phone_raw'
    | 'phone_e164'
    | 'timezone'
    | 'timezone_source'
    | 'timezone_confidence'
    | 'timezone_inference'
  > {
  generation: number
  log_id: string
  /** Of the last call that wrote the lead; the others are of earlier calls that still wait. */
  is_newest: boolean
  headline: string | null
  input: unknown
  /** Whether its zone and its matches are still to be found. */
  is_zoneless: boolean
  is_unmatched: boolean
  /** Whether it has recorded matches, or another lead has its phone or e-mail. */
  may_match: boolean
}

// With a limit or an offset Postgres looks each up by its index; anything else it may turn into one reading of a whole table.
const other = (column: 'phone_e164' | 'email_key') => sql`
  (select true from leads o where o.workspace_id = l.workspace_id and o.${sql.ref(column)} = l.${sql.ref(column)}
     and o.deleted_at is null and not o.is_test and o.id <> l.id limit 1)`

/** Entries of these leads, as far as they are owed their enrichment, in the order of the leads' ids. */
export async function readEntries(db: Db, { workspaceId, leadIds }: LeadsInput): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select l.id, l.external_lead_id, l.is_test, l.phone_raw, l.phone_e164, l.timezone, l.timezone_source, l.timezone_confidence,
      l.timezone_inference, o.generation, log.id as log_id, log.id = o.action_log_id as is_newest, log.summary as headline, log.input,
      o.timezone_done_at is null as is_zoneless, o.matching_done_at is null as is_unmatched,
      coalesce((select true from lead_matches m where m.workspace_id = l.workspace_id and m.lead_id = l.id limit 1),
        case when l.deleted_at is null and not l.is_test then coalesce(${other('phone_e164')}, ${other('email_key')}) end, false) as may_match
    from owed_enrichments o
    cross join lateral (select * from leads where workspace_id = o.workspace_id and id = o.lead_id offset 0) l
    cross join lateral (
      select id, summary, input from action_logs
      where workspace_id = o.workspace_id and lead_id = o.lead_id and id = any(o.action_log_id || o.earlier_log_ids) offset 0
    ) log
    where o.workspace_id = ${workspaceId} and o.lead_id = any(${leadIds}::uuid[])
    order by o.lead_id
    ${prepared('read-entries')}`.execute(db)
  return rows
}
