import { AppError } from '@intake/contracts/app-error'
import type { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { leadOfKey, nameLead } from '../idempotency/natural-claim.ts'
import { claimKey, type IdempotencyClaim, readStoredAnswer } from '../idempotency/stored-answer.ts'
import { readLeads } from '../lead/read-leads.ts'
import { contactsOf, matchedOn } from '../matching/contact-keys.ts'
import { findMatchIds } from '../matching/find-matches.ts'
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
 * Writes one lead in one transaction, under the policy reject or merge, or where its external id is to be one lead. Whoever writes the same phone
 * or e-mail under these policies, or the same external id, waits until it has ended, so that such leads are never doubled. Throws `duplicate_lead`
 * under reject.
 */
export async function writeGuarded(db: Db, merge: MergeInto, guarded: GuardedLead): Promise<WriteOutcome> {
  const { row, idempotency, policy, externalId } = guarded
  const { workspace_id: workspaceId } = row
  try {
    return await db.transaction().execute(async (trx) => {
      if (policy !== 'flag') await lockContacts(trx, guarded)
      // A retry must meet the answer of its first call, not the lead that this call made.
      if (idempotency && (await readStoredAnswer(trx, workspaceId, idempotency, guarded)) !== null)
        throw new NothingWritten()
      if (externalId && !(await claimKey(trx, workspaceId, externalId, [row.id]))) {
        const leadId = await leadOfKey(trx, workspaceId, externalId)
        if (leadId !== null) return { kind: 'existing', leadId }
        throw new NothingWritten()
      }
      const merged = policy === 'flag' ? null : await mergeOrRefuse(trx, merge, guarded)
      if (merged?.kind === 'written' && externalId)
        await nameLead(trx, workspaceId, externalId, merged.leadId)
      // What is learned of tags is forgotten again: it may yet be rolled back.
      const [outcome] = merged ? [merged] : await writeBatchIn(trx, createTagSpellings(100), [guarded])
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

async function mergeOrRefuse(trx: Db, merge: MergeInto, guarded: GuardedLead): Promise<WriteOutcome | null> {
  const subject = { ...guarded.row, id: undefined }
  const matchIds = await findMatchIds(trx, subject)
  if (matchIds.length > 0 && guarded.policy === 'reject') throw await duplicateLead(trx, guarded, matchIds)
  // An opt-out outweighs whatever came after it.
  const optedOut = matchIds.length > 0 ? await findMatchIds(trx, subject, { isOptedOut: true }) : []
  for (const leadId of new Set([...optedOut, ...matchIds])) {
    const merged = await merge(trx, leadId, guarded)
    if (merged) return merged
  }
  return null
}

/** Locks the phone and the e-mail until the transaction ends; in one order everywhere, so that nobody deadlocks. */
async function lockContacts(trx: Db, { row }: NewLead): Promise<void> {
  const contacts = row.is_test ? [] : contactsOf(row)
  if (contacts.length === 0) return
  await sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(${`${row.workspace_id} `} || contact, 0) as key
      from unnest(${contacts}::text[]) as contact order by key
    ) keys`.execute(trx)
}

async function duplicateLead(
  trx: Db,
  { row, form }: NewLead,
  matchIds: readonly string[],
): Promise<DuplicateLead> {
  if (form === 'blind' || form === 'submitted')
    return new DuplicateLead(matchIds, 'The workspace has this lead already.', { matches: matchIds.length })
  const matches = await readLeads(trx, row.workspace_id, matchIds)
  const matchingLeads = matches.map(({ lead }) => ({ id: lead.id, matchedOn: matchedOn(row, lead) }))
  const [newest] = matchingLeads
  const shared = newest?.matchedOn.join(' and ')
  return new DuplicateLead(matchIds, `The workspace has this lead already: ${newest?.id}, same ${shared}.`, {
    existingLeadId: newest?.id,
    matchedOn: newest?.matchedOn,
    matchingLeads,
  })
}
