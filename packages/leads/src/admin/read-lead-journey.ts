import type { Consent } from '@intake/contracts/consent'
import type { ActionLog, GetLeadAnswer } from '@intake/contracts/lead-answer'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { readConsents } from '../consent/list-consents.ts'
import { noAddresses } from '../documents/file-signer.ts'
import { noDocuments } from '../documents/read-documents.ts'
import { getLead } from '../lead/get-lead.ts'
import { readActionLog } from '../timeline/read-action-logs.ts'
import { operatorCaller } from './operator-caller.ts'
import { type LeadRelations, readLeadRelations } from './read-lead-relations.ts'
import type { SearchContext } from './search-leads.ts'

export interface LeadJourney extends LeadRelations {
  answer: GetLeadAnswer
  /** The first entry of the timeline, written by the request that made the lead; null when it has none. */
  origin: ActionLog | null
  enrichedAt: Date | null
  /** What the lead is still to get, null when it has everything. */
  owed: OwedState | null
  /** What the lead agreed to and took back, oldest first. */
  consents: Consent[]
}

export interface OwedState {
  requestedAt: Date
  /** How often the reconciler had to announce it again. */
  requeued: number
  deadAt: Date | null
  deadJob: string | null
  deadReason: string | null
  deadAttempts: number | null
}

/** For operators: a lead, what made it, and how far its enrichment is. That it was read is put on record. Throws `not_found`. */
export async function readLeadJourney(
  ctx: SearchContext & Acting,
  { workspaceId, leadId }: { workspaceId: string; leadId: string },
): Promise<LeadJourney> {
  const answer = await getLead({ ...ctx, caller: operatorCaller(workspaceId), files: noAddresses }, leadId)
  await recordAudit(ctx, { workspaceId, action: 'lead.read', subject: { type: 'lead', id: leadId } })
  const first = await ctx.db
    .selectFrom('action_logs')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  const facts = await ctx.db
    .selectFrom('activity_facts')
    .select(({ fn }) => fn.max('at').as('at'))
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .executeTakeFirst()
  const { phoneNumber: phone, email, isTest } = answer.lead
  return {
    answer,
    ...(await readLeadRelations(ctx, { workspaceId, leadId, phone, email, isTest })),
    origin: first ? await readActionLog(ctx.db, { workspaceId, leadId }, noDocuments, first.id) : null,
    enrichedAt: facts?.at ?? null,
    owed: await readOwed(ctx, workspaceId, leadId),
    consents: await readConsents(ctx.db, { workspaceId, leadId }),
  }
}

async function readOwed(
  { db }: SearchContext,
  workspaceId: string,
  leadId: string,
): Promise<OwedState | null> {
  const row = await db
    .selectFrom('owed_enrichments')
    .select([
      'requested_at as requestedAt',
      'requeued',
      'dead_at as deadAt',
      'dead_job as deadJob',
      'dead_reason as deadReason',
      'dead_attempts as deadAttempts',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .executeTakeFirst()
  return row ?? null
}
