import type { Db } from '@intake/database/create-database'
import { stateAfter } from '../../consent/consents.ts'
import { storeAnswers } from '../../idempotency/stored-answer.ts'
import type { LeadStore } from '../../lead/lead-store.ts'
import { type ReadLead, readLeadsOf } from '../../lead/read-leads.ts'
import { contactsOf, hasFormerKeys, matchedOn } from '../../matching/contact-keys.ts'
import { findMatches, maxMatches } from '../../matching/find-matches.ts'
import { foldHolding } from '../../suppression/read-suppressed.ts'
import { readSpellings, type TagSpellings, tagOf } from '../../tags/tags.ts'
import { dateRow, type NewLead, type WriteOutcome } from '../new-lead.ts'
import { newLeadBody } from '../new-lead-answer.ts'
import { runWriteStatement, type Written } from './write-statement.ts'

/** What became of one lead of a batch. `failed`: it is written, but its answer could not be stored; the next call with its key gets one. */
export type BatchOutcome =
  | WriteOutcome
  | (Omit<Extract<WriteOutcome, { kind: 'written' }>, 'kind' | 'body'> & { kind: 'failed'; error: unknown })

export interface WriteBatchOptions {
  /** Hears why the answers of leads that were written name nothing of what they match. */
  onUnread?: ((error: unknown) => void) | undefined
}

/**
 * Writes a batch whole or not at all, in one statement that is its own transaction, then answers each lead, in order. What goes wrong once
 * it has committed costs no lead: one without an idempotency key is answered without what it matches.
 */
export async function writeBatch(
  store: LeadStore,
  spellings: TagSpellings,
  batch: readonly NewLead[],
  { onUnread }: WriteBatchOptions = {},
): Promise<BatchOutcome[]> {
  const written = await runWriteStatement(store.db, batch, spellings)
  try {
    return await answerBatch(store, spellings, batch, written)
  } catch (error) {
    onUnread?.(error)
    const known = { spellings, matchIds: statedMatches(written), matches: new Map() }
    return answerWith(batch, written, known).map(({ outcome }, ord) => {
      const claim = batch[ord]?.idempotency
      const isUnstored = outcome.kind === 'written' && claim && !claim.isNatural
      return isUnstored ? { ...outcome, kind: 'failed', error } : outcome
    })
  }
}

/** The same within the caller's transaction, whose spellings of tags may be rolled back. Throws whatever goes wrong. */
export async function writeBatchIn(
  store: LeadStore,
  spellings: TagSpellings,
  batch: readonly NewLead[],
): Promise<WriteOutcome[]> {
  return answerBatch(store, spellings, batch, await runWriteStatement(store.db, batch, spellings))
}

/** Reads what the answers still need, makes them, and stores those that have a key. */
async function answerBatch(
  store: LeadStore,
  spellings: TagSpellings,
  batch: readonly NewLead[],
  written: Written,
): Promise<WriteOutcome[]> {
  const { db } = store
  await learnSpellings(db, spellings, batch, written)
  const matchIds = await findMatchIds(db, batch, written)
  const matches = await readMatches(store, batch, matchIds)
  const answered = answerWith(batch, written, { spellings, matchIds, matches })
  const answers = answered.flatMap(({ outcome, shown }, ord) => {
    const { idempotency: claim, row, form, result } = batch[ord] as NewLead
    if (!claim || claim.isNatural || outcome.kind !== 'written') return []
    const leadIds = [row.id, ...shown.map(({ lead }) => lead.id)]
    return [{ ord, workspaceId: row.workspace_id, claim, body: outcome.body, leadIds, form, result }]
  })
  const stored = await storeAnswers(db, answers)
  const outcomes = answered.map(({ outcome }) => outcome)
  for (const [index, { ord }] of answers.entries()) {
    const outcome = outcomes[ord]
    const body = stored[index]
    if (outcome?.kind === 'written' && body !== undefined) outcomes[ord] = { ...outcome, body }
  }
  return outcomes
}

/** Takes in what the statement said of tags, and reads those that another process made at the same moment. */
async function learnSpellings(
  db: Db,
  spellings: TagSpellings,
  batch: readonly NewLead[],
  { tags, leads }: Written,
): Promise<void> {
  for (const [id, name] of tags ?? []) spellings.set(id, name)
  const missing = [...(leads ?? [])].flatMap(([ord]) => {
    const { row } = batch[ord] as NewLead
    const ids = (row.tag_ids ?? []).filter((id) => spellings.get(id) === undefined)
    return ids.map((id) => ({ workspaceId: row.workspace_id, id }))
  })
  for (const [id, name] of await readSpellings(db, missing)) spellings.set(id, name)
}

