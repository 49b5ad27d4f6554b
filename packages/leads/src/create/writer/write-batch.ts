import type { Db } from '@intake/database/create-database'
import { storeAnswers } from '../../idempotency/stored-answer.ts'
import { type ReadLead, readLeadsOf } from '../../lead/read-leads.ts'
import type { TagDirectory } from '../../tags/tags.ts'
import {
  type Answer,
  type AnswerOptions,
  type Matches,
  makeAnswer,
  makeAnswers,
  shareContacts,
} from '../make-answers.ts'
import type { NewLead, WriteOutcome } from '../new-lead.ts'
import { type BatchTags, batchTags } from './batch-tags.ts'
import type { DatabaseClock } from './database-clock.ts'
import { lookUp, type MatchIds } from './look-up.ts'
import { runWriteStatement, type Written } from './write-statement.ts'

/** Where a batch is written and what is known of it without asking. */
export interface BatchTarget {
  db: Db
  tags: TagDirectory
  clock: DatabaseClock
  /** `db` is a transaction: nothing commits yet, and what is learned may be rolled back. */
  inTransaction: boolean
  /** Hears why the answers of leads that were written name nothing of what they match. */
  onUnread?: ((error: unknown) => void) | undefined
}

/** What became of one lead of a batch. */
export type BatchOutcome =
  | WriteOutcome
  /** Skipped: its answer, which was to be stored with it, didn't name what it matches. It is to be submitted again as this. */
  | { kind: 'again'; newLead: NewLead }
  /** Skipped, and what it matches could not be read. Nothing of it is stored. */
  | { kind: 'failed'; error: unknown }

/**
 * Writes a batch whole or not at all and answers each lead's outcome, in order. Looks up what isn't known, makes the answers, runs one
 * statement, which is its own transaction, and mends what turned out wrong. As a rule nothing has to be looked up: the statement itself
 * looks for leads that match. It skips one that has an idempotency key and matches others, for the answer that is stored with it names none.
 */
export async function writeBatch(target: BatchTarget, batch: readonly NewLead[]): Promise<BatchOutcome[]> {
  const tags = batchTags(target.tags, batch)
  try {
    const isKnown =
      !target.inTransaction &&
      tags.unknown.length === 0 &&
      !shareContacts(batch) &&
      target.clock.now() !== null
    if (isKnown) {
      tags.settle(new Map())
      const outcomes = await writeSeeking(target, batch, tags)
      if (outcomes) return outcomes
    }
    return await writeLookedUp(target, batch, tags)
  } finally {
    tags.end()
  }
}

/** The usual way: one round trip. Null when the clock was wrong; then nothing was written. */
async function writeSeeking(
  target: BatchTarget,
  batch: readonly NewLead[],
  tags: BatchTags,
): Promise<BatchOutcome[] | null> {
  const { db, clock } = target
  // As late as can be: the write is refused when it comes a second after that.
  const at = clock.now() ?? new Date(0)
  const matches: Matches = new Map(batch.flatMap((lead, ord) => (lead.matches ? [[ord, lead.matches]] : [])))
  const answers = makeAnswers(batch, tags, { at, matches })
  const done = await runWriteStatement(db, toWrite(batch, tags, answers), at, { seeking: true })
  if (at > done.now) clock.forget()
  clock.heard(done.now)
  if (!done.timely) return null
  const outcomes = toOutcomes(batch, answers, new Set(done.written))
  return done.matches
    ? nameMatches(target, batch, outcomes, { tags, matchIds: new Map(done.matches) })
    : outcomes
}

/** Where the time, a tag's spelling or what leads of the batch match is to be known first. */
async function writeLookedUp(
  target: BatchTarget,
  batch: readonly NewLead[],
  tags: BatchTags,
): Promise<BatchOutcome[]> {
  const { db, clock, inTransaction } = target
  const found = await lookUp(db, { contacts: batch.map(({ row }) => row), tags: tags.unknown })
  // In a transaction it is the time at which that began.
  if (!inTransaction) clock.heard(found.at)
  tags.settle(found.spellings)
  const matches = await readMatches(db, batch, found.matchIds)
  const options = { at: found.at, matches }
  const answers = makeAnswers(batch, tags, options)
  const done = await runWriteStatement(db, toWrite(batch, tags, answers), found.at, { seeking: false })
  return toOutcomes(batch, await mend(target, batch, tags, { answers, done, options }), new Set(done.written))
}

