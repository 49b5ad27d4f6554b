import type { Queryable } from '@intake/database/queryable'
import { keepBodies } from '../../idempotency/keep-bodies.ts'
import { readMatches } from '../../matching/read-matches.ts'
import type { TagDirectory } from '../../tags/tags.ts'
import { type Answer, makeAnswers, shareContacts, storeFrames } from '../make-answers.ts'
import type { NewLead } from '../new-lead.ts'
import { type BatchTags, batchTags } from './batch-tags.ts'
import { type LookedUp, lookUp, type Wanted } from './look-up.ts'
import { type LeadToWrite, writeLeads } from './write-leads.ts'

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
  /** Whether a statement commits by itself. */
  commits: boolean
}

/**
 * Writes a batch whole or not at all and answers each lead's outcome, in order: a look-up, then one statement, which is its
 * own transaction. Answers are made before the write, so that those under an idempotency key go in with it, and what
 * could fail is done by the time anything is stored. `onLookedUp` hears the database's time.
 */
export async function flushBatch(
  target: BatchTarget,
  directory: TagDirectory,
  batch: readonly NewLead[],
  onLookedUp?: (at: Date) => void,
): Promise<FlushOutcome[]> {
  const tags = batchTags(directory, batch)
  try {
    const found = await lookUp(target.client, {
      contacts: batch.map(({ fields }) => fields),
      tags: tags.unknown,
    })
    onLookedUp?.(found.at)
    tags.settle(found.spellings)
    return await write(target, batch, tags, found)
  } finally {
    tags.end()
  }
}

async function write(
  target: BatchTarget,
  batch: readonly NewLead[],
  tags: BatchTags,
  { at, matchIds }: LookedUp,
): Promise<FlushOutcome[]> {
  const matches = await readMatches(target.client, batch, matchIds)
  if (target.commits) await storeFrames(target.client, batch)
  const toAnswers = (written?: ReadonlySet<number>) =>
    makeAnswers(batch, tags, { at, matches, framed: target.commits, written })
  let answers = toAnswers()
  const done = await writeLeads(target.client, toWrite(batch, tags, answers), at)
  const written = new Set(done.written)
  const raced = tags.committed(new Set(done.new_tags), written)
  const namesRefused = written.size < batch.length && shareContacts(batch)
  if (raced.length > 0 || namesRefused) {
    try {
      answers = await remake(target, batch, tags, raced, written, () => toAnswers(written))
    } catch (error) {
      // What has committed is answered with the answers that were stored; in a transaction nothing has yet.
      if (!target.commits) throw error
    }
  }
  return toOutcomes(answers, written)
}

/** The leads of a batch as the write takes them, each with what is kept of its answer. */
export function toWrite(
  batch: readonly NewLead[],
  tags: BatchTags,
  answers: readonly Answer[],
): LeadToWrite[] {
  return batch.map((newLead, ord) => ({ newLead, tags: tags.toWrite(ord), kept: answers[ord]?.kept }))
}

/** What became of leads whose answers these are; `written` holds the indexes of those that were. */
export function toOutcomes(answers: readonly Answer[], written: ReadonlySet<number>): FlushOutcome[] {
  return answers.map(({ body, matched }, ord) =>
    written.has(ord) ? { kind: 'written', body, result: 'created', matched } : { kind: 'refused' },
  )
}

/**
 * Answers that turned out wrong in what was written, made anew, kept ones too: another process was first to use a tag, a moment after the
 * look-up, or a lead matches one of its batch that was refused.
 */
async function remake(
  target: BatchTarget,
  batch: readonly NewLead[],
  tags: BatchTags,
  raced: Wanted['tags'],
  written: ReadonlySet<number>,
  toAnswers: () => Answer[],
): Promise<Answer[]> {
  if (raced.length > 0) {
    const { spellings } = await lookUp(target.client, { contacts: [], tags: raced })
    tags.settle(spellings)
  }
  const answers = toAnswers()
  await keepBodies(
    target.client,
    batch,
    answers.map(({ kept }) => kept),
    written,
  )
  return answers
}
