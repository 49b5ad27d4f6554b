import { AppError } from '@intake/contracts/app-error'
import type { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { Db } from '@intake/database/create-database'
import { leadOfKey, nameLead } from '../idempotency/natural-claim.ts'
import { claimKey, type IdempotencyClaim, readStoredAnswer } from '../idempotency/stored-answer.ts'
import type { LeadStore } from '../lead/lead-store.ts'
import { timeOf } from '../lead/lock-lead.ts'
import { readStoredLeads } from '../lead/read-leads.ts'
import { contactsOf, matchedOn } from '../matching/contact-keys.ts'
import { findMatches, findMatchIds, type Match } from '../matching/find-matches.ts'
import { lockContacts } from '../matching/lock-contacts.ts'
import { readSuppressed } from '../suppression/read-suppressed.ts'
import { suppressOwn } from '../suppression/suppress-own.ts'
import { createTagSpellings } from '../tags/tags.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { NewLead, WriteOutcome } from './new-lead.ts'
import { writeBatchIn } from './writer/write-batch.ts'

/** A lead that is written only if the workspace doesn't have it yet. */
export interface GuardedLead extends NewLead {
  policy: DuplicatePolicy
  workspace: WorkspaceConfiguration
  /** The claim of its external id, where that is one lead. */
  externalId: IdempotencyClaim | null
  /** It opts out, or takes a consent back. */
  optsOut: boolean
  /** What it opts out of holds for itself alone. */
  speaksForItself: boolean
}

/** The workspace has the lead already, and its policy is `reject`. `extensions` are what the caller may be told. */
export class DuplicateLead extends AppError {
  /** Newest first. */
  readonly matchIds: readonly string[]
  constructor(matchIds: readonly string[], detail: string, extensions: Record<string, unknown>) {
    super('duplicate_lead', detail, { extensions })
    this.matchIds = matchIds
  }
}

/** Merges a lead into one that is there, in the transaction given. Null when that one is gone, or has other contacts by now. */
export type MergeInto = (trx: Db, leadId: string, given: GuardedLead) => Promise<WriteOutcome | null>

/**
 * Writes one lead in one transaction, under the policy reject or merge, where its external id is to be one lead, or where it opts out. Whoever writes the same phone
 * or e-mail under these policies, or the same external id, waits until it has ended, so that such leads are never doubled. Throws `duplicate_lead`
 * under reject.
 */
export async function writeGuarded(
  { db, sealer }: LeadStore,
  merge: MergeInto,
  guarded: GuardedLead,
): Promise<WriteOutcome> {
  const { row, idempotency, policy, externalId, optsOut } = guarded
  const { workspace_id: workspaceId } = row
  try {
    return await db.transaction().execute(async (trx) => {
      const store = { db: trx, sealer }
      if ((policy !== 'flag' || optsOut) && !row.is_test)
        await lockContacts(trx, workspaceId, { exclusive: contactsOf(row) })
      // A retry must meet the answer of its first call, not the lead that this call made.
      if (idempotency && (await readStoredAnswer(trx, workspaceId, idempotency, guarded)) !== null)
        throw new NothingWritten()
      if (externalId && !(await claimKey(trx, workspaceId, externalId, [row.id]))) {
        const leadId = await leadOfKey(trx, workspaceId, externalId)
        if (leadId !== null) return { kind: 'existing', leadId }
        throw new NothingWritten()
      }
      const merged = policy === 'flag' ? null : await mergeOrRefuse(store, merge, guarded)
      if (merged?.kind === 'written' && externalId)
        await nameLead(trx, workspaceId, externalId, merged.leadId)
      // Before the lead, whose answer then tells of it.
      if (optsOut && !merged) await suppressOwn(trx, row, guarded, await timeOf(trx, 'begin'))
      // What is learned of tags is forgotten again: it may yet be rolled back.
      const [outcome] = merged ? [merged] : await writeBatchIn(store, createTagSpellings(100), [guarded])
      if (outcome?.kind !== 'written') throw new NothingWritten()
      return outcome
    })
  } catch (error) {
    if (error instanceof NothingWritten) return { kind: 'not-written' }
    throw error
  }
}

/** What was claimed is to be free again. */
class NothingWritten extends Error {}

async function mergeOrRefuse(
  store: LeadStore,
  merge: MergeInto,
  guarded: GuardedLead,
): Promise<WriteOutcome | null> {
  const { row, policy } = guarded
  const subject = { ...row, id: undefined }
  const [matches = []] = await findMatches(store.db, [subject])
  if (matches.length === 0) return null
  const matchIds = matches.map(({ id }) => id)
  if (policy === 'reject') throw await duplicateLead(store.db, guarded, matchIds)
  for (const leadId of await inOrder(store, row, matches)) {
    const merged = await merge(store.db, leadId, guarded)
    if (merged) return merged
  }
  return null
}

/**
 * The leads that one may be merged into, those that opted out first: an opt-out outweighs whatever came after it. A lead whose number or address is
 * suppressed goes into one of these alone, else the other could be contacted with what came for this one.
 */
async function inOrder(
  store: LeadStore,
  row: GuardedLead['row'],
  matches: readonly Match[],
): Promise<ReadonlySet<string>> {
  const { workspace_id, is_test } = row
  const subjects = matches.map((match) => ({ ...match, workspace_id, is_test }))
  const [own, ...ofMatches] = await readSuppressed(store, [row, ...subjects])
  const optedOut = await findMatchIds(store.db, { ...row, id: undefined }, { isOptedOut: true })
  const suppressed = matches.flatMap(({ id }, place) => (ofMatches[place] ? [id] : []))
  const others = own ? [] : matches.map(({ id }) => id)
  return new Set([...optedOut, ...suppressed, ...others])
}

async function duplicateLead(
  trx: Db,
  { row, form }: NewLead,
  matchIds: readonly string[],
): Promise<DuplicateLead> {
  if (form === 'blind' || form === 'submitted')
    return new DuplicateLead(matchIds, 'The workspace has this lead already.', { matches: matchIds.length })
  const matches = await readStoredLeads(
    trx,
    matchIds.map((id) => ({ workspaceId: row.workspace_id, id })),
  )
  const matchingLeads = matches.map(({ lead }) => ({ id: lead.id, matchedOn: matchedOn(row, lead) }))
  const [newest] = matchingLeads
  const shared = newest?.matchedOn.join(' and ')
  return new DuplicateLead(matchIds, `The workspace has this lead already: ${newest?.id}, same ${shared}.`, {
    existingLeadId: newest?.id,
    matchedOn: newest?.matchedOn,
    matchingLeads,
  })
}
