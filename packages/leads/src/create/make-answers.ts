import type { Db } from '@intake/database/create-database'
import { storeFrame } from '../idempotency/answer-frame.ts'
import type { StoredBody } from '../idempotency/stored-answer.ts'
import type { ReadLead } from '../lead/read-leads.ts'
import { contactsOf } from '../matching/contact-keys.ts'
import { maxMatches } from '../matching/find-matches.ts'
import { matchedOn } from '../matching/matched-on.ts'
import { dateRow, type NewLead } from './new-lead.ts'
import { NewLeadAnswer } from './new-lead-answer.ts'
import { templateText } from './template-text.ts'
import type { BatchTags } from './writer/batch-tags.ts'

/** The answer to one lead of a batch, made before it is written. */
export interface Answer {
  body: string
  matched: boolean
  /** What is stored under the lead's idempotency key, if it has one. */
  stored: StoredBody | undefined
}

/** Leads from before that those of a batch match, newest first, by their index in it; leads without any are left out. */
export type Matches = ReadonlyMap<number, readonly ReadLead[]>

export interface AnswerOptions {
  at: Date
  matches: Matches
  /** Whether stored answers may name the pieces of a frame; see {@link storeFrames}. */
  framed: boolean
  /** Indexes of the leads that are there; all of them as long as nothing is known. */
  written?: ReadonlySet<number> | undefined
}

/** Dates each lead and makes its answer: with the leads it matches from before, and earlier ones of the same batch. */
export function makeAnswers(
  batch: readonly NewLead[],
  tags: BatchTags,
  { at, matches, framed, written }: AnswerOptions,
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
    return makeAnswer(newLead, names, matching, framed)
  })
}

/** The body, and what is stored of it: with places for what all answers share, unless the frame may not stay. */
export function makeAnswer(
  newLead: NewLead,
  tags: string[],
  matches: readonly ReadLead[],
  framed: boolean,
): Answer {
  const answer = new NewLeadAnswer({ newLead, tags, matches })
  const body = answer.body()
  const matched = matches.length > 0
  if (!newLead.idempotency) return { body, matched, stored: undefined }
  if (!framed || newLead.form === 'minimal') return { body, matched, stored: { text: body, frameId: null } }
  const { id } = templateText(newLead.template).frame
  return { body, matched, stored: { text: answer.framed(), frameId: id } }
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

/** A template's frame has to be there before an answer that names its pieces. */
export async function storeFrames(db: Db, batch: readonly NewLead[]): Promise<void> {
  for (const { idempotency, form, row, template } of batch)
    if (idempotency && form === 'full') await storeFrame(db, row.workspace_id, templateText(template).frame)
}

function isSibling(a: ReadLead['lead'], b: ReadLead['lead']): boolean {
  return a.workspace_id === b.workspace_id && !a.is_test && !b.is_test && matchedOn(a, b).length > 0
}
