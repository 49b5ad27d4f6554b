import type { Queryable } from '@intake/database/queryable'
import { storeFrame } from '../idempotency/answer-frame.ts'
import type { KeptBody } from '../idempotency/keep-bodies.ts'
import { maxMatches, type TaggedLead } from '../lead/read-leads.ts'
import type { Matches } from '../matching/read-matches.ts'
import { type NewLead, type WrittenLead, writtenRow } from './new-lead.ts'
import { NewLeadAnswer } from './new-lead-answer.ts'
import { templateText } from './template-text.ts'
import type { BatchTags } from './writer/batch-tags.ts'

/** The answer to one lead of a batch, made before it is written. */
export interface Answer {
  body: string
  matched: boolean
  /** How it is kept under the lead's idempotency key, if it has one. */
  kept: KeptBody | undefined
}

export interface AnswerOptions {
  at: Date
  /** The leads from before that each one matches. */
  matches: Matches
  /** Whether kept answers may name the pieces of a frame; see {@link storeFrames}. */
  framed: boolean
  /** Indexes of the leads that are there; all of them as long as nothing is known. */
  written?: ReadonlySet<number> | undefined
}

/** Each lead's answer: with the leads it matches from before, and earlier ones of the same batch. */
export function makeAnswers(
  batch: readonly NewLead[],
  tags: BatchTags,
  { at, matches, framed, written }: AnswerOptions,
): Answer[] {
  const siblings = shareContacts(batch)
  const earlier: WrittenLead[] = []
  return batch.map((newLead, ord) => {
    const lead = writtenRow(newLead.fields, at)
    const ofBatch: TaggedLead[] = siblings
      ? earlier.filter((other) => shareContact(other.lead, lead)).reverse()
      : []
    const before = matches.get(ord) ?? []
    const matching = ofBatch.length > 0 ? ofBatch.concat(before) : before
    const answer = { lead, tags: tags.names(ord), matches: matching.slice(0, maxMatches) }
    if (siblings && (written?.has(ord) ?? true)) earlier.push(answer)
    return makeAnswer(newLead, answer, framed)
  })
}

/** Whether two leads of a batch have the same phone or e-mail. */
export function shareContacts(batch: readonly NewLead[]): boolean {
  const seen = new Set<string>()
  let contacts = 0
  for (const { fields } of batch) {
    const { workspace_id, phone_e164, email_key, is_test } = fields
    if (is_test) continue
    if (phone_e164 !== null) {
      contacts += 1
      seen.add(`${workspace_id} ${phone_e164}`)
    }
    if (email_key !== null) {
      contacts += 1
      seen.add(`${workspace_id} ${email_key}`)
    }
  }
  return seen.size < contacts
}

/** A template's frame has to be there before an answer that names its pieces. */
export async function storeFrames(client: Queryable, batch: readonly NewLead[]): Promise<void> {
  for (const { idempotency, fields, template } of batch)
    if (idempotency) await storeFrame(client, fields.workspace_id, templateText(template).frame)
}

/** The body, and what is kept of it: with places for what all answers share, unless the frame may not stay. */
export function makeAnswer(newLead: NewLead, written: WrittenLead, framed: boolean): Answer {
  const answer = new NewLeadAnswer(newLead, written)
  const body = newLead.toBody(answer)
  const matched = written.matches.length > 0
  if (!newLead.idempotency) return { body, matched, kept: undefined }
  if (!framed) return { body, matched, kept: { text: body, frameId: null } }
  const { id } = templateText(newLead.template).frame
  return { body, matched, kept: { text: newLead.toBody(answer.framed()), frameId: id } }
}

function shareContact(a: WrittenLead['lead'], b: WrittenLead['lead']): boolean {
  if (a.workspace_id !== b.workspace_id || a.is_test || b.is_test) return false
  const phone = a.phone_e164 !== null && a.phone_e164 === b.phone_e164
  return phone || (a.email_key !== null && a.email_key === b.email_key)
}
