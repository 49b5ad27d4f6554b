import { batchTags } from './batch-tags.ts'
import type { DatabaseClock } from './database-clock.ts'
import { type BatchTarget, type FlushOutcome, flushBatch, toOutcomes, toWrite } from './flush-batch.ts'
import { makeAnswer, makeAnswers, shareContacts, storeFrames } from './make-answers.ts'
import { type NewLead, writtenRow } from './new-lead.ts'
import type { TaggedLead } from './read-leads.ts'
import { type Matches, readMatches } from './read-matches.ts'
import type { TagDirectory } from './tags.ts'
import { seekAndWrite } from './write-leads.ts'

/** Not written, for the answer that was to be stored with it doesn't name the leads that it matches, newest first. */
export interface Met {
  kind: 'met'
  matches: readonly TaggedLead[] | undefined
}

/** What a process knows of the database without asking it. */
export interface KnownOfDatabase {
  tags: TagDirectory
  clock: DatabaseClock
}

/**
 * Writes a batch like {@link flushBatch}, but as a rule in one round trip: the write looks matches up itself. A lead that has any needs another
 * answer than the one that was made before; where that was to be stored with it, under an idempotency key, the write left it out, and it is to be
 * written again with what it met. Where more has to be known first (the time, a tag's spelling, a lead of the batch that
 * matches another one of it), `flushBatch` does it.
 */
export async function flushAtOnce(
  target: BatchTarget,
  { tags: directory, clock }: KnownOfDatabase,
  batch: readonly NewLead[],
): Promise<(FlushOutcome | Met)[]> {
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
      const written = new Set(done.written)
      const matchIds = new Map(done.matches)
      // As a rule some of it has committed: should they not be read any more, that is answered without, and the rest is looked up again.
      const found = await readMatches(target.client, batch, matchIds).catch((): Matches => new Map())
      for (const [ord, matches] of found) {
        const newLead = batch[ord] as NewLead
        const lead = writtenRow(newLead.fields, at)
        if (written.has(ord))
          answers[ord] = makeAnswer(newLead, { lead, tags: tags.names(ord), matches }, true)
      }
      return toOutcomes(answers, written).map((outcome, ord) =>
        matchIds.has(ord) && !written.has(ord) ? { kind: 'met', matches: found.get(ord) } : outcome,
      )
    }
  }
  return flushBatch(target, directory, batch, clock.heard)
}

/** Of those of a batch that a write before has looked up. */
function knownMatches(batch: readonly NewLead[]): Matches {
  const known = new Map<number, readonly TaggedLead[]>()
  for (const [ord, { matches }] of batch.entries()) if (matches) known.set(ord, matches)
  return known
}