/** Ids of the leads from before that one of the batch matches, newest first, by its place. */
type MatchIds = ReadonlyMap<number, readonly string[]>

/** What the statement found, and for the few leads with keys that earlier versions stored otherwise, what these find too. */
async function findMatchIds(db: Db, batch: readonly NewLead[], { leads }: Written): Promise<MatchIds> {
  const found = statedMatches({ leads })
  const rowOf = (ord: number) => (batch[ord] as NewLead).row
  const again = (leads ?? []).flatMap(([ord]) => (hasFormerKeys(rowOf(ord)) ? [ord] : []))
  if (again.length === 0) return found
  // Leads of the batch are told apart later.
  const ofBatch = new Set(batch.map(({ row }) => row.id))
  const matches = await findMatches(db, again.map(rowOf))
  for (const [index, ord] of again.entries()) {
    const ids = (matches[index] ?? []).flatMap(({ id }) => (ofBatch.has(id) ? [] : [id]))
    if (ids.length > 0) found.set(ord, ids)
  }
  return found
}

function statedMatches({ leads }: Pick<Written, 'leads'>): Map<number, readonly string[]> {
  return new Map((leads ?? []).flatMap(([ord, ids]) => (ids ? [[ord, ids] as const] : [])))
}

type Matches = ReadonlyMap<number, readonly ReadLead[]>

/** The leads that those of the batch match, newest first, where an answer shows them; no round trip where there are none. */
async function readMatches(
  store: LeadStore,
  batch: readonly NewLead[],
  matchIds: MatchIds,
): Promise<Matches> {
  const shown = [...matchIds].filter(([ord]) => batch[ord]?.form === 'full')
  const wanted = new Map(
    shown.flatMap(([ord, ids]) => ids.map((id) => [id, batch[ord]?.row.workspace_id ?? ''] as const)),
  )
  const read = await readLeadsOf(
    store,
    [...wanted].map(([id, workspaceId]) => ({ id, workspaceId })),
  )
  const byId = new Map(read.map((match) => [match.lead.id, match]))
  return new Map(shown.map(([ord, ids]) => [ord, ids.flatMap((id) => byId.get(id) ?? [])]))
}

/** What became of a lead, and the other leads that its answer shows. */
interface AnsweredLead {
  outcome: WriteOutcome
  shown: readonly ReadLead[]
}

const none: readonly ReadLead[] = []

/** Dates what was written and makes the answers: a lead matches those from before, and earlier ones of its batch. */
function answerWith(
  batch: readonly NewLead[],
  { leads, at }: Written,
  { spellings, matchIds, matches }: { spellings: TagSpellings; matchIds: MatchIds; matches: Matches },
): AnsweredLead[] {
  const siblings = shareContacts(batch)
  const earlier: ReadLead[] = []
  const written = new Map(leads?.map(([ord, , holding]) => [ord, holding]))
  return batch.map((newLead, ord): AnsweredLead => {
    if (!written.has(ord)) return { outcome: { kind: 'not-written' }, shown: none }
    const lead = dateRow(newLead.row, at)
    const tags = newLead.tags.map((name) => spellings.get(tagOf(lead.workspace_id, name).id) ?? name)
    const ofBatch = siblings ? earlier.filter((other) => isSibling(other.lead, lead)).reverse() : []
    const matched = Math.min(maxMatches, ofBatch.length + (matchIds.get(ord)?.length ?? 0))
    const shown =
      newLead.form === 'full' ? ofBatch.concat(matches.get(ord) ?? none).slice(0, maxMatches) : none
    const suppressed = foldHolding(written.get(ord) ?? null)
    const consent = stateAfter(newLead.consents, at)
    if (siblings) earlier.push({ lead, tags, zone: null, activity: null, consent, suppressed })
    const body = newLeadBody({ newLead, tags, suppressed, consent, matches: shown, matched })
    return {
      outcome: { kind: 'written', leadId: lead.id, body, result: 'created', matched: matched > 0 },
      shown,
    }
  })
}

/** Whether two leads of a batch have the same phone or e-mail. */
function shareContacts(batch: readonly NewLead[]): boolean {
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
