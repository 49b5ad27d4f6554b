import type { TaggedLead } from '../../lead/read-leads.ts'
import { type Matches, type MatchIds, readMatches } from '../../matching/read-matches.ts'
import type { TagDirectory } from '../../tags/tags.ts'
import { makeAnswer, makeAnswers, shareContacts, storeFrames } from '../make-answers.ts'
import { type NewLead, writtenRow } from '../new-lead.ts'
import { batchTags } from './batch-tags.ts'
import type { DatabaseClock } from './database-clock.ts'
import { type BatchTarget, type FlushOutcome, flushBatch, toOutcomes, toWrite } from './flush-batch.ts'
import { seekAndWrite } from './write-leads.ts'

/** Left out of the write: its answer, which was to be stored with it, doesn't name what it matches. */
export interface LeftOut {
  kind: 'left out'
  /** Newest first. */
  matches: readonly TaggedLead[]
}

/** Left out, and what it matches could not be read. Nothing of it is stored. */
export interface Failed {
  kind: 'failed'
  error: unknown
}

export type AtOnceOutcome = FlushOutcome | LeftOut | Failed

/** What a process knows of the database without asking it. */
export interface KnownOfDatabase {
  tags: TagDirectory
  clock: DatabaseClock
  /** Hears why the answers of leads that were written name nothing of what they match. */
  onUnread?: ((error: unknown) => void) | undefined
}

/**
 * Writes a batch like {@link flushBatch}, but as a rule in one round trip, and one more where a lead matches others: the write looks matches up
 * itself. A lead that has any needs another answer than the one that was made before; where that was to be stored with it, under an idempotency
 * key, the write left it out, and it is to be written again with what it matches. Where more has to be known first (the time, a tag's spelling, a
 * lead of the batch that matches another one of it), `flushBatch` does it.
 */
export async function flushAtOnce(
  target: BatchTarget,
  { tags: directory, clock, onUnread }: KnownOfDatabase,
  batch: readonly NewLead[],
): Promise<AtOnceOutcome[]> {
  const tags = batchTags(directory, batch)
  if (clock.now() && tags.unknown.length === 0 && !shareContacts(batch)) {
    tags.settle(new Map())
    await storeFrames(target.client, batch)
    // As late as can be: the write is refused when it comes a second after that.
    const at = clock.now() ?? new Date(0)
    const answers = makeAnswers(batch, tags, { at, matches: knownMatches(batch), framed: true })
    const done = await seekAndWrite(target.client, toWrite(batch, tags, answers), at)
    if (at > done.now) clock.forget()
    clock.heard(done.now)
    if (done.timely) {
      const outcomes = toOutcomes(answers, new Set(done.written))
      if (!done.matches) return outcomes
      return nameMatches(target.client, batch, outcomes, new Map(done.matches), {
        toBody(ord, matches) {
          const newLead = batch[ord] as NewLead
          const lead = writtenRow(newLead.fields, at)
          return makeAnswer(newLead, { lead, tags: tags.names(ord), matches }, true).body
        },
        onUnread,
      })
    }
  }
  return flushBatch(target, directory, batch, clock.heard)
}

/**
 * Outcomes with what the leads match. Throws nothing, for some of the batch has committed: where it can't be named, what is written keeps its
 * answer, and what was left out fails.
 */
async function nameMatches(
  client: BatchTarget['client'],
  batch: readonly NewLead[],
  outcomes: FlushOutcome[],
  matchIds: MatchIds,
  {
    toBody,
    onUnread,
  }: Pick<KnownOfDatabase, 'onUnread'> & { toBody(ord: number, matches: readonly TaggedLead[]): string },
): Promise<AtOnceOutcome[]> {
  let found: Matches | undefined
  let failure: unknown
  try {
    found = await readMatches(client, batch, matchIds)
  } catch (error) {
    failure = error
    onUnread?.(error)
  }
  return outcomes.map((outcome, ord): AtOnceOutcome => {
    if (!matchIds.has(ord)) return outcome
    const matches = found?.get(ord)
    if (outcome.kind === 'refused')
      return matches ? { kind: 'left out', matches } : { kind: 'failed', error: failure }
    if (!matches) return { ...outcome, matched: true }
    try {
      return { ...outcome, matched: true, body: toBody(ord, matches) }
    } catch (error) {
      onUnread?.(error)
      return { ...outcome, matched: true }
    }
  })
}

/** Of those of a batch that a write before has looked up. */
function knownMatches(batch: readonly NewLead[]): Matches {
  const known = new Map<number, readonly TaggedLead[]>()
  for (const [ord, { matches }] of batch.entries()) if (matches) known.set(ord, matches)
  return known
}
