import type { LeadStatus } from '@intake/contracts/lead-answer'
import type { TouchedValue } from '../checklist/apply-items.ts'
import { leadChecklist, leadChecklistItemIds } from '../checklist/lead-checklist.ts'
import { leadStatus, settled } from '../checklist/lead-status.ts'
import { storedValues } from '../checklist/stored-values.ts'
import { presentLeadFields, presentMatch } from '../lead/present-lead.ts'
import type { CreatedAnswer } from './created-answer.ts'
import type { WrittenLead } from './new-lead.ts'
import type { PreparedLead } from './prepare-lead.ts'
import { type ChecklistText, type TemplateText, templateText } from './template-text.ts'

type Touched = ReadonlyMap<string, TouchedValue>

/**
 * The standard answer of a create as JSON, made of what was just written: nothing is read back. It is the text that
 * `JSON.stringify` would make of `presentLead`'s answer. Most of it is the checklist, the same for each lead of a workspace but for
 * the items' ids and the few values of the call, so that part's text is kept with the template.
 */
export class NewLeadAnswer implements CreatedAnswer {
  readonly leadId: string
  readonly #prepared: PreparedLead
  readonly #written: WrittenLead
  /** Made when they are first asked for: not every answer is more than the id. */
  #parts: Parts | undefined
  #form: 'whole' | 'framed' = 'whole'

  constructor(prepared: PreparedLead, written: WrittenLead) {
    this.leadId = written.lead.id
    this.#prepared = prepared
    this.#written = written
  }

  toJson(opening: string): string {
    this.#parts ??= makeParts(this.#prepared, this.#written)
    return answerJson(opening, this.#parts, this.#parts.text[this.#form])
  }

  /** The same with places for the pieces of the template's frame. */
  framed(): CreatedAnswer {
    const framed = new NewLeadAnswer(this.#prepared, this.#written)
    framed.#parts = this.#parts
    framed.#form = 'framed'
    return framed
  }
}

/** What the two forms of an answer share. */
interface Parts {
  text: TemplateText
  itemIds: string[]
  touched: Touched
  beforeChecklist: string
  afterChecklist: string
}

function makeParts(prepared: PreparedLead, written: WrittenLead): Parts {
  const { lead, matches } = written
  const text = templateText(prepared.template)
  const touched = touchedById(prepared.values)
  const status = statusOf(prepared, written, text.alwaysRequired, touched)
  const matching = matches.map((match) => presentMatch(lead, match))
  return {
    text,
    itemIds: text.itemIds.map(leadChecklistItemIds(lead.id)),
    touched,
    beforeChecklist: `"lead":${JSON.stringify(presentLeadFields(written))},"status":"${status}","checklistItems":`,
    afterChecklist: `,"documents":[],"actionLogs":[${logJson(prepared, lead.created_at)}],"matchingLeads":${JSON.stringify(matching)},"lastAction":null,"nextFollowUp":null,"nextDraft":null}`,
  }
}

function answerJson(opening: string, parts: Parts, checklist: ChecklistText): string {
  const { itemIds, touched, text } = parts
  let json = opening + parts.beforeChecklist + checklist.opening
  for (const [index, { untouched, tail }] of checklist.items.entries()) {
    const value = touched.get(text.itemIds[index] as string)
    json += itemIds[index] + (value ? touchedJson(value) + tail : untouched)
  }
  return json + parts.afterChecklist
}

function touchedById(values: readonly TouchedValue[]): Touched {
  const touched = new Map<string, TouchedValue>()
  for (const value of values) touched.set(value.item.id, value)
  return touched
}

function logJson({ actionLog }: PreparedLead, at: Date): string {
  const time = at.toISOString()
  return `{"id":"${actionLog.id}","type":"API_ACTIVITY","status":"COMPLETED","summary":"Lead created","input":${actionLog.inputJson},"output":null,"error":null,"parentActionId":null,"scheduledAt":null,"createdAt":"${time}","completedAt":"${time}","tool":null,"messages":[],"documents":[]}`
}

function statusOf(
  { template, values }: PreparedLead,
  { lead }: WrittenLead,
  alwaysRequired: readonly string[],
  touched: Touched,
): LeadStatus {
  // As a rule something that always applies is still to be done, and no condition needs to be looked at.
  if (!lead.opt_out_at)
    for (const id of alwaysRequired) if (!settled.has(touched.get(id)?.status ?? 'TODO')) return 'IN_PROGRESS'
  return leadStatus(lead, leadChecklist(lead.id, template, [], storedValues(values)))
}

/** An item's JSON from the end of its id to its description. */
function touchedJson({ item, value, status, validationError }: TouchedValue): string {
  const stored = value == null ? 'null' : JSON.stringify(value)
  const error = validationError === null ? 'null' : JSON.stringify(validationError)
  return `","checklistItemId":"${item.id}","value":${stored},"status":"${status}","itemOverride":null,"alternateValues":null,"validationError":${error}`
}
