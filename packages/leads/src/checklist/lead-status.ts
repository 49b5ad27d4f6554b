import type { ChecklistItemStatus, Condition } from '@intake/contracts/checklist'
import type { LeadStatus } from '@intake/contracts/lead-answer'
import type { ChecklistItemRow, LeadRow } from '@intake/database/tables'
import { applies, type ValuesByCode } from './condition.ts'
import type { LeadChecklist } from './lead-checklist.ts'

/** What a required item must have become before the lead is complete. */
export const settled: ReadonlySet<ChecklistItemStatus> = new Set(['COMPLETED', 'SKIPPED', 'NEEDS_REVIEW'])

/** A required item that applies to this lead. */
export interface RequiredItem {
  id: string
  label: string
  status: ChecklistItemStatus
}

type Requiring = LeadChecklist<Pick<ChecklistItemRow, 'id' | 'code' | 'label' | 'is_required' | 'conditions'>>

/** The required items that apply, given the values at hand, in the order of the checklist. */
export function requiredItems(checklist: Requiring): RequiredItem[] {
  const values = valuesOf(checklist)
  const isAsked = (condition: Condition | null) => applies(condition, values)
  const required: RequiredItem[] = []
  for (const { group, items } of checklist) {
    if (!isAsked(group.conditions)) continue
    for (const { item, stored } of items)
      if (item.is_required && isAsked(item.conditions))
        required.push({ id: item.id, label: item.label, status: stored?.status ?? 'TODO' })
  }
  return required
}

/** A map costs as much as some twenty searches: most checklists ask less often, and those of a long one that asks more add up. */
const mostSearches = 20

function valuesOf(checklist: Requiring): ValuesByCode {
  let searches = 0
  let byCode: Map<string | null, unknown> | undefined
  return {
    get(code) {
      if (byCode) return byCode.get(code)
      if (searches++ < mostSearches) return search(checklist, code)
      byCode = new Map(
        checklist.flatMap(({ items }) =>
          items.map(({ item, stored }) => [item.code, stored?.value] as const),
        ),
      )
      return byCode.get(code)
    },
  }
}

function search(checklist: Requiring, code: string): unknown {
  let value: unknown
  for (const { items } of checklist)
    for (const { item, stored } of items) if (item.code === code) value = stored?.value
  return value
}

/** Whether all required items are done; without any, whether the lead was set to completed. */
export function isComplete(lead: Pick<LeadRow, 'status_set'>, checklist: LeadChecklist): boolean {
  const required = requiredItems(checklist)
  if (required.length === 0) return lead.status_set === 'COMPLETED'
  return required.every((item) => settled.has(item.status))
}

/** OPTED_OUT before NOT_INTERESTED before what the required items say; without any, what was set, else IN_PROGRESS. */
export function leadStatus(
  lead: Pick<LeadRow, 'opt_out_at' | 'status_set'>,
  checklist: LeadChecklist,
): LeadStatus {
  if (lead.opt_out_at) return 'OPTED_OUT'
  if (lead.status_set === 'NOT_INTERESTED') return 'NOT_INTERESTED'
  const required = requiredItems(checklist)
  if (required.length === 0) return lead.status_set ?? 'IN_PROGRESS'
  if (!required.every((item) => settled.has(item.status))) return 'IN_PROGRESS'
  return required.some((item) => item.status === 'NEEDS_REVIEW') ? 'REVIEW' : 'COMPLETED'
}