/**
 * Answers that turned out wrong in what was written, made anew, stored ones too: another process was first to use a tag, a moment after the
 * look-up, or a lead matches one of its batch that wasn't written.
 */
async function mend(
  target: BatchTarget,
  batch: readonly NewLead[],
  tags: BatchTags,
  { answers, done, options }: { answers: Answer[]; done: Written; options: AnswerOptions },
): Promise<Answer[]> {
  const written = new Set(done.written)
  const raced = tags.committed(new Set(done.new_tags), written)
  const namesOthers = written.size < batch.length && shareContacts(batch)
  if (raced.length === 0 && !namesOthers) return answers
  try {
    if (raced.length > 0) tags.settle((await lookUp(target.db, { contacts: [], tags: raced })).spellings)
    const mended = makeAnswers(batch, tags, { ...options, written })
    await storeAnswers(
      target.db,
      batch.flatMap(({ idempotency, row }, ord) => {
        const body = mended[ord]?.stored
        return idempotency && body && written.has(ord)
          ? [{ workspaceId: row.workspace_id, claim: idempotency, body }]
          : []
      }),
    )
    return mended
  } catch (error) {
    // What has committed is answered with the answers that were stored; in a transaction nothing has yet.
    if (target.inTransaction) throw error
    return answers
  }
}

function toWrite(batch: readonly NewLead[], tags: BatchTags, answers: readonly Answer[]) {
  return batch.map((newLead, ord) => ({ newLead, newTags: tags.fresh(ord), stored: answers[ord]?.stored }))
}

function toOutcomes(
  batch: readonly NewLead[],
  answers: readonly Answer[],
  written: ReadonlySet<number>,
): WriteOutcome[] {
  return answers.map(({ body, matched }, ord) =>
    written.has(ord)
      ? { kind: 'written', leadId: batch[ord]?.row.id ?? '', body, result: 'created', matched }
      : { kind: 'not-written' },
  )
}

/** The leads behind the ids; no round trip where there are none. */
async function readMatches(db: Db, batch: readonly NewLead[], matchIds: MatchIds): Promise<Matches> {
  const workspaceOf = new Map<string, string>()
  for (const [ord, ids] of matchIds)
    for (const id of ids) workspaceOf.set(id, batch[ord]?.row.workspace_id ?? '')
  const wanted = [...workspaceOf].map(([id, workspaceId]) => ({ id, workspaceId }))
  const byId = new Map((await readLeadsOf(db, wanted)).map((read) => [read.lead.id, read]))
  return new Map([...matchIds].map(([ord, ids]) => [ord, ids.flatMap((id) => byId.get(id) ?? [])]))
}

/**
 * Outcomes with what the leads match. Throws nothing, for some of the batch has committed: where it can't be named, what is written keeps its
 * answer, and what was skipped fails.
 */
async function nameMatches(
  { db, onUnread }: BatchTarget,
  batch: readonly NewLead[],
  outcomes: WriteOutcome[],
  { tags, matchIds }: { tags: BatchTags; matchIds: MatchIds },
): Promise<BatchOutcome[]> {
  let found: Matches | undefined
  let failure: unknown
  try {
    found = await readMatches(db, batch, matchIds)
  } catch (error) {
    failure = error
    onUnread?.(error)
  }
  return outcomes.map((outcome, ord): BatchOutcome => {
    const newLead = batch[ord] as NewLead
    if (!matchIds.has(ord)) return outcome
    const matches = found?.get(ord)
    if (outcome.kind === 'not-written')
      return matches
        ? { kind: 'again', newLead: { ...newLead, matches } }
        : { kind: 'failed', error: failure }
    return { ...outcome, matched: true, body: bodyWith(matches, outcome.body) }

    function bodyWith(named: readonly ReadLead[] | undefined, otherwise: string): string {
      try {
        return named ? makeAnswer(newLead, tags.names(ord), named).body : otherwise
      } catch (error) {
        onUnread?.(error)
        return otherwise
      }
    }
  })
}
