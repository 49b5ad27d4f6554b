import type { ChecklistItemStatus } from '@intake/contracts/checklist'
import type { LeadStatus } from '@intake/contracts/lead-answer'
import type { LeadRow } from '@intake/database/tables'
import { applies } from './condition.ts'
import type { LeadChecklist } from './lead-checklist.ts'

/** What a required item must have become before the lead is complete. */
export const settled: ReadonlySet<ChecklistItemStatus> = new Set(['COMPLETED', 'SKIPPED', 'NEEDS_REVIEW'])

/** A required item that applies to this lead. */
export interface RequiredItem {
  id: string
  label: string
  status: ChecklistItemStatus
}

/** The required items that apply, given the values at hand, in the order of the checklist. */
export function requiredItems(checklist: LeadChecklist): RequiredItem[] {
  const values = new Map(
    checklist.flatMap(({ items }) => items.map(({ item, stored }) => [item.code, stored?.value] as const)),
  )
  return checklist
    .filter(({ group }) => applies(group.conditions, values))
    .flatMap(({ items }) => items)
    .filter(({ item }) => item.is_required && applies(item.conditions, values))
    .map(({ item, stored }) => ({ id: item.id, label: item.label, status: stored?.status ?? 'TODO' }))
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
