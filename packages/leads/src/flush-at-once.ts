import { batchTags } from './batch-tags.ts'
import type { DatabaseClock } from './database-clock.ts'
import { type BatchTarget, type FlushOutcome, flushBatch, toOutcomes, toWrite } from './flush-batch.ts'
import { makeAnswers, shareContacts, storeFrames } from './make-answers.ts'
import type { NewLead } from './new-lead.ts'
import { type MatchIds, readMatches } from './read-matches.ts'
import type { TagDirectory } from './tags.ts'
import { writeUnmatched } from './write-leads.ts'

/** Not written, for the workspace has leads that it matches: their ids, newest first. */
export interface Met {
  kind: 'met'
  matchIds: string[]
}

/** What a process knows of the database without asking it. */
export interface KnownOfDatabase {
  tags: TagDirectory
  clock: DatabaseClock
}

/**
 * Writes a batch like {@link flushBatch}, but as a rule in one round trip: the write looks matches up itself, and leaves out the leads that
 * have any, for their answers, made before it, know of none. Those are to be written again with the `matchIds` that they
 * met. Where more has to be known first (the time, a tag's spelling, a lead of the batch that matches another one of it), `flushBatch` does it.
 */
export async function flushAtOnce(
  target: BatchTarget,
  { tags: directory, clock }: KnownOfDatabase,
  batch: readonly NewLead[],
): Promise<(FlushOutcome | Met)[]> {
  const tags = batchTags(directory, batch)
  if (clock.now() && tags.unknown.length === 0 && !shareContacts(batch)) {
    tags.settle(new Map())
    const matchesOf = await readMatches(target.db, batch, matchIdsOf(batch))
    await storeFrames(target.client, batch)
    // As late as can be: the write is refused when it comes a second after that.
    const at = clock.now() ?? new Date(0)
    const answers = makeAnswers(batch, tags, { at, matchesOf, framed: true })
    const done = await writeUnmatched(target.client, toWrite(batch, tags, answers), at)
    if (at > done.now) clock.forget()
    clock.heard(done.now)
    if (done.timely) return withMet(toOutcomes(answers, new Set(done.written)), done.matches)
  }
  return flushBatch(target, directory, batch, clock.heard)
}

/** Of those of a batch that a write before has looked up. */
function matchIdsOf(batch: readonly NewLead[]): MatchIds {
  const known = new Map<number, string[]>()
  for (const [ord, { matchIds }] of batch.entries()) if (matchIds) known.set(ord, matchIds)
  return known
}

function withMet(outcomes: FlushOutcome[], matches: [number, string[]][] | null): (FlushOutcome | Met)[] {
  if (!matches) return outcomes
  const all: (FlushOutcome | Met)[] = outcomes
  for (const [ord, matchIds] of matches) all[ord] = { kind: 'met', matchIds }
  return all
}
