import type { LeadStatus } from '@intake/contracts/lead-answer'
import type { TouchedValue } from '../checklist/apply-items.ts'
import { leadChecklist, leadChecklistItemIds } from '../checklist/lead-checklist.ts'
import { leadStatus, settled } from '../checklist/lead-status.ts'
import { presentLeadFields, presentMatch } from '../lead/present-lead.ts'
import type { ReadLead } from '../lead/read-leads.ts'
import type { NewLead } from './new-lead.ts'
import { templateText } from './template-text.ts'

type Touched = ReadonlyMap<string, TouchedValue>

/** A new lead as its answer shows it. */
export interface Shown {
  newLead: NewLead
  /** Its tags as the workspace spells them. */
  tags: string[]
  /** Newest first. */
  matches: readonly ReadLead[]
}

/**
 * The answer to a create as JSON, made of what is just being written: nothing is read back. It is the text that `JSON.stringify` would make
 * of `presentLead`'s answer. Most of it is the checklist, the same for each lead of a workspace but for the items' ids and the few values
 * of the call, so that part's text is kept with the template.
 */
export function newLeadBody({ newLead, tags, matches }: Shown): string {
  const { row, template, form, result } = newLead
  if (form === 'minimal') return minimalBody(row.id, result)
  const { opening: first, items, itemIds, alwaysRequired } = templateText(template)
  const touched: Touched = new Map(newLead.values.map((value) => [value.item.id, value]))
  const status = statusOf(newLead, alwaysRequired, touched)
  const lead = presentLeadFields({ lead: row, tags, zone: null, activity: null })
  const idOf = leadChecklistItemIds(row.id)
  let json = `${opening(result)}"lead":${JSON.stringify(lead)},"status":"${status}","checklistItems":${first}`
  for (const [index, { untouched, tail }] of items.entries()) {
    const itemId = itemIds[index] as string
    const value = touched.get(itemId)
    json += idOf(itemId) + (value ? touchedJson(value) + tail : untouched)
  }
  const matching = matches.map((match) => presentMatch(row, match))
  return `${json},"documents":[],"actionLogs":[${logJson(newLead)}],"matchingLeads":${JSON.stringify(matching)},"lastAction":null,"nextFollowUp":null,"nextDraft":null}`
}

/** The body of the form `minimal`. */
export function minimalBody(leadId: string, result: NewLead['result']): string {
  return `${opening(result)}"lead":{"id":"${leadId}"}}`
}

function opening(result: NewLead['result']): string {
  return result === undefined ? '{"success":true,' : `{"success":true,"result":"${result}",`
}

function logJson({ actionLog, row }: NewLead): string {
  const time = row.created_at.toISOString()
  return `{"id":"${actionLog.id}","type":"API_ACTIVITY","status":"COMPLETED","summary":"Lead created","input":${actionLog.inputJson},"output":null,"error":null,"parentActionId":null,"scheduledAt":null,"createdAt":"${time}","completedAt":"${time}","tool":null,"messages":[],"documents":[]}`
}

function statusOf(
  { row, template }: NewLead,
  alwaysRequired: readonly string[],
  touched: Touched,
): LeadStatus {
  // As a rule something that always applies is still to be done, and no condition needs to be looked at.
  if (!row.opt_out_at)
    for (const id of alwaysRequired) if (!settled.has(touched.get(id)?.status ?? 'TODO')) return 'IN_PROGRESS'
  return leadStatus(row, leadChecklist(row.id, template, [], row.checklist))
}

/** An item's JSON from the end of its id to its description. */
function touchedJson({ item, value, status, validationError }: TouchedValue): string {
  const stored = value == null ? 'null' : JSON.stringify(value)
  const error = validationError === null ? 'null' : JSON.stringify(validationError)
  return `","checklistItemId":"${item.id}","value":${stored},"status":"${status}","itemOverride":null,"alternateValues":null,"validationError":${error}`
}
