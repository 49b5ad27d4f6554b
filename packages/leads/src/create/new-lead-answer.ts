import type { LeadStatus } from '@intake/contracts/lead-answer'
import type { TouchedValue } from '../checklist/apply-items.ts'
import { leadChecklist, leadChecklistItemIds } from '../checklist/lead-checklist.ts'
import { leadStatus, settled } from '../checklist/lead-status.ts'
import { presentLeadFields, presentMatch } from '../lead/present-lead.ts'
import type { ReadLead } from '../lead/read-leads.ts'
import type { NewLead } from './new-lead.ts'
import { type ChecklistText, type TemplateText, templateText } from './template-text.ts'

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
 * The answer to a create as JSON, made of what is just being written: nothing is read back. It is the text that `JSON.stringify` would make of
 * `presentLead`'s answer. Most of it is the checklist, the same for each lead of a workspace but for the items' ids and the few values of
 * the call, so that part's text is kept with the template.
 */
export class NewLeadAnswer {
  readonly #shown: Shown
  /** Made when they are first asked for: not every answer is more than the id. */
  #parts: Parts | undefined

  constructor(shown: Shown) {
    this.#shown = shown
  }

  /** The body. */
  body(): string {
    return this.#json('whole')
  }

  /** The same with places for the pieces of the template's frame. */
  framed(): string {
    return this.#json('framed')
  }

  #json(kind: 'whole' | 'framed'): string {
    const { newLead } = this.#shown
    if (newLead.form === 'minimal') return minimalBody(newLead.row.id, newLead.result)
    this.#parts ??= makeParts(this.#shown)
    return opening(newLead.result) + answerJson(this.#parts, this.#parts.text[kind])
  }
}

/** The body of the form `minimal`. */
export function minimalBody(leadId: string, result: NewLead['result']): string {
  return `${opening(result)}"lead":{"id":"${leadId}"}}`
}

function opening(result: NewLead['result']): string {
  return result === undefined ? '{"success":true,' : `{"success":true,"result":"${result}",`
}

/** What the two kinds of an answer share. */
interface Parts {
  text: TemplateText
  itemIds: string[]
  touched: Touched
  beforeChecklist: string
  afterChecklist: string
}

function makeParts({ newLead, tags, matches }: Shown): Parts {
  const { row } = newLead
  const text = templateText(newLead.template)
  const touched: Touched = new Map(newLead.values.map((value) => [value.item.id, value]))
  const status = statusOf(newLead, text.alwaysRequired, touched)
  const lead = presentLeadFields({ lead: row, tags, zone: null, activity: null })
  const matching = matches.map((match) => presentMatch(row, match))
  return {
    text,
    itemIds: text.itemIds.map(leadChecklistItemIds(row.id)),
    touched,
    beforeChecklist: `"lead":${JSON.stringify(lead)},"status":"${status}","checklistItems":`,
    afterChecklist: `,"documents":[],"actionLogs":[${logJson(newLead)}],"matchingLeads":${JSON.stringify(matching)},"lastAction":null,"nextFollowUp":null,"nextDraft":null}`,
  }
}

function answerJson(parts: Parts, checklist: ChecklistText): string {
  const { itemIds, touched, text } = parts
  let json = parts.beforeChecklist + checklist.opening
  for (const [index, { untouched, tail }] of checklist.items.entries()) {
    const value = touched.get(text.itemIds[index] as string)
    json += itemIds[index] + (value ? touchedJson(value) + tail : untouched)
  }
  return json + parts.afterChecklist
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
