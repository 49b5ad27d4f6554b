import { AppError } from '@intake/contracts/app-error'
import type { LeadAnswer } from '@intake/contracts/lead-answer'
import type { Database, Db } from '@intake/database/create-database'
import { inTransaction } from '@intake/database/in-transaction'
import { onConnection } from '@intake/database/on-connection'
import { sql } from 'kysely'
import type { FileSigner } from '../documents/file-signer.ts'
import { readKeptAnswer } from '../idempotency/kept-answer.ts'
import { matchedOn } from '../lead/present-lead.ts'
import { findMatchIds, readLeads } from '../lead/read-leads.ts'
import { createTagDirectory } from '../tags/tags.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { mergeLead } from './merge-lead.ts'
import type { NewLead } from './new-lead.ts'
import { type FlushOutcome, flushBatch } from './writer/flush-batch.ts'

/** A lead that is written only if the workspace doesn't have it yet. */
export interface GuardedLead extends NewLead {
  policy: 'reject' | 'merge'
  workspace: WorkspaceConfiguration
  /** The answer's body when the lead was merged into one that was there. */
  toMergedBody(answer: LeadAnswer): string
}

/**
 * Writes one lead under the policy reject or merge, in one transaction. Whoever writes the same phone or e-mail under
 * these policies waits until it has ended, so that such leads are never doubled. Throws `duplicate_lead` under reject.
 */
export async function flushGuarded(
  database: Database,
  files: FileSigner,
  guarded: GuardedLead,
): Promise<FlushOutcome> {
  const { fields, idempotency, policy } = guarded
  return inTransaction(database.pool, async (connection) => {
    const db = onConnection(connection)
    await lockContacts(db, guarded)
    // A retry must meet the answer of its first call, not the lead that this call made.
    if (idempotency && (await readKeptAnswer(db, fields.workspace_id, idempotency)))
      return { kind: 'refused' }
    const matchIds = await findMatchIds(db, fields)
    if (matchIds.length > 0 && policy === 'reject') throw await duplicateLead(db, guarded, matchIds)
    for (const leadId of matchIds) {
      const merged = await mergeLead(db, files, leadId, guarded)
      if (merged) return merged
    }
    // What is learned of tags is forgotten again: it may yet be rolled back.
    const [outcome] = await flushBatch({ client: connection, commits: false }, createTagDirectory(), [
      guarded,
    ])
    return outcome ?? { kind: 'refused' }
  })
}

/** Locks the phone and the e-mail until the transaction ends; in one order everywhere, so that nobody deadlocks. */
async function lockContacts(db: Db, { fields }: NewLead): Promise<void> {
  const { workspace_id, phone_e164, email_key, is_test } = fields
  if (is_test) return
  const contacts = [phone_e164 && `phone ${phone_e164}`, email_key && `email ${email_key}`].filter(Boolean)
  if (contacts.length === 0) return
  await sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(${`${workspace_id} `} || contact, 0) as key
      from unnest(${contacts}::text[]) as contact order by key
    ) keys`.execute(db)
}

async function duplicateLead(db: Db, { fields }: NewLead, matchIds: readonly string[]): Promise<AppError> {
  const matches = await readLeads(db, fields.workspace_id, matchIds)
  const matchingLeads = matches.map(({ lead }) => ({ id: lead.id, matchedOn: matchedOn(fields, lead) }))
  const [newest] = matchingLeads
  const shared = newest?.matchedOn.join(' and ')
  return new AppError(
    'duplicate_lead',
    `The workspace has this lead already: ${newest?.id}, same ${shared}.`,
    {
      extensions: { existingLeadId: newest?.id, matchedOn: newest?.matchedOn, matchingLeads },
    },
  )
}
