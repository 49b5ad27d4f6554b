import { leadChecklist } from '../checklist/lead-checklist.ts'
import { isComplete } from '../checklist/lead-status.ts'
import { storedValues } from '../checklist/stored-values.ts'
import { type NewLead, writtenRow } from '../create/new-lead.ts'
import { leadCompleted, leadCreated } from './events.ts'
import { isSubscribed, toEventRows } from './new-deliveries.ts'

/** The events of a lead that is about to be written: created, and completed where the call itself settles all that is required. */
export function createdEvents(newLead: NewLead, at: Date) {
  const { fields, webhooks } = newLead
  if (webhooks.length === 0 || fields.is_test) return []
  const lead = writtenRow(fields, at)
  const completed = isSubscribed(webhooks, 'lead.completed') ? completion(newLead, at) : null
  return toEventRows(webhooks, [leadCreated(lead), completed], at)
}

function completion({ fields, template, values }: NewLead, at: Date) {
  const lead = writtenRow(fields, at)
  const checklist = leadChecklist(fields.id, template, [], storedValues(values))
  if (!isComplete(lead, checklist)) return null
  const items = checklist.flatMap((group) =>
    group.items.flatMap(({ item, stored: value }) => (value ? [{ item, ...value, updatedAt: at }] : [])),
  )
  return leadCompleted(lead, items)
}
