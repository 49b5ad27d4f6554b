import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import type { ChecklistItemRow, LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import type { StoredValue } from '../checklist/lead-checklist.ts'
import type { LeadsInput } from './owed.ts'

interface EntryRow
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
  /** What the call set, by the entry's own record of it: names of the lead's fields, null where there are none, and numbers of others. */
  fields_set: string[] | null
  tags_set: number
  items_set: number
  /** Whether its zone and its matches are still to be found. */
  is_zoneless: boolean
  is_unmatched: boolean
  /** Whether it has recorded matches. */
  is_matched: boolean
  /** Whether another lead has its phone or e-mail. */
  has_twin: boolean
}

export type OneOffItem = Pick<ChecklistItemRow, 'id' | 'code' | 'label' | 'is_required' | 'conditions'>
export type ItemValue = Pick<StoredValue, 'status' | 'value'>

/** A timeline entry of a lead that is owed its enrichment, with what the jobs need of the lead. */
export interface Entry extends EntryRow {
  /** By item id, as far as an item has one. */
  values: ReadonlyMap<string, ItemValue>
  oneOffItems: readonly OneOffItem[]
}

interface Row {
  entries: EntryRow[] | null
  values: [leadId: string, itemId: string, status: ItemValue['status'], value: unknown][] | null
  items: (OneOffItem & { lead_id: string })[] | null
}

// With a limit or an offset Postgres looks each up by its index; anything else it may turn into one reading of a whole table.
const other = (column: 'phone_e164' | 'email_key') => sql`
  (select true from leads o where o.workspace_id = l.workspace_id and o.${sql.ref(column)} = l.${sql.ref(column)}
     and o.deleted_at is null and not o.is_test and o.id <> l.id limit 1)`

/**
 * Entries of these leads, as far as they are owed their enrichment, in the order of the leads' ids. One statement with an answer in JSON: a
 * hundred leads in rows and columns take the client ten times as long to read.
 */
export async function readEntries(db: Db, { workspaceId, leadIds }: LeadsInput): Promise<Entry[]> {
  const { rows } = await sql<Row>`
    with asked as materialized (select ${workspaceId}::uuid as workspace_id, ${leadIds}::uuid[] as ids), entries as materialized (
      select l.id, l.external_lead_id, l.is_test, l.phone_raw, l.phone_e164, l.timezone, l.timezone_source, l.timezone_confidence,
        l.timezone_inference, o.generation, log.id as log_id, log.id = o.action_log_id as is_newest, log.summary as headline,
        (select json_agg(field) from (
           select jsonb_object_keys(log.input -> 'lead') as field where jsonb_typeof(log.input -> 'lead') = 'object') f) as fields_set,
        case when jsonb_typeof(log.input -> 'tags') = 'array' then jsonb_array_length(log.input -> 'tags') else 0 end as tags_set,
        case when jsonb_typeof(log.input -> 'checklistItems') = 'array' then jsonb_array_length(log.input -> 'checklistItems') else 0 end
          as items_set,
        o.timezone_done_at is null as is_zoneless, o.matching_done_at is null as is_unmatched,
        (select true from lead_matches m where m.workspace_id = l.workspace_id and m.lead_id = l.id limit 1) is not null as is_matched,
        l.deleted_at is null and not l.is_test and coalesce(${other('phone_e164')}, ${other('email_key')}) is not null as has_twin
      from owed_enrichments o
      cross join lateral (select * from leads where workspace_id = o.workspace_id and id = o.lead_id offset 0) l
      cross join lateral (
        select id, summary, input from action_logs
        where workspace_id = o.workspace_id and lead_id = o.lead_id and id = any(o.action_log_id || o.earlier_log_ids) offset 0
      ) log
      where o.workspace_id = (select workspace_id from asked) and o.lead_id = any((select ids from asked)::uuid[])
    )
    select (select json_agg(e order by e.id) from entries e) as entries,
      (select json_agg(json_build_array(lead_id, checklist_item_id, status, value)) from lead_checklist_values
       where workspace_id = (select workspace_id from asked) and lead_id = any((select ids from asked)::uuid[])) as values,
      (select json_agg(json_build_object('lead_id', lead_id, 'id', id, 'code', code, 'label', label, 'is_required', is_required,
         'conditions', conditions) order by position)
       from checklist_items
       where workspace_id = (select workspace_id from asked) and lead_id = any((select ids from asked)::uuid[]) and retired_at is null) as items
    ${prepared('read-entries')}`.execute(db)
  const [row] = rows
  if (!row?.entries) return []
  const values = new Map<string, Map<string, ItemValue>>()
  for (const [leadId, itemId, status, value] of row.values ?? []) {
    const ofLead = values.get(leadId) ?? new Map<string, ItemValue>()
    values.set(leadId, ofLead.set(itemId, { status, value }))
  }
  const items = new Map<string, OneOffItem[]>()
  for (const item of row.items ?? []) {
    const ofLead = items.get(item.lead_id)
    if (ofLead) ofLead.push(item)
    else items.set(item.lead_id, [item])
  }
  return row.entries.map((entry) =>
    Object.assign(entry, {
      values: values.get(entry.id) ?? new Map<string, ItemValue>(),
      oneOffItems: items.get(entry.id) ?? [],
    }),
  )
}
