import type { ActionLog } from '@intake/contracts/lead-answer'
import { readDocuments } from '../documents/read-documents.ts'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import type { ReadCtx } from '../lead/get-lead.ts'
import { requireLead } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import { maxLogs, readActionLogs } from './read-action-logs.ts'

export interface ActionLogPage {
  actionLogs: ActionLog[]
  nextCursor: string | null
}

/** A lead's timeline, newest first, a page of at most 100 at a time. Throws `not_found`, `invalid_request`. */
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
  const key = { workspaceId, leadId }
  const documents = await readDocuments(ctx.db, ctx.files, key)
  const found = await readActionLogs(ctx.db, key, documents, { before, limit: limit + 1 })
  const actionLogs = found.slice(0, limit)
  const last = actionLogs.at(-1)
  return { actionLogs, nextCursor: found.length > limit && last ? makeCursor(scope, last.id) : null }
}
