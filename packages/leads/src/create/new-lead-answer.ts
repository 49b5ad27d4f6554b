import type { LeadStatus, LeadWarning } from '@intake/contracts/lead-answer'
import type { Suppressed } from '@intake/contracts/opt-out-channels'
import type { TouchedValue } from '../checklist/apply-items.ts'
import { leadChecklist, leadChecklistItemIds } from '../checklist/lead-checklist.ts'
import { leadStatus, settled } from '../checklist/lead-status.ts'
import type { ChecklistTemplate } from '../checklist/template.ts'
import type { StoredState } from '../consent/consents.ts'
import { cutList } from '../lead/cut-list.ts'
import { presentChecklistItem, presentLeadFields, presentMatch } from '../lead/present-lead.ts'
import type { ReadLead } from '../lead/read-leads.ts'
import { optOutOf, shownRow } from '../suppression/opt-out.ts'
import type { Oddity } from '../warnings/lead-warnings.ts'
import type { Showing } from '../workspace/sight.ts'
import type { NewLead } from './new-lead.ts'

type Touched = ReadonlyMap<string, TouchedValue>

/** A new lead as its answer shows it. */
export interface Shown {
  newLead: NewLead
  /** Its tags as the workspace spells them. */
  tags: string[]
  /** What holds for its number and address. */
  suppressed: Suppressed | null
  /** What was said of consents. */
  consent: StoredState
  /** Newest first. A short form shows none of them. */
  matches: readonly ReadLead[]
  /** How many match. */
  matched: number
}

/**
 * The answer to a create as JSON, made of what is just being written: nothing is read back. It is the text that `JSON.stringify` would make
 * of `presentLead`'s answer. Most of it is the checklist, the same for each lead of a workspace but for the items' ids and the few values
 * of the call, so that part's text is kept with the template.
 */
export function newLeadBody({ newLead, tags, suppressed, consent, matches, matched }: Shown): string {
  const { row, template, form, result } = newLead
  const warnings = warningsJson(newLead.oddities)
  if (form === 'submitted') return submittedBody(newLead.submission?.id)
  if (form !== 'full') return shortBody(row.id, newLead, matched, warnings)
  const { opening: first, items, itemIds, alwaysRequired } = templateText(template)
  const touched: Touched = new Map(newLead.values.map((value) => [value.item.id, value]))
  const shown = shownRow(row, suppressed)
  const status = statusOf(shown, template, alwaysRequired, touched)
  const lead = presentLeadFields({ lead: row, tags, zone: null, activity: null, consent, suppressed })
  const idOf = leadChecklistItemIds(row.id)
  let json = `${opening(result)}"lead":${JSON.stringify(lead)},"status":"${status}","suppressed":${JSON.stringify(optOutOf({ lead: row, suppressed }))},"checklistItems":${first}`
  for (const [index, { untouched, tail }] of items.entries()) {
    const itemId = itemIds[index] as string
    const value = touched.get(itemId)
    json += idOf(itemId) + (value ? touchedJson(value) + tail : untouched)
  }
  const all = matches.map((match) => presentMatch(row, match))
  const matching = all.length > 0 ? cutList('matchingLeads', all) : all
  const cut = matching.length < all.length ? ',"truncated":["matchingLeads"]' : ''
  return `${json},"documents":[],"actionLogs":[${logJson(newLead)}],"matchingLeads":${JSON.stringify(matching)},"lastAction":null,"nextFollowUp":null,"nextDraft":null,"warnings":${warnings}${cut}}`
}

/** The body of the short forms, as `inForm` makes it of a whole answer. */
export function shortBody(
  leadId: string,
  { form, result }: Showing,
  matched: number,
  warnings: string,
): string {
  return `${opening(result)}${form === 'blind' ? `"matches":${matched},` : ''}"warnings":${warnings},"lead":{"id":"${leadId}"}}`
}

/** The answer to who may only submit. */
export function submittedBody(submissionId: string | undefined): string {
  return JSON.stringify({ success: true, submissionId })
}

/** What an answer says of oddities, as JSON. */
export function warningsJson(oddities: readonly Oddity[]): string {
  return oddities.length === 0 ? '[]' : JSON.stringify(warningsOf(oddities))
}

const none: LeadWarning[] = []

export function warningsOf(oddities: readonly Oddity[]): LeadWarning[] {
  return oddities.length === 0 ? none : oddities.flatMap(({ warning }) => warning ?? [])
}

function opening(result: NewLead['result']): string {
  return result === undefined ? '{"success":true,' : `{"success":true,"result":"${result}",`
}

function logJson({ actionLog, row }: NewLead): string {
  const time = row.created_at.toISOString()
  return `{"id":"${actionLog.id}","type":"API_ACTIVITY","status":"COMPLETED","summary":"Lead created","input":${actionLog.inputJson},"output":null,"error":null,"parentActionId":null,"scheduledAt":null,"createdAt":"${time}","completedAt":"${time}","tool":null,"messages":[],"documents":[]}`
}

function statusOf(
  row: NewLead['row'],
  template: ChecklistTemplate,
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

/** The JSON of a new lead's checklist, but for the ids of its items and for what is stored for them. */
interface TemplateText {
  /** Up to the first item's id. */
  opening: string
  items: ItemText[]
  /** Of the template's items, in their order. */
  itemIds: readonly string[]
  /** Ids of the items that every lead has to have done. */
  alwaysRequired: readonly string[]
}

/** From the end of an item's id to the next one's, or to the end of the checklist. */
interface ItemText {
  /** As long as nothing is stored for it. */
  untouched: string
  /** From its own description on. */
  tail: string
}

const itemHead = '{"id":"'
const tailHead = ',"checklistItem":'
const texts = new WeakMap<ChecklistTemplate, TemplateText>()

function templateText(template: ChecklistTemplate): TemplateText {
  const known = texts.get(template)
  if (known) return known
  const text: TemplateText = {
    ...checklistText(template),
    itemIds: template.groups.flatMap(({ items }) => items.map(({ id }) => id)),
    alwaysRequired: template.groups.flatMap(({ group, items }) =>
      group.conditions === null
        ? items.filter((item) => item.is_required && item.conditions === null).map(({ id }) => id)
        : [],
    ),
  }
  texts.set(template, text)
  return text
}

function checklistText(template: ChecklistTemplate): Pick<TemplateText, 'opening' | 'items'> {
  const items: ItemText[] = []
  let opening = '['
  // What stands between two ids belongs to the item before.
  const add = (json: string) => {
    const last = items.at(-1)
    if (!last) opening += json
    else {
      last.untouched += json
      last.tail += json
    }
  }
  for (const [index, { group, items: ofGroup }] of template.groups.entries()) {
    const { id, name, conditions } = group
    add(`${index > 0 ? ',' : ''}${JSON.stringify({ id, name, conditions }).slice(0, -1)},"items":[`)
    for (const [place, item] of ofGroup.entries()) {
      add(`${place > 0 ? ',' : ''}${itemHead}`)
      const untouched = JSON.stringify(presentChecklistItem('', item, undefined)).slice(itemHead.length)
      items.push({ untouched, tail: untouched.slice(untouched.indexOf(tailHead)) })
    }
    add(']}')
  }
  add(']')
  return { opening, items }
}
