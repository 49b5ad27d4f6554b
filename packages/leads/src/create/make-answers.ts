import type { ReadLead } from '../lead/read-leads.ts'
import { contactsOf } from '../matching/contact-keys.ts'
import { maxMatches } from '../matching/find-matches.ts'
import { matchedOn } from '../matching/matched-on.ts'
import { dateRow, type NewLead } from './new-lead.ts'
import { newLeadBody } from './new-lead-answer.ts'
import type { BatchTags } from './writer/batch-tags.ts'

/** The answer to one lead of a batch, made before it is written. */
export interface Answer {
  body: string
  matched: boolean
  /** What is stored under the lead's idempotency key, if it has one. */
  stored: string | undefined
}

/** Leads from before that those of a batch match, newest first, by their index in it; leads without any are left out. */
export type Matches = ReadonlyMap<number, readonly ReadLead[]>

export interface AnswerOptions {
  at: Date
  matches: Matches
  /** Indexes of the leads that are there; all of them as long as nothing is known. */
  written?: ReadonlySet<number> | undefined
}

/** Dates each lead and makes its answer: with the leads it matches from before, and earlier ones of the same batch. */
export function makeAnswers(
  batch: readonly NewLead[],
  tags: BatchTags,
  { at, matches, written }: AnswerOptions,
): Answer[] {
  const siblings = shareContacts(batch)
  const earlier: ReadLead[] = []
  return batch.map((newLead, ord) => {
    const lead = dateRow(newLead.row, at)
    const names = tags.names(ord)
    const ofBatch = siblings ? earlier.filter((other) => isSibling(other.lead, lead)).reverse() : []
    const matching = ofBatch.concat(matches.get(ord) ?? []).slice(0, maxMatches)
    if (siblings && (written?.has(ord) ?? true))
      earlier.push({ lead, tags: names, zone: null, activity: null })
    return makeAnswer(newLead, names, matching)
  })
}

export function makeAnswer(newLead: NewLead, tags: string[], matches: readonly ReadLead[]): Answer {
  const body = newLeadBody({ newLead, tags, matches })
  return { body, matched: matches.length > 0, stored: newLead.idempotency ? body : undefined }
}

/** Whether two leads of a batch have the same phone or e-mail. */
export function shareContacts(batch: readonly NewLead[]): boolean {
  const seen = new Set<string>()
  let contacts = 0
  for (const { row } of batch) {
    if (row.is_test) continue
    for (const contact of contactsOf(row)) {
      contacts += 1
      seen.add(`${row.workspace_id} ${contact}`)
    }
  }
  return seen.size < contacts
}

function isSibling(a: ReadLead['lead'], b: ReadLead['lead']): boolean {
  return a.workspace_id === b.workspace_id && !a.is_test && !b.is_test && matchedOn(a, b).length > 0
}
