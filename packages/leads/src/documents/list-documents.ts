import type { Document } from '@intake/contracts/lead-answer'
import type { ReadCtx } from '../lead/get-lead.ts'
import { requireLead } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import { readDocuments } from './read-documents.ts'

/** A lead's documents, newest first. Throws `not_found`. */
export async function listDocuments(
  ctx: Omit<ReadCtx, 'configuration'>,
  leadId: string,
): Promise<Document[]> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId } = ctx.caller
  await requireLead(ctx.db, ctx.caller, leadId)
  return (await readDocuments(ctx.db, ctx.files, { workspaceId, leadId })).all
}
