import type { Condition } from '@intake/contracts/checklist'
import type { ChecklistItemRow, LeadChecklistValuesTable } from '@intake/database/tables'
import type { Selectable } from 'kysely'
import { deriveId, idsIn } from '../ids/derive-id.ts'
import type { ChecklistTemplate } from './template.ts'

export type StoredValue = Pick<
  Selectable<LeadChecklistValuesTable>,
  'value' | 'status' | 'item_override' | 'alternate_values' | 'validation_error'
>

/** One lead's whole checklist: every item, with what is stored for it where a call touched it. */
export type LeadChecklist<Item = ChecklistItemRow, Stored = StoredValue> = {
  group: { id: string; name: string; conditions: Condition | null }
  items: { item: Item; stored: Stored | undefined }[]
}[]

/** Merges the template, the lead's one-off items (as a last group) and its values by item id. */
export function leadChecklist<Item extends { id: string } = ChecklistItemRow, Stored = StoredValue>(
  leadId: string,
  template: ChecklistTemplate,
  oneOffItems: readonly Item[],
  values: ReadonlyMap<string, Stored>,
): LeadChecklist<ChecklistItemRow | Item, Stored> {
  const merge = (items: readonly (ChecklistItemRow | Item)[]) =>
    items.map((item) => ({ item, stored: values.get(item.id) }))
  const groups: LeadChecklist<ChecklistItemRow | Item, Stored> = template.groups.map(({ group, items }) => ({
    group,
    items: merge(items),
  }))
  if (oneOffItems.length > 0) {
    const group = { id: deriveId('one-off-items', leadId), name: 'Additional items', conditions: null }
    groups.push({ group, items: merge(oneOffItems) })
  }
  return groups
}

/** The public id of an item on a lead: derived, so that it is the same before and after the item is first touched. */
export function leadChecklistItemId(leadId: string, checklistItemId: string): string {
  return deriveId(checklistItemId, leadId)
}

/** {@link leadChecklistItemId} for the items of one lead, one after the other. */
export function leadChecklistItemIds(leadId: string): (checklistItemId: string) => string {
  return idsIn(leadId)
}
