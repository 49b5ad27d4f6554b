import { invalidRequest } from '@intake/contracts/app-error'
import { type AddActionLogRequest, isOpen } from '@intake/contracts/write-action-log'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { noDocuments } from '../documents/read-documents.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { newId } from '../ids/new-id.ts'
import { lockLead } from '../lead/lock-lead.ts'
import { touchLead } from '../lead/touch-lead.ts'
import { lockWithContacts } from '../suppression/lock-opt-out.ts'
import { refuseSuppressed } from '../suppression/refuse-suppressed.ts'
import { actionLogSettled } from '../webhooks/events.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { readActionLog } from './read-action-logs.ts'
import { writeMessages } from './write-messages.ts'

/**
 * Writes a message, follow-up, draft, tool call or note to a lead's timeline. Nothing more may be planned for a lead that
 * opted out; what has happened may be told. Throws `not_found`, `forbidden`, `invalid_request`.
 */
export async function addActionLog(
  ctx: Ctx,
  { leadId, request }: { leadId: string; request: AddActionLogRequest },
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, async ({ trx, workspace }) => {
    const isPlanned = isOpen(request.status) && request.messages.length > 0
    const { lead, at } = isPlanned
      ? await lockWithContacts(trx, ctx.caller, leadId, 'asks')
      : await lockLead(trx, ctx.caller, leadId)
    if (isPlanned) await refuseSuppressed({ ...ctx, db: trx }, lead, request.messages)
    await checkParent(trx, lead, request.parentActionId)
    const id = newId()
    await trx
      .insertInto('action_logs')
      .values({
        workspace_id: lead.workspace_id,
        lead_id: lead.id,
        id,
        type: request.type,
        status: request.status,
        summary: request.summary ?? null,
        input: toJson(request.input),
        output: toJson(request.output),
        error: request.error ?? null,
        parent_action_id: request.parentActionId ?? null,
        tool_id: request.tool ? await putTool(trx, lead.workspace_id, request.tool) : null,
        scheduled_at: request.scheduledAt ?? null,
        created_at: at,
        completed_at: isOpen(request.status) ? null : at,
      })
      .execute()
    await writeMessages(trx, lead, id, request.messages, at)
    await touchLead(trx, lead, at)
    const key = { workspaceId: lead.workspace_id, leadId: lead.id }
    const actionLog = await readActionLog(trx, key, noDocuments, id)
    const message = actionLogSettled(lead, actionLog)
    await recordEvents(trx, workspace, [{ lead, message }], { requestId: ctx.requestId, at })
    return { answer: { actionLog }, leadIds: [lead.id] }
  })
}

function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

async function checkParent(trx: Db, lead: LeadRow, parentId: string | undefined): Promise<void> {
  if (parentId === undefined) return
  const parent = await trx
    .selectFrom('action_logs')
    .select('id')
    .where('workspace_id', '=', lead.workspace_id)
    .where('lead_id', '=', lead.id)
    .where('id', '=', parentId)
    .executeTakeFirst()
  if (!parent)
    throw invalidRequest([
      { pointer: '/parentActionId', code: 'unknown_action', message: 'is no action log of this lead' },
    ])
}

/** The id of the workspace's tool with this name, which is made on first use. */
async function putTool(
  trx: Db,
  workspaceId: string,
  { name, description }: { name: string; description?: string | undefined },
): Promise<string> {
  const { id } = await trx
    .insertInto('tools')
    .values({ workspace_id: workspaceId, id: newId(), name, description: description ?? null })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'name']).doUpdateSet(({ ref, fn }) => ({
        description: fn.coalesce('excluded.description', ref('tools.description')),
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
