import type { Db } from '@intake/database/create-database'
import type { Queryable } from '@intake/database/queryable'
import { storeFrame } from './answer-frame.ts'
import { type BatchTags, batchTags } from './batch-tags.ts'
import { type KeptBody, keepBodies } from './keep-bodies.ts'
import { type LookedUp, lookUp, type Wanted } from './look-up.ts'
import { type NewLead, type WrittenLead, writtenRow } from './new-lead.ts'
import { NewLeadAnswer } from './new-lead-answer.ts'
import { maxMatches, readLeads, type TaggedLead } from './read-leads.ts'
import type { TagDirectory } from './tags.ts'
import { templateText } from './template-text.ts'
import { writeLeads } from './write-leads.ts'

/** What became of one lead of a batch. */
export type FlushOutcome =
  | {
      kind: 'written'
      body: string
      result: 'created' | 'merged'
      /** The workspace had a lead with the same phone or e-mail. */
      matched: boolean
    }
  /** Nothing was stored: its idempotency key is taken, or its template is no longer in force. */
  | { kind: 'refused' }

/** Where a batch is written: the pool, or one connection in a transaction of the caller's. */
export interface BatchTarget {
  client: Queryable
  db: Db
  /** Whether a statement commits by itself. */
  commits: boolean
}

/**
 * Writes a batch whole or not at all and answers each lead's outcome, in order: a look-up, then one statement, which is its
 * own transaction. Answers are made before the write, so that those under an idempotency key go in with it, and what
 * could fail is done by the time anything is stored.
 */
export async function flushBatch(
  target: BatchTarget,
  directory: TagDirectory,
  batch: readonly NewLead[],
): Promise<FlushOutcome[]> {
  const tags = batchTags(directory, batch)
  try {
    const found = await lookUp(target.client, {
      contacts: batch.map(({ fields }) => fields),
      tags: tags.unknown,
    })
    tags.settle(found.spellings)
    const earlier = await readMatches(target.db, batch, found)
    if (target.commits) await storeFrames(target.client, batch)
    const answers = () => makeAnswers(batch, found, earlier, tags, target.commits)
    return await write(target, batch, tags, found.at, answers)
  } finally {
    tags.end()
  }
}

async function write(
  target: BatchTarget,
  batch: readonly NewLead[],
  tags: BatchTags,
  at: Date,
  toAnswers: () => Answer[],
): Promise<FlushOutcome[]> {
  let answers = toAnswers()
  const toWrite = batch.map((newLead, ord) => ({
    newLead,
    tags: tags.toWrite(ord),
    kept: answers[ord]?.kept,
  }))
  const done = await writeLeads(target.client, toWrite, at)
  const written = new Set(done.written)
  const raced = tags.committed(new Set(done.new_tags), written)
  if (raced.length > 0) {
    try {
      answers = await respell(target, batch, tags, raced, written, toAnswers)
    } catch (error) {
      // What has committed is answered with the answers that were stored; in a transaction nothing has yet.
      if (!target.commits) throw error
    }
  }
  return answers.map(({ body, matched }, ord) =>
    written.has(ord) ? { kind: 'written', body, result: 'created', matched } : { kind: 'refused' },
  )
}

/** Another process was first to use a tag, a moment after the look-up: the answers take its spelling, kept ones too. */
async function respell(
  target: BatchTarget,
  batch: readonly NewLead[],
  tags: BatchTags,
  raced: Wanted['tags'],
  written: ReadonlySet<number>,
  toAnswers: () => Answer[],
): Promise<Answer[]> {
  const { spellings } = await lookUp(target.client, { contacts: [], tags: raced })
  tags.settle(spellings)
  const answers = toAnswers()
  await keepBodies(
    target.client,
    batch,
    answers.map(({ kept }) => kept),
    written,
  )
  return answers
}

interface Answer {
  body: string
  matched: boolean
  /** How it is kept under the lead's idempotency key, if it has one. */
  kept: KeptBody | undefined
}

/** A template's frame has to be there before an answer that names its pieces. */
async function storeFrames(client: Queryable, batch: readonly NewLead[]): Promise<void> {
  for (const { idempotency, fields, template } of batch)
    if (idempotency) await storeFrame(client, fields.workspace_id, templateText(template).frame)
}

/** Each lead's answer: with the leads it matches from before, and earlier ones of the same batch. */
function makeAnswers(
  batch: readonly NewLead[],
  { at, matchIds }: LookedUp,
  earlier: ReadonlyMap<string, TaggedLead>,
  tags: BatchTags,
  framed: boolean,
): Answer[] {
  const written: WrittenLead[] = []
  return batch.map((newLead, ord) => {
    const lead = writtenRow(newLead.fields, at)
    const siblings: TaggedLead[] = written.filter((other) => matches(other.lead, lead)).reverse()
    const before = matchIds.get(ord)?.flatMap((id) => earlier.get(id) ?? []) ?? []
    const matching: TaggedLead[] = siblings.concat(before).slice(0, maxMatches)
    const answer = { lead, tags: tags.names(ord), matches: matching }
    written.push(answer)
    return makeAnswer(newLead, answer, framed)
  })
}

/** The body, and what is kept of it: with places for what all answers share, unless the frame may not stay. */
function makeAnswer(newLead: NewLead, written: WrittenLead, framed: boolean): Answer {
  const answer = new NewLeadAnswer(newLead, written)
  const body = newLead.toBody(answer)
  const matched = written.matches.length > 0
  if (!newLead.idempotency) return { body, matched, kept: undefined }
  if (!framed) return { body, matched, kept: { text: body, frameId: null } }
  const { id } = templateText(newLead.template).frame
  return { body, matched, kept: { text: newLead.toBody(answer.framed()), frameId: id } }
}

async function readMatches(db: Db, batch: readonly NewLead[], { matchIds }: LookedUp) {
  const idsByWorkspace = new Map<string, Set<string>>()
  for (const [ord, matchingIds] of matchIds) {
    const workspaceId = batch[ord]?.fields.workspace_id ?? ''
    const ids = idsByWorkspace.get(workspaceId) ?? new Set()
    for (const id of matchingIds) ids.add(id)
    idsByWorkspace.set(workspaceId, ids)
  }
  const byId = new Map<string, TaggedLead>()
  for (const [workspaceId, ids] of idsByWorkspace)
    for (const found of await readLeads(db, workspaceId, [...ids])) byId.set(found.lead.id, found)
  return byId
}

function matches(a: WrittenLead['lead'], b: WrittenLead['lead']): boolean {
  if (a.workspace_id !== b.workspace_id || a.is_test || b.is_test) return false
  const phone = a.phone_e164 !== null && a.phone_e164 === b.phone_e164
  return phone || (a.email_key !== null && a.email_key === b.email_key)
}
