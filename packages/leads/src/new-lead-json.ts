import type { LeadStatus } from '@intake/contracts/lead-answer'
import type { ChecklistItemRow } from '@intake/database/tables'
import { type AnswerFrame, answerFrame, placeOf } from './answer-frame.ts'
import { leadChecklist, leadChecklistItemIds, type StoredValue } from './checklist/lead-checklist.ts'
import { leadStatus, settled } from './checklist/lead-status.ts'
import type { ChecklistTemplate } from './checklist/template.ts'
import type { WrittenLead } from './new-lead.ts'
import type { PreparedLead } from './prepare-lead.ts'
import { presentChecklistItem, presentLeadFields, presentMatch } from './present-lead.ts'

/**
 * The standard answer of a create as JSON, made of what was just written: nothing is read back. It is the text that
 * `JSON.stringify` would make of `presentLead`'s answer. Most of it is the checklist, the same for each lead of a workspace but for
 * the items' ids and the few values of the call, so that part's text is kept with the template. `opening` may hold members of
 * the object that go before these. `framed`: with places for the pieces of {@link frameOf}.
 */
export function newLeadJson(
  prepared: PreparedLead,
  written: WrittenLead,
  opening = '{',
  framed = false,
): string {
  const { lead, matches } = written
  const values = storedValues(prepared)
  const matching = matches.map((match) => presentMatch(lead, match))
  return `${opening}"lead":${JSON.stringify(presentLeadFields(written))},"status":"${statusOf(prepared, written, values)}",${
    // biome-ignore format: one line a member
    `"checklistItems":${checklistJson(lead.id, textOf(prepared.template)[framed ? 'framed' : 'whole'], values)},` +
    `"documents":[],` +
    `"actionLogs":[${logJson(prepared, lead.created_at)}],` +
    `"matchingLeads":${JSON.stringify(matching)},` +
    `"lastAction":null,"nextFollowUp":null,"nextDraft":null}`
  }`
}

function storedValues({ values }: PreparedLead): ReadonlyMap<string, StoredValue> {
  const stored = new Map<string, StoredValue>()
  for (const { item, value, status, validationError } of values)
    stored.set(item.id, {
      value: value ?? null,
      status,
      item_override: null,
      alternate_values: null,
      validation_error: validationError,
    })
  return stored
}

function logJson({ actionLog }: PreparedLead, at: Date): string {
  const time = at.toISOString()
  return JSON.stringify({
    id: actionLog.id,
    type: 'API_ACTIVITY',
    status: 'COMPLETED',
    summary: 'Lead created',
    input: actionLog.input,
    output: null,
    error: null,
    parentActionId: null,
    scheduledAt: null,
    createdAt: time,
    completedAt: time,
    tool: null,
    messages: [],
    documents: [],
  })
}

function statusOf(
  { template }: PreparedLead,
  { lead }: WrittenLead,
  values: ReadonlyMap<string, StoredValue>,
): LeadStatus {
  const isOpen = (id: string) => !settled.has(values.get(id)?.status ?? 'TODO')
  // As a rule something that always applies is still to be done, and no condition needs to be looked at.
  if (!lead.opt_out_at && textOf(template).alwaysRequired.some(isOpen)) return 'IN_PROGRESS'
  return leadStatus(lead, leadChecklist(lead.id, template, [], values))
}

interface TemplateText {
  whole: GroupText[]
  /** The same with places for the pieces of the frame. */
  framed: GroupText[]
  frame: AnswerFrame
  /** Ids of the items that every lead has to have done. */
  alwaysRequired: string[]
}

interface GroupText {
  head: string
  items: ItemText[]
}

interface ItemText {
  item: ChecklistItemRow
  /** From the end of its id on, as long as nothing is stored for it. */
  untouched: string
  /** From its own description on. */
  tail: string
}

const itemHead = '{"id":"'
const tailHead = ',"checklistItem":'
const texts = new WeakMap<ChecklistTemplate, TemplateText>()

/** What all answers of a template share. */
export function frameOf(template: ChecklistTemplate): AnswerFrame {
  return textOf(template).frame
}

function textOf(template: ChecklistTemplate): TemplateText {
  const known = texts.get(template)
  if (known) return known
  const whole = template.groups.map(({ group: { id, name, conditions }, items }) => ({
    head: `${JSON.stringify({ id, name, conditions }).slice(0, -1)},"items":[`,
    items: items.map(itemText),
  }))
  const pieces: string[] = []
  const place = (piece: string) => placeOf(pieces.push(piece) - 1)
  const framed = whole.map(({ head, items }) => ({
    head: place(head),
    items: items.map(({ item, untouched, tail }) => ({
      item,
      untouched: place(untouched),
      tail: place(tail),
    })),
  }))
  const text: TemplateText = {
    whole,
    framed,
    frame: answerFrame(pieces),
    alwaysRequired: template.groups.flatMap(({ group, items }) =>
      group.conditions === null
        ? items.filter((item) => item.is_required && item.conditions === null).map(({ id }) => id)
        : [],
    ),
  }
  texts.set(template, text)
  return text
}

function itemText(item: ChecklistItemRow): ItemText {
  const untouched = JSON.stringify(presentChecklistItem('', item, undefined)).slice(itemHead.length)
  return { item, untouched, tail: untouched.slice(untouched.indexOf(tailHead)) }
}

/** Like `untouched`, with what is stored. A new lead's items have neither overrides nor alternatives. */
function touchedJson({ item, tail }: ItemText, stored: StoredValue): string {
  const value = stored.value === null ? 'null' : JSON.stringify(stored.value)
  const error = stored.validation_error === null ? 'null' : JSON.stringify(stored.validation_error)
  return `","checklistItemId":"${item.id}","value":${value},"status":"${stored.status}","itemOverride":null,"alternateValues":null,"validationError":${error}${tail}`
}

function checklistJson(
  leadId: string,
  groups: readonly GroupText[],
  values: ReadonlyMap<string, StoredValue>,
): string {
  const itemIdOf = leadChecklistItemIds(leadId)
  let json = '['
  for (const { head, items } of groups) {
    json += json === '[' ? head : `,${head}`
    let separator = ''
    for (const text of items) {
      const stored = values.get(text.item.id)
      json += `${separator}${itemHead}${itemIdOf(text.item.id)}${stored ? touchedJson(text, stored) : text.untouched}`
      separator = ','
    }
    json += ']}'
  }
  return `${json}]`
}
