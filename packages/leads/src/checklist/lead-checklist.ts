import type { Condition } from '@intake/contracts/checklist'
import type { ChecklistItemRow, StoredValue, StoredValues } from '@intake/database/tables'
import { deriveId, idsIn } from '../ids/derive-id.ts'
import type { ChecklistTemplate } from './template.ts'

/** One lead's whole checklist: every item, with what is stored for it where a call touched it. */
export type LeadChecklist<Item = ChecklistItemRow> = {
  group: { id: string; name: string; conditions: Condition | null }
  items: { item: Item; stored: StoredValue | undefined }[]
}[]

/** Merges the template, the lead's one-off items (as a last group) and its stored values. */
export function leadChecklist<Item extends { id: string } = ChecklistItemRow>(
  leadId: string,
  template: ChecklistTemplate,
  oneOffItems: readonly Item[],
  values: StoredValues | null,
): LeadChecklist<ChecklistItemRow | Item> {
  const merge = (items: readonly (ChecklistItemRow | Item)[]) =>
    items.map((item) => ({ item, stored: values?.[item.id] }))
  const groups: LeadChecklist<ChecklistItemRow | Item> = template.groups.map(({ group, items }) => ({
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
