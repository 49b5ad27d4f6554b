import type { ActionLog } from '@intake/contracts/lead-answer'
import { readDocuments } from '../documents/read-documents.ts'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import type { ReadCtx } from '../lead/get-lead.ts'
import { withMerged } from '../lead/merged-leads.ts'
import { requireLead } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import { maxLogs, readActionLogs } from './read-action-logs.ts'

export interface ActionLogPage {
  actionLogs: ActionLog[]
  nextCursor: string | null
}

/** A lead's timeline, newest first, a page of at most 100 and 2 MB at a time. Throws `not_found`, `invalid_request`. */
export async function listActionLogs(
  ctx: Omit<ReadCtx, 'configuration'>,
  leadId: string,
  { limit = maxLogs, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): Promise<ActionLogPage> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId } = ctx.caller
  await requireLead(ctx.db, ctx.caller, leadId)
  const scope = [workspaceId, 'action-logs', leadId]
  const before = cursor === undefined ? undefined : readCursor(scope, cursor)
  const key = await withMerged(ctx.db, { workspaceId, leadId })
  const documents = await readDocuments(ctx.db, ctx.files, key)
  const { actionLogs, isMore } = await readActionLogs(ctx.db, key, documents, { before, limit })
  const last = actionLogs.at(-1)
  return { actionLogs, nextCursor: isMore && last ? makeCursor(scope, last.id) : null }
}
