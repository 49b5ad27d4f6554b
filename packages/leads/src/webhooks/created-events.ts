import { leadChecklist } from '../checklist/lead-checklist.ts'
import { isComplete } from '../checklist/lead-status.ts'
import type { NewLead } from '../create/new-lead.ts'
import { leadCompleted, leadCreated } from './events.ts'
import { isSubscribed, toEventRows } from './new-deliveries.ts'

/** The events of a dated lead that is about to be written: created, and completed where the call itself settles all that is required. */
export function createdEvents({ row, template, webhooks }: NewLead, at: Date) {
  if (webhooks.length === 0 || row.is_test) return []
  const checklist = isSubscribed(webhooks, 'lead.completed')
    ? leadChecklist(row.id, template, [], row.checklist)
    : null
  const completed = checklist && isComplete(row, checklist) ? leadCompleted(row, checklist) : null
  return toEventRows(webhooks, [leadCreated(row), completed], at)
}
