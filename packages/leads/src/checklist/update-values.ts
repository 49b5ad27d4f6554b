import type { UpdateChecklistItemInput } from '@intake/contracts/update-lead'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { applyItems, type TouchedValue } from './apply-items.ts'
import { leadChecklist, type StoredValue } from './lead-checklist.ts'
import { requiredItems, settled } from './lead-status.ts'
import { readChecklistValues, readOneOffItems } from './read-checklist.ts'

export interface ChecklistUpdate {
  items: readonly UpdateChecklistItemInput[]
  /** Skip what is required and not done; the skips can be undone. */
  complete: boolean
  /** Give items that completing the lead skipped their status back. */
  reopen: boolean
  at: Date
}

interface ValueToWrite extends StoredValue {
  skippedFrom: 'TODO' | 'INVALID' | null
}

/**
 * Writes the checklist part of an update, on a locked lead: reopens, applies the given items (those of the lead alone
 * included), completes. Answers what the items were settled to. Throws `invalid_request` for unknown and repeated codes.
 */
export async function updateValues(
  trx: Db,
  lead: LeadRow,
  workspace: WorkspaceConfiguration,
  { items, complete, reopen, at }: ChecklistUpdate,
): Promise<TouchedValue[]> {
  if (reopen) await undoSkips(trx, lead, at)
  const oneOffItems = await readOneOffItems(trx, workspace.id, [lead.id])
  const stored = (await readChecklistValues(trx, workspace.id, [lead.id])).get(lead.id) ?? new Map()
  const itemByCode = new Map([
    ...workspace.template.itemByCode,
    ...oneOffItems.map((item) => [item.code, item] as const),
  ])
  const settledItems = applyItems(items, itemByCode, {
    defaultRegion: workspace.defaultRegion,
    today: () => at.toISOString().slice(0, 10),
  })
  const touched: TouchedValue[] = []
  const values = new Map<string, StoredValue>(stored)
  const writes = new Map<string, ValueToWrite>()
  for (const [index, settledItem] of settledItems.entries()) {
    const before = values.get(settledItem.item.id)
    const value = merge(settledItem, items[index], before)
    values.set(settledItem.item.id, value)
    writes.set(settledItem.item.id, { ...value, skippedFrom: null })
    touched.push({ ...settledItem, value: value.value, status: value.status })
  }
  if (complete)
    for (const { id, status } of requiredItems(
      leadChecklist(lead.id, workspace.template, oneOffItems, values),
    ))
      if (!settled.has(status)) {
        const value = values.get(id) ?? emptyValue
        const skippedFrom = status === 'INVALID' ? 'INVALID' : 'TODO'
        writes.set(id, { ...value, status: 'SKIPPED', skippedFrom })
      }
  await writeValues(trx, lead, writes, at)
  return touched
}

const emptyValue: StoredValue = {
  value: null,
  status: 'TODO',
  item_override: null,
  alternate_values: null,
  validation_error: null,
}

/** What is stored for an item after a call: members that the call doesn't give stay. */
function merge(
  settledItem: TouchedValue,
  input: UpdateChecklistItemInput | undefined,
  before: StoredValue = emptyValue,
): StoredValue {
  const untouched = input?.value === undefined && input?.status === undefined
  return {
    value: settledItem.value === undefined ? before.value : settledItem.value,
    status: untouched ? before.status : settledItem.status,
    validation_error: untouched ? before.validation_error : settledItem.validationError,
    item_override: input?.itemOverride === undefined ? before.item_override : input.itemOverride,
    alternate_values: input?.alternateValues === undefined ? before.alternate_values : input.alternateValues,
  }
}

async function undoSkips(trx: Db, lead: LeadRow, at: Date): Promise<void> {
  await sql`
    update lead_checklist_values set status = skipped_from, skipped_from = null, updated_at = ${at}
    where workspace_id = ${lead.workspace_id} and lead_id = ${lead.id} and skipped_from is not null`.execute(
    trx,
  )
}

async function writeValues(
  trx: Db,
  lead: LeadRow,
  writes: ReadonlyMap<string, ValueToWrite>,
  at: Date,
): Promise<void> {
  if (writes.size === 0) return
  const rows = [...writes].map(([item_id, { skippedFrom, ...value }]) => ({
    item_id,
    ...value,
    skipped_from: skippedFrom,
  }))
  await sql`
    insert into lead_checklist_values (workspace_id, lead_id, checklist_item_id, value, status, item_override,
      alternate_values, validation_error, skipped_from, updated_at)
    select ${lead.workspace_id}::uuid, ${lead.id}::uuid, v.item_id, nullif(v.value, 'null'::jsonb), v.status,
      nullif(v.item_override, 'null'::jsonb), nullif(v.alternate_values, 'null'::jsonb), v.validation_error,
      v.skipped_from, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v (item_id uuid, value jsonb, status text,
      item_override jsonb, alternate_values jsonb, validation_error text, skipped_from text)
    on conflict (workspace_id, lead_id, checklist_item_id) do update set value = excluded.value,
      status = excluded.status, item_override = excluded.item_override, alternate_values = excluded.alternate_values,
      validation_error = excluded.validation_error, skipped_from = excluded.skipped_from, updated_at = excluded.updated_at`.execute(
    trx,
  )
}
